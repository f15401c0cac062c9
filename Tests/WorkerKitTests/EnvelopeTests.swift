import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing

@testable import WorkerKit

/// The hand-written envelope codec and the generated `WireRegisterRecord` are one and the same.
@Suite struct EnvelopeTests {
    @Test(arguments: UInt64(1)...40)
    func bothCodecsWriteAndReadTheSame(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for record in RandomRecords.ofEachFact(using: &random) {
            let bytes = record.encoded()
            let wire = try WireRegisterRecord(serializedBytes: bytes)
            #expect(wire == record.wire, "seed \(seed)")
            #expect(try wire.serializedBytes() == bytes, "seed \(seed)")
            let read = try RegisterRecord.decode(bytes[...], offset: 5, interest: .everything)
            var expected = record
            expected.offset = 5
            #expect(read == expected, "seed \(seed)")
        }
    }

    /// A run of a larger buffer, as a batch hands it out.
    @Test func aRecordIsReadFromTheMiddleOfABuffer() throws {
        let record = RegisterRecord.creation(1)
        let buffer = [7, 7, 7] + record.encoded() + [7, 7]
        let read = try RegisterRecord.decode(buffer[3..<(buffer.count - 2)], offset: -1, interest: .everything)
        #expect(read == record)
    }

    @Test(arguments: UInt64(1)...40)
    func noBytesTrap(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for record in RandomRecords.ofEachFact(using: &random) {
            var bytes = record.encoded()
            for _ in 0..<12 {
                bytes.mutate(using: &random)
                tryToRead(bytes)
            }
        }
        for _ in 0..<300 {
            let count = Int.random(in: 0...60, using: &random)
            tryToRead((0..<count).map { _ in UInt8.random(in: 0...255, using: &random) })
        }
    }

