import Register
import TestSupport
import Testing
import WorkerKit

@testable import Deduplication

/// Who holds whom follows from the rows, whatever happened to them.
@Suite struct HolderTableTests {
    private let people = (0..<6).map { PersonKey(fingerprint: Fingerprint(high: $0, low: 1)) }
    private let ids = (1...5).map { SubmissionID.stub($0) }

    @Test func whoCameFirstHoldsAPersonUntilItEnds() {
        var table = HolderTable()
        table[ids[0]] = row([people[0], people[1]])
        table[ids[1]] = row([people[1], people[2]])
        #expect(people[0...2].map(table.holder) == [ids[0], ids[0], ids[1]])
        #expect(table[ids[1]]?.yielded == [people[1]])
        #expect(people[0...2].map(table.yielders) == [[], [ids[1]], []])
        table[ids[0]]?.stage = .ended
        #expect(people[0...2].map(table.holder) == [nil, nil, ids[1]])
        // Set again, it holds what nobody holds any more.
        table[ids[1]]?.start = CivilDate(days: 9)
        #expect(people[0...2].map(table.holder) == [nil, ids[1], ids[1]])
        #expect(table[ids[1]]?.yielded == [])
        table[ids[1]] = nil
        #expect(people.compactMap(table.holder) == [])
    }

    /// Thousands of changes, of which some are rolled back: a table that is restored from what was drained is the same.
    @Test(arguments: 1...20) func restoredTableHoldsTheSame(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var table = HolderTable()
        var log: [RestoredRow] = []
        for _ in 0..<200 {
            for _ in 0..<Int.random(in: 1...4, using: &random) { change(&table, &random) }
            guard Int.random(in: 0..<5, using: &random) > 0 else {
                var pass = TablePass(.rollBack)
                table.apply(&pass)
                table.prepare()
                continue
            }
            var drain = TablePass(.drain)
            table.apply(&drain)
            log += drain.changes.map { RestoredRow(key: $0.key[...], value: $0.value.map { $0[...] }) }
            var keep = TablePass(.keep)
            table.apply(&keep)

            var restored = HolderTable()
            var pass = TablePass(.restore, restored: log)
            restored.apply(&pass)
            restored.prepare()
            #expect(pass.failure == nil)
            #expect(people.map(restored.holder) == people.map(table.holder))
            #expect(people.map(restored.yielders) == people.map(table.yielders))
            #expect((0..<5).map { restored.id(of: number($0)) } == (0..<5).map { table.id(of: number($0)) })
            #expect(ids.map { restored[$0] } == ids.map { table[$0] })
        }
        #expect(!log.isEmpty)
    }

    private func change(_ table: inout HolderTable, _ random: inout SeededRandom) {
        let place = Int.random(in: 0..<5, using: &random)
        let id = ids[place]
        switch Int.random(in: 0..<6, using: &random) {
        case 0: table[id] = nil
        case 1: table[id]?.stage = .ended
        case 2: table[id]?.stage = .live
        case 3: table[id]?.number = number(place)
        case 4: table[id]?.start = CivilDate(days: Int32.random(in: 0..<3, using: &random))
        default:
            let persons = people.filter { _ in Bool.random(using: &random) }
            if table[id] == nil { table[id] = row(persons) } else { table[id]?.persons = persons }
        }
    }

    private func number(_ place: Int) -> UniqueNumber { .stub(place + 1) }

    private func row(_ persons: [PersonKey]) -> HolderRow {
        HolderRow(start: CivilDate(days: 1), filed: CivilDate(days: 1), persons: persons)
    }
}
