import Intake
import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// Goal: whatever is published, the door decides, the same way each time, and never falls over.
/// Method: seeded noise, and valid submissions with bytes changed, cut, doubled and spliced, as protobuf and as JSON.
@Suite struct RobustnessTests {
    let door: Door = {
        var door = Door()
        door.know(communes: ["59350", "59009"])
        return door
    }()

    @Test(arguments: UInt64(1)...8)
    func noiseIsDecided(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<250 {
            let bytes = (0..<Int.random(in: 0...300, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            for contentType in [nil, "application/json"] { check(bytes, contentType, seed) }
        }
    }

    @Test(arguments: UInt64(1)...16)
    func mutatedSubmissionsAreDecided(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var accepted = 0
        var refused = 0
        for round in 0..<250 {
            let submission = SubmissionFixtures.ofEachKind[round % SubmissionFixtures.ofEachKind.count]
            let isJSON = Bool.random(using: &random)
            var bytes: [UInt8] = isJSON ? try submission.jsonUTF8Bytes() : try submission.serializedBytes()
            for _ in 0..<Int.random(in: 1...4, using: &random) { RobustnessTests.mutate(&bytes, &random) }
            switch check(bytes, isJSON ? "application/json" : nil, seed) {
            case .accepted: accepted += 1
            case .refused: refused += 1
            case .unreadable: break
            }
        }
        #expect(accepted > 0 && refused > 0, "the mutations of seed \(seed) reach every way on")
    }

    /// Every number that a field can hold, in every numeric field.
    @Test(arguments: [Int64.min, -1, 0, 1, 12, 2_012, Int64(Int32.max), Int64.max])
    func extremeNumbersAreDecided(_ number: Int64) {
        let small = Int32(clamping: number)
        let submission = SubmissionFixtures.creation().butApplication {
            $0.unbornChildren = small
            $0.taxIncome.year = small
            $0.taxIncome.amountEuros = number
            $0.currentHousing.monthlyRentCents = number
            $0.currentHousing.occupants = small
            $0.currentHousing.surfaceSquareMetres = small
            $0.applicant.resources[0].amountCents = number
        }
        #expect(door.judge(submission).reason == nil)
    }

    @Test func datesAtTheEdgesOfTheCalendarAreDecided() {
        for date in ["1850-01-01", "1850-02-29", "2200-12-31", "2201-01-01", "0000-00-00", "9999-99-99", "１９８２-06-30"] {
            #expect(
                door.judge(
                    SubmissionFixtures.importing().but {
                        $0.receivedOn = date
                        $0.request.import.firstFiledOn = date
                        $0.request.import.validFrom = date
                        $0.request.import.application.applicant.identity.birthDate = date
                    }
                ).receipt != nil
            )
        }
    }

    @discardableResult
    func check(_ bytes: [UInt8], _ contentType: String?, _ seed: UInt64) -> IntakeDecision {
        let decision = door.judge(bytes, contentType)
        #expect(decision == door.judge(bytes, contentType), "seed \(seed)")
        switch decision {
        case .accepted(let record):
            #expect(record.submission != nil && record.territory != nil && record.desk != nil, "seed \(seed)")
        case .refused(let receipt):
            #expect(!receipt.message.anomalies.isEmpty && receipt.message.outcome == .refused, "seed \(seed)")
            #expect(!receipt.message.desk.isEmpty && !receipt.message.submissionID.isEmpty, "seed \(seed)")
        case .unreadable(let reason):
            #expect(reason.hasPrefix("NU_0"), "seed \(seed)")
        }
        return decision
    }

    static func mutate(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 2: bytes.remove(at: place)
        case 3: bytes.insert(UInt8.random(in: 32...126, using: &random), at: place)
        case 4: if Int.random(in: 0..<8, using: &random) == 0 { bytes.removeLast(bytes.count - place) }
        default:
            let end = min(bytes.count, place + Int.random(in: 1...16, using: &random))
            bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0..<bytes.count, using: &random))
        }
    }
}