    /// What can be read can be written again, and be read as the same.
    private func tryToRead(_ bytes: [UInt8]) {
        guard let read = try? RegisterRecord.decode(bytes[...], offset: -1, interest: .everything) else { return }
        #expect(throws: Never.self) {
            let again = try RegisterRecord.decode(read.encoded()[...], offset: -1, interest: .everything)
            #expect(again == read)
        }
        _ = read.receipt(.recorded)
    }

    @Test func whatCannotBeReadSaysWhy() {
        #expect(throws: RegisterRecord.Unreadable.noFact) { try read([]) }
        #expect(throws: RegisterRecord.Unreadable.wire(.truncated)) { try read([0x0A]) }
        #expect(throws: RegisterRecord.Unreadable.wire(.truncated)) { try read([0x0A, 16, 1, 2]) }
        #expect(throws: RegisterRecord.Unreadable.badField("submission")) { try read([0x0A, 2, 1, 2]) }
        #expect(throws: RegisterRecord.Unreadable.badField("territory")) { try read([0x12, 3, 0x39, 0x39, 0x39]) }
        #expect(throws: RegisterRecord.Unreadable.badField("desk")) { try read([0x22, 1, 0x67]) }
        #expect(throws: RegisterRecord.Unreadable.badField("number")) { try read([0x2A, 1, 0x30]) }
        // Field 40, `registered`, that is no message.
        #expect(throws: RegisterRecord.Unreadable.badFact(40)) { try read([0xC2, 0x02, 1, 0xFF]) }
    }

    /// A varint of the greatest number that 32 bits, or 64, hold.
    private static let all32: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 0x0F]
    private static let all64: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]

    struct Extreme: Sendable {
        var field: String
        var tag: UInt8
        var number: [UInt8]
    }

    static let extremes: [Extreme] = [
        Extreme(field: "day", tag: 0x18, number: all32),
        Extreme(field: "day", tag: 0x18, number: [0xFE, 0xFF, 0xFF, 0xFF, 0x0F]),
        Extreme(field: "day", tag: 0x18, number: all64),
        // The day before the first, and the one after the last.
        Extreme(field: "day", tag: 0x18, number: [0xEB, 0xAC, 0x05]),
        Extreme(field: "day", tag: 0x18, number: [0xD2, 0xC3, 0x0C]),
        Extreme(field: "source_partition", tag: 0x30, number: all32),
        Extreme(field: "source_offset", tag: 0x38, number: all64),
        Extreme(field: "format", tag: 0x40, number: all64),
        Extreme(field: "kind", tag: 0x48, number: all64),
        Extreme(field: "kind", tag: 0x48, number: [0x90, 0x4E]),
    ]

    /// Numbers at the ends of their range: arithmetic on them would end a worker, and every worker after it.
    @Test(arguments: extremes)
    func whatCannotBeCountedWithIsUnreadable(_ extreme: Extreme) {
        let bytes: [UInt8] = [extreme.tag] + extreme.number + [0xB2, 0x01, 0]
        #expect(throws: RegisterRecord.Unreadable.badField(extreme.field)) { try read(bytes) }
    }

    @Test(arguments: [Int32.min, Int32.min / 2, -43_830, 102_633, Int32.max / 2, Int32.max])
    func aDayWithinAFactThatCannotBeCountedWithIsUnreadable(day: Int32) throws {
        var facts: [Fact] = []
        facts.append(.cleared(WireCleared.with { $0.initialDay = day }))
        facts.append(.cleared(WireCleared.with { $0.validFrom = day }))
        facts.append(.registered(WireRegistered.with { $0.initialDay = day }))
        facts.append(.registered(WireRegistered.with { $0.validFrom = day }))
        facts.append(.imported(WireImported.with { $0.initialDay = day }))
        facts.append(.imported(WireImported.with { $0.validFrom = day }))
        facts.append(.daysClosed(WireDaysClosed.with { $0.from = day }))
        facts.append(.noticeDue(WireNoticeDue.with { $0.expires = day }))
        facts.append(.noticeUndeliverable(WireNoticeUndeliverable.with { $0.returned = day }))
        facts.append(.renewed(WireRenewed.with { $0.validFrom = day }))
        facts.append(.renewed(WireRenewed.with { $0.validUntil = day }))
        facts.append(.lapsed(WireLapsed.with { $0.expired = day }))
        facts.append(.lapsed(WireLapsed.with { $0.noticed = day }))
        facts.append(.held(WireHeld.with { $0.expired = day }))
        facts.append(.noticeProven(WireNoticeProven.with { $0.happened = day }))
        facts.append(.warned(WireWarned.with { $0.sent = day }))
        facts.append(.struckOff(WireStruckOff.with { $0.leaseDay = day }))
        facts.append(.struckOff(WireStruckOff.with { $0.noticed = day }))
        for fact in facts {
            let bytes = RegisterRecord(territory: .nord, day: .stub, fact: fact).encoded()
            #expect(throws: RegisterRecord.Unreadable.badFact(fact.field)) { try read(bytes) }
        }
    }

    @Test func theFirstAndTheLastDayAreRead() throws {
        for days in [CivilDate.recordedDays.lowerBound, CivilDate.recordedDays.upperBound].map(Int32.init) {
            let day = CivilDate(days: days)
            let bytes = RegisterRecord(territory: .nord, day: day, fact: .held(.with { $0.expired = days })).encoded()
            #expect(try RegisterRecord.decode(bytes[...], offset: 0, interest: .everything)?.day == day)
        }
    }

    private func read(_ bytes: [UInt8]) throws(RegisterRecord.Unreadable) {
        _ = try RegisterRecord.decode(bytes[...], offset: 0, interest: .everything)
    }
}

/// A cleared application as the generated code reads it.
@Suite struct ClearedTests {
    private func message(_ random: inout SeededRandom) -> WireCleared {
        func text() -> String {
            ["", "59350", "059041100000059001", "Noyelles-lès-Seclin"].randomElement(using: &random)!
        }
        func number() -> Int32 { [0, 1, -1, .min, .max, 15_000].randomElement(using: &random)! }
        return .with {
            $0.kind = [.unspecified, .creation, .import, .UNRECOGNIZED(99), .UNRECOGNIZED(-1)]
                .randomElement(using: &random)!
            ($0.commune, $0.separatedFrom, $0.priorNumber, $0.formerNumber) = (text(), text(), text(), text())
            ($0.initialDay, $0.validFrom) = (number(), number())
            if Bool.random(using: &random) {
                $0.reach = .with {
                    $0.byPost = .random(using: &random)
                    $0.electronically = .random(using: &random)
                    $0.filedOnline = .random(using: &random)
                    $0.acceptsElectronic = .random(using: &random)
                }
            }
        }
    }

