import Assembly
import Crypto
import Foundation
import Intake
import Register
import Schemas
import Sealing
import SimulationSupport
import Stream
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// A live register takes the day of reception from the log's timestamp. What a sender did with a record's timestamp is tried here again: each
/// story had its wish while a register believed it.
@Suite struct ReceptionTests {
    @Test func aStrikeOffDated2001IsOfToday() throws {
        let town = try LiveTown(on: "2012-04-12")
        let number = try town.files()
        let receipt = try town.sends(town.renunciation(of: number), dated: "2001-01-01")
        #expect(receipt.outcome == .struckOff)
        #expect(receipt.receivedOn == "2012-04-12")
        // It is purged a year from now, and not with the next day that is closed.
        #expect(town.facts(.struckOff).map(\.day) == ["2012-04-12"])
    }

    @Test func aStrikeOffDated2199IsOfToday() throws {
        let town = try LiveTown(on: "2012-04-12")
        let number = try town.files()
        let receipt = try town.sends(town.renunciation(of: number), dated: "2199-12-30")
        #expect(receipt.outcome == .struckOff)
        #expect(town.facts(.struckOff).map(\.day) == ["2012-04-12"])
    }

    @Test(arguments: ["2000-01-02", "2009-03-01", "2190-06-01"] as [CivilDate])
    func aCreationHasTheSeniorityOfTheDayItCame(dated day: CivilDate) throws {
        let town = try LiveTown(on: "2012-04-12")
        let receipt = try town.sends(town.creation(), dated: day)
        #expect(receipt.outcome == .registered)
        #expect(receipt.firstFiledOn == "2012-04-12")
        #expect(receipt.number.hasPrefix("0590412"))
    }

    @Test func aWarnedApplicantHasTheWholeDelay() throws {
        let town = try LiveTown(on: "2012-04-12")
        let number = try town.files()
        let warning = SubmissionFixtures.warning().with {
            $0.request.warning.number = number
            $0.request.warning.reason = "RADCON"
            $0.request.warning.ground = ""
            $0.request.warning.sentOn = "2012-04-12"
        }
        #expect(try town.sends(warning).outcome == .recorded)
        let strikeOff = town.renunciation(of: number).with {
            $0.request.strikeOff.reason = "RADCON"
            $0.request.strikeOff.writtenProof = ""
        }
        let receipt = try town.sends(strikeOff, dated: "2012-06-13")
        #expect(receipt.anomalies.map(\.code) == ["NU_0813"])
    }

    @Test func renewalsAreNotChainedAhead() throws {
        let town = try LiveTown(on: "2012-04-12")
        let number = try town.files()
        for day in ["2013-03-01", "2014-02-01", "2015-01-01"] as [CivilDate] {
            let receipt = try town.sends(town.renewal(of: number), dated: day)
            #expect(receipt.anomalies.map(\.code) == ["NU_0701"])
        }
    }

    /// Ninety days on, the register has forgotten the id; the bytes are signed as they were.
    @Test func aSignedRecordIsNotReplayedWithItsOldTimestamp() throws {
        let town = try LiveTown(on: "2012-04-12", signs: true)
        let number = try town.files()
        let strikeOff = town.renunciation(of: number)
        let signed = try town.signed(strikeOff)
        #expect(try town.publishes(signed, dated: "2012-04-12").outcome == .struckOff)
        town.today = "2012-07-10"
        #expect(try town.publishes(signed, dated: "2012-04-12").repeated)
        for day in ["2012-07-12", "2013-07-12"] as [CivilDate] {
            town.today = day
            #expect(try town.publishes(signed, dated: "2012-04-12").anomalies.map(\.code) == ["NU_0626"])
        }
    }

    /// Paper has sixty days before the log's day, whatever the record's timestamp.
    @Test func aSenderSaysWhenPaperCameAndNoMore() throws {
        let town = try LiveTown(on: "2012-04-12")
        let paper = town.creation().with { $0.receivedOn = "2012-02-12" }
        #expect(try town.sends(paper, dated: "2012-02-12").firstFiledOn == "2012-02-12")
        let old = town.creation().with { $0.receivedOn = "2012-02-11" }
        #expect(try town.sends(old, dated: "2012-02-11").anomalies.map(\.code) == ["NU_0107"])
        let ahead = town.creation().with { $0.receivedOn = "2012-04-13" }
        #expect(try town.sends(ahead, dated: "2012-04-13").anomalies.map(\.code) == ["NU_0106"])
    }

    /// Somebody loosened the topic: then a sender says when it was received. Nobody goes on.
    @Test func intakeStopsWhereTheTopicTakesTheSendersTime() throws {
        let town = try LiveTown(on: "2012-04-12", topicsOf: .replay)
        let failure = #expect(throws: LogError.self) { try town.sends(town.creation()) }
        #expect(failure?.remedy == .restart)
        #expect(failure?.reason.contains("topics apply") == true)
        #expect(town.facts(.accepted).isEmpty)
    }
}

/// A live register, on a log whose clock the test moves.
private final class LiveTown {
    var today: CivilDate {
        get { CivilDate.paris(milliseconds: log.appendTime) }
        set { log.appendTime = LiveTown.noon(of: newValue) }
    }

    private let log = SimulatedLog(random: SeededRandom(seed: 1))
    private let key: Curve25519.Signing.PrivateKey?
    private let register = RegisterID(high: 0x5EED, low: 0x11FE)
    private var lanes: [any AnyLane] = []
    /// Beyond the figures of the fixtures.
    private var figure: UInt64 = 100

