import Register
import Schemas
import TestSupport
import Testing
import WorkerKit

@testable import Deduplication

/// What waits is found without a look at the rest, and no otherwise than with one.
@Suite struct CandidateTableTests {
    /// Changes, commits, refused commits and restores at random, held against a scan over a plain dictionary.
    @Test(arguments: 1...20) func theIndexesSayWhatAScanSays(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var table = CandidateTable(tag: 5)
        var plain: [SourcePosition: Candidate] = [:]
        var committed = plain
        for step in 0..<300 {
            let source = SourcePosition(partition: 0, offset: .random(in: 0..<30, using: &random))
            let candidate = Bool.random(using: &random) ? candidate(at: source, using: &random) : nil
            table[source] = candidate
            plain[source] = candidate
            switch Int.random(in: 0..<10, using: &random) {
            case 0:
                apply(.rollBack, &table)
                plain = committed
            case 1:
                apply(.drain, &table)
                apply(.keep, &table)
                committed = plain
            case 2:
                apply(.drain, &table)
                apply(.keep, &table)
                committed = plain
                table = restored(table)
            default: break
            }
            for id in (0..<4).map(SubmissionID.stub) {
                let own = plain.values.filter { $0.record.submission == id }
                let isOpen = table.isOpen(id)
                #expect(isOpen == own.contains { $0.stage == .waiting || $0.stage == .linked }, "step \(step)")
                let resends = table.resends(of: id).compactMap(\.record.source)
                let again = own.filter { $0.stage == .resend }.compactMap(\.record.source).sorted()
                #expect(resends == again, "step \(step)")
                let waiting = table.waiting(for: id).map(\.offset)
                let expected = plain.values.filter { $0.stage == .waiting && $0.holder == id }.map(\.offset).sorted()
                #expect(waiting == expected, "step \(step)")
            }
        }
    }

    @Test(arguments: 1...20) func whatIsPendingIsWhatAScanFinds(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var table = PendingEnds(tag: 4)
        var plain: [SourcePosition: UniqueNumber] = [:]
        var committed = plain
        for step in 0..<300 {
            let source = SourcePosition(partition: 0, offset: .random(in: 0..<10, using: &random))
            let number = Bool.random(using: &random) ? UniqueNumber.stub(.random(in: 1...4, using: &random)) : nil
            table[source] = number.map { NumberRow(number: $0) }
            plain[source] = number
            var pass = TablePass(Int.random(in: 0..<5, using: &random) == 0 ? .rollBack : .keep)
            table.apply(&pass)
            if pass.action == .keep { committed = plain } else { plain = committed }
            for number in (1...4).map({ UniqueNumber.stub($0) }) {
                let isPending = table.isPending(number)
                #expect(isPending == plain.values.contains(number), "step \(step)")
            }
        }
    }

    private func candidate(at source: SourcePosition, using random: inout SeededRandom) -> Candidate {
        var record = RegisterRecord.cleared(.random(in: 0..<4, using: &random))
        record.source = source
        var candidate = Candidate(
            record: record,
            cleared: WireCleared(),
            persons: [],
            offset: .random(in: 0..<1_000_000, using: &random)
        )
        candidate.stage = [.new, .waiting, .linked, .resend, .form].randomElement(using: &random) ?? .new
        candidate.holder = Bool.random(using: &random) ? .stub(.random(in: 0..<4, using: &random)) : nil
        return candidate
    }

    private func apply(_ action: TablePass.Action, _ table: inout CandidateTable) {
        var pass = TablePass(action)
        table.apply(&pass)
    }

    private func restored(_ table: CandidateTable) -> CandidateTable {
        var table = table
        var snapshot = TablePass(.snapshot)
        table.apply(&snapshot)
        let rows = snapshot.changes.map { RestoredRow(key: $0.key[...], value: $0.value.map { $0[...] }) }
        var fresh = CandidateTable(tag: 5)
        var pass = TablePass(.restore, restored: rows)
        fresh.apply(&pass)
        return fresh
    }
}