    @Test func everyMessageIsReadAsTheGeneratedCodeReadsIt() throws {
        var random = SeededRandom(seed: 7)
        for _ in 0..<2_000 {
            // Two after each other: the last of several counts, and parts of a message add up.
            let bytes: [UInt8] = try message(&random).serializedBytes() + message(&random).serializedBytes()
            #expect(try WireCleared(reading: bytes[...]) == WireCleared(serializedBytes: bytes))
        }
    }

    @Test func whatALaterVersionAddsIsPassedOver() throws {
        let cleared = WireCleared.with { $0.commune = "59350" }
        let bytes = try cleared.serializedBytes() as [UInt8] + [0xF8, 0x01, 1, 0x10, 5]
        #expect(try WireCleared(reading: bytes[...]) == cleared)
    }

    /// Cut anywhere, or with any byte changed: it is refused where the generated code refuses it.
    @Test func whatIsDamagedIsRefused() throws {
        var random = SeededRandom(seed: 8)
        for _ in 0..<300 {
            var bytes: [UInt8] = try message(&random).serializedBytes()
            guard let place = bytes.indices.randomElement(using: &random) else { continue }
            if Bool.random(using: &random) {
                bytes.removeLast(bytes.count - place)
            } else {
                bytes[place] = .random(in: 0...255, using: &random)
            }
            var expected = try? WireCleared(serializedBytes: bytes)
            // Where a reader of the register is stricter: groups, and the zero field.
            let read = try? WireCleared(reading: bytes[...])
            expected?.unknownFields = UnknownStorage()
            if expected?.hasReach == true { expected?.reach.unknownFields = UnknownStorage() }
            if let read { #expect(expected == read) }
            if expected == nil { #expect(read == nil) }
        }
    }
}

/// A worker is called with what it asked for, and the rest is skipped unopened.
@Suite struct InterestTests {
    @Test func aRecordIsOpenedForThoseWhoAskedForItsKind() throws {
        var random = SeededRandom(seed: 1)
        for record in RandomRecords.ofEachFact(using: &random) {
            let field = record.fact.field
            let bytes = record.encoded()[...]
            var own = Interest(FactKinds(field: field))
            if case .accepted = record.fact { own = Interest([], submissions: .init(kind: record.kind.rawValue)) }
            #expect(try RegisterRecord.decode(bytes, offset: 0, interest: own) != nil)
            let others = Interest(
                FactKinds.all.subtracting(FactKinds(field: field)),
                submissions: field == 20 ? [] : .all,
            )
            if field != 20 { #expect(try RegisterRecord.decode(bytes, offset: 0, interest: others) == nil) }
        }
    }

    @Test func ofWhatIsAcceptedEachTakesItsOwnKinds() throws {
        let interest = Interest([.registered], submissions: [.renewal, .warning])
        func opens(_ record: RegisterRecord) throws -> Bool {
            try RegisterRecord.decode(record.encoded()[...], offset: 0, interest: interest) != nil
        }
        #expect(try opens(.renewal(1, of: .stub(1))))
        #expect(try opens(.warning(1, of: .stub(1), sent: .stub)))
        #expect(try opens(.registered(1, .stub(1))))
        #expect(try !opens(.creation(1)))
        #expect(try !opens(.cleared(1)))
        #expect(
            try RegisterRecord.decode(
                RegisterRecord.creation(1).encoded()[...],
                offset: 0,
                interest: Interest([.cleared])
            ) == nil
        )
    }

    @Test func ofSomeKindsItTakesThoseOfDesksWithCommunesAlone() throws {
        let interest = Interest([], submissions: .renewal, limited: .warning)
        func opens(_ record: RegisterRecord) throws -> Bool {
            try RegisterRecord.decode(record.encoded()[...], offset: 0, interest: interest) != nil
        }
        let warning = RegisterRecord.warning(1, of: .stub(1), sent: .stub)
        #expect(try !opens(warning))
        #expect(try opens(warning.limited(to: ["59350"])))
        #expect(try !opens(.strikeOff(1, of: .stub(1), "RADABA").limited(to: ["59350"])))
        #expect(try opens(.renewal(1, of: .stub(1))))
    }

    /// A fact that cannot be opened is nobody's trouble but theirs who asked for it.
    @Test func whatIsSkippedIsNotOpened() throws {
        let bytes: [UInt8] = [0xC2, 0x02, 1, 0xFF]
        #expect(try RegisterRecord.decode(bytes[...], offset: 0, interest: Interest([.cleared])) == nil)
        #expect(throws: RegisterRecord.Unreadable.badFact(40)) {
            _ = try RegisterRecord.decode(bytes[...], offset: 0, interest: Interest([.registered]))
        }
    }

    /// A later version's kind of submission is skipped, not taken for one of those asked for.
    @Test(arguments: [0, 12, 16, 17, 20, 64, 9_999])
    func aKindOfALaterVersionIsSkipped(kind: Int) throws {
        var wire = RegisterRecord.creation(1).wire
        wire.kind = WireSubmissionKind(rawValue: kind) ?? .unspecified
        let bytes: [UInt8] = try wire.serializedBytes()
        let interest = Interest([], submissions: [.creation, .renewal])
        #expect(try RegisterRecord.decode(bytes[...], offset: 0, interest: interest) == nil)
        #expect(try RegisterRecord.decode(bytes[...], offset: 0, interest: .everything) != nil)
    }

    /// A later version's fact is not: what it says may change everything after it. Its number may be any.
    @Test(arguments: [25, 45, 59, 64, 70, 100, 128, 1_000, 70_000, 1 << 28])
    func aFactOfALaterVersionIsUnreadable(field: Int) throws {
        let bytes = WireScratch.bytes { $0.field(field, message: [] as [UInt8]) }
        for interest in [Interest([.registered]), .everything] {
            #expect(throws: RegisterRecord.Unreadable.unknownFact(field)) {
                _ = try RegisterRecord.decode(bytes[...], offset: 0, interest: interest)
            }
        }
    }