    /// `topicsOf`: as somebody made them.
    init(on today: CivilDate, signs: Bool = false, topicsOf clock: RegisterClock = .live) throws {
        key = signs ? Curve25519.Signing.PrivateKey() : nil
        log.appendTime = LiveTown.noon(of: today)
        try log.createTopics(Topic.all, partitions: 1, clock: clock)
        try log.beginRegister(register, comparison: FormSealer.unsealed.marker.comparison, clock: .live)
        var desk = SubmissionFixtures.landlord()
        if let key { desk.publicKeys = [key.publicKey.rawRepresentation] }
        let value: [UInt8] = try desk.serializedBytes()
        try log.append([
            OutgoingRecord(
                TopicPartition(Topic.desks.name, 0),
                key: Array(desk.code.utf8),
                value: value,
                timestamp: log.appendTime
            )
        ])
        var intake = IntakeSettings()
        intake.clock = .live
        intake.register = register
        let assembly = Assembly(log: log, calendar: ManualCalendar(), intake: intake, sealer: .unsealed)
        for worker in WorkerName.allCases { lanes.append(try assembly.makeLane(worker, member: "a")) }
    }

    // MARK: Submissions

    func creation() -> WireSubmission {
        figure += 1
        var submission = SubmissionFixtures.creation(id: SubmissionFixtures.id(figure))
        submission.receivedOn = ""
        submission.request.creation.application.coApplicants = []
        submission.request.creation.application.applicant.identity.lastName =
            "Nom" + String(repeating: "a", count: Int(figure - 100))
        submission.request.creation.application.applicant.identity.nir = ""
        return submission
    }

    func renunciation(of number: String) -> WireSubmission {
        fresh(SubmissionFixtures.renunciation()) { $0.request.strikeOff.number = number }
    }

    func renewal(of number: String) -> WireSubmission {
        fresh(SubmissionFixtures.renewal()) { $0.request.renewal.number = number }
    }

    /// Files an application, and returns its number.
    func files() throws -> String {
        let creation = creation()
        let receipt = try key == nil ? sends(creation) : publishes(signed(creation), dated: today)
        try #require(receipt.outcome == .registered, "\(receipt.anomalies.map(\.code))")
        return receipt.number
    }

    func sends(_ submission: WireSubmission, dated day: CivilDate? = nil) throws -> WireReceipt {
        var submission = submission
        if submission.submissionID == SubmissionFixtures.id() || submission.submissionID.isEmpty {
            submission = fresh(submission) { _ in }
        }
        return try publishes((try submission.serializedBytes(), []), dated: day ?? today)
    }

    func signed(_ submission: WireSubmission) throws -> (value: [UInt8], headers: [LogHeader]) {
        let value: [UInt8] = try submission.serializedBytes()
        let issuedAt = Timestamp.iso(milliseconds: log.appendTime)
        let bytes = Signature.signedBytes(for: register, issuedAt: issuedAt, .protobuf, value)
        let signature = try #require(try key?.signature(for: Data(bytes)))
        return (
            value,
            [
                LogHeader(HeaderName.signature, signature.base64EncodedString()),
                LogHeader(HeaderName.issuedAt, issuedAt), LogHeader(HeaderName.audience, register.text),
            ]
        )
    }

    /// With the timestamp of that day, whatever day it is. Returns the receipt for it.
    func publishes(_ record: (value: [UInt8], headers: [LogHeader]), dated day: CivilDate) throws -> WireReceipt {
        let place = TopicPartition(Topic.submissions.name, 0)
        let offset = try log.endOffset(of: place)
        try log.append([
            OutgoingRecord(
                place,
                key: Array("059".utf8),
                value: record.value,
                headers: LogHeaders(record.headers),
                timestamp: LiveTown.noon(of: day),
            )
        ])
        try rest()
        let receipts = log.records(of: Topic.receipts.name).compactMap { record in
            record.value.flatMap { try? WireReceipt(serializedBytes: $0) }
        }
        return try #require(receipts.last { $0.sourceOffset == UInt64(offset) })
    }

    // MARK: The register

    func facts(_ kind: FactKinds) -> [RegisterRecord] {
        log.records(of: Topic.register.name).compactMap { record in
            record.value.flatMap {
                try? RegisterRecord.decode(
                    $0,
                    offset: record.offset,
                    interest: Interest([kind], submissions: kind == .accepted ? .all : [])
                )
            }
        }
    }

    private func fresh(_ submission: WireSubmission, _ change: (inout WireSubmission) -> Void) -> WireSubmission {
        figure += 1
        var submission = submission
        submission.submissionID = SubmissionFixtures.id(figure)
        submission.receivedOn = ""
        change(&submission)
        return submission
    }

    private func rest() throws {
        var idle = 0
        while idle < 2 {
            var did = false
            for lane in lanes where try lane.step(timeoutMilliseconds: 0) { did = true }
            idle = did ? 0 : idle + 1
        }
    }

    private static func noon(of day: CivilDate) -> Int64 { day.startInParis() + 12 * 3_600_000 }
}

extension WireSubmission {
    fileprivate func with(_ change: (inout WireSubmission) -> Void) -> WireSubmission {
        var submission = self
        change(&submission)
        return submission
    }
}
