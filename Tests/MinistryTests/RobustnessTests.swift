import Register
import Schemas
import TestSupport
import Testing

@testable import Ministry

/// Goal: whatever is sent as XML is read or refused, the same way each time, and nothing traps.
/// Method: seeded noise, and real messages with bytes changed, cut, doubled and spliced; every beginning of a message.
@Suite struct RobustnessTests {
    static let names = [
        "creation", "creation-latin1", "creation-ascii", "creation-association", "separation", "modification",
        "renewal",
        "renewal-unchanged", "strike-off-allocated", "strike-off-renounced", "reinstatement", "deletion",
    ]

    private func outcome(_ bytes: [UInt8]) -> Result<MinistryMessage, XMLFault> {
        do throws(XMLFault) { return .success(try MinistryMessage.read(bytes[...])) } catch { return .failure(error) }
    }

    /// Cut anywhere, it is no message: nothing is taken from half of one.
    @Test(arguments: names) func aMessageThatIsCutIsRefused(name: String) throws {
        let bytes = try MinistryMessages.bytes(name)
        let whole = try #require(bytes.lastIndex(of: UInt8(ascii: ">"))) + 1
        // Each place of a short one; of a long one every eleventh, which comes by everything.
        for end in stride(from: 0, to: whole, by: whole > 2_000 ? 11 : 1) {
            guard case .failure(let fault) = outcome(Array(bytes[..<end])) else {
                Issue.record("\(name) was read from its first \(end) bytes")
                return
            }
            #expect([.truncated, .malformed, .reference, .notUTF8, .otherEnd].contains(fault.reason), "\(name) \(end)")
        }
    }

    @Test(arguments: UInt64(1)...8) func noiseIsRefused(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<500 {
            let bytes = (0..<Int.random(in: 0...200, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            guard case .failure = outcome(bytes) else {
                Issue.record("noise was read, seed \(seed)")
                return
            }
        }
    }

    @Test(arguments: UInt64(1)...24) func mutatedMessagesAreReadOrRefused(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let messages = try RobustnessTests.names.map(MinistryMessages.bytes)
        var read = 0
        var refused = 0
        for round in 0..<240 {
            var bytes = messages[round % messages.count]
            for _ in 0..<Int.random(in: 1...4, using: &random) { RobustnessTests.mutate(&bytes, messages, &random) }
            let first = outcome(bytes)
            #expect(first == outcome(bytes), "seed \(seed)")
            switch first {
            case .success(let message):
                read += 1
                #expect(SubmissionID(message.submission.submissionID) != nil, "seed \(seed)")
                #expect(message.unread.count <= XMLLimits().unreadMax + 1, "seed \(seed)")
            case .failure(let fault):
                refused += 1
                #expect(fault.line > 0 && fault.column > 0, "seed \(seed)")
            }
        }
        #expect(read > 0 && refused > 0, "the mutations of seed \(seed) reach both ways on")
    }

    private static func mutate(_ bytes: inout [UInt8], _ others: [[UInt8]], _ random: inout SeededRandom) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<7, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes[place] = Array("<>&/\"'=!?[]-;:x ".utf8).randomElement(using: &random) ?? 0
        case 2: bytes.remove(at: place)
        case 3:
            // A name or a text changes, and it stays XML.
            if let letter = bytes[place...].firstIndex(where: { (0x61...0x7A).contains($0) }) {
                bytes[letter] = UInt8.random(in: 0x61...0x7A, using: &random)
            }
        case 4: if Int.random(in: 0..<8, using: &random) == 0 { bytes.removeLast(bytes.count - place) }
        case 5:
            let other = others.randomElement(using: &random) ?? bytes
            let from = Int.random(in: 0..<other.count, using: &random)
            let end = min(other.count, from + Int.random(in: 1...120, using: &random))
            bytes.insert(contentsOf: other[from..<end], at: place)
        default:
            let end = min(bytes.count, place + Int.random(in: 1...60, using: &random))
            bytes.removeSubrange(place..<end)
        }
    }
}