    @Test func everyFactThatThereIsIsKnown() {
        var random = SeededRandom(seed: 1)
        for record in RandomRecords.ofEachFact(using: &random) {
            #expect(FactKinds.known.contains(field: record.fact.field))
        }
    }
}

/// The kinds of fact as a set: any number may be one.
@Suite struct FactKindsTests {
    @Test(arguments: [0, 1, 20, 63, 64, 72, 127, 128, 70_000])
    func anyNumberMayBeInIt(field: Int) {
        let kinds = FactKinds(field: field)
        #expect(kinds.contains(field: field))
        #expect(!kinds.contains(field: field + 1))
        #expect(!kinds.contains(field: field + 64))
        #expect(FactKinds.all.contains(field: field))
        #expect(!FactKinds.all.subtracting(kinds).contains(field: field))
        #expect(FactKinds.all.subtracting(kinds).contains(field: field + 1))
        #expect(FactKinds.all.subtracting(kinds).union(kinds) == .all)
        #expect(kinds.subtracting(kinds) == [])
        #expect(kinds.union([]) == kinds)
        #expect(!kinds.contains(field: -1))
    }
}

extension RegisterRecord {
    /// As the generated message has it.
    var wire: WireRegisterRecord {
        .with {
            if let submission { $0.submission.append(contentsOf: submission.bytes) }
            $0.territory = territory?.code ?? ""
            $0.day = day.days
            $0.desk = desk?.code ?? ""
            $0.number = number?.text ?? ""
            $0.sourcePartition = UInt32(source?.partition ?? 0)
            $0.sourceOffset = UInt64(source?.offset ?? 0)
            $0.format = format
            $0.kind = kind
            $0.agent = agent
            $0.unread = unread
            if let key { $0.key.append(contentsOf: key.bytes) }
            $0.fact = fact
        }
    }
}

extension [UInt8] {
    /// A byte is changed, lost or added, or the end cut off.
    mutating func mutate(using random: inout SeededRandom) {
        guard !isEmpty else { return append(.random(in: 0...255, using: &random)) }
        let index = Int.random(in: 0..<count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: self[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: self[index] = [0, 0xFF, 0x7F, 0x80].randomElement(using: &random) ?? 0
        case 2: remove(at: index)
        case 3: insert(.random(in: 0...255, using: &random), at: index)
        default: removeLast(Swift.min(3, count))
        }
    }
}
