import Register
import Schemas
import TestSupport
import Testing

@testable import WorkerKit

/// A table remembers what a batch changed: to write it to the changelog, or to take it back.
@Suite struct TableTests {
    var table = Table<UniqueNumber, CalendarRow>(tag: 7)
    let one = CalendarRow(first: "2012-04-12")
    let two = CalendarRow(first: "2012-04-13", closed: "2012-05-01")

    @Test mutating func aDrainWritesEachChangedRowOnce() throws {
        table[.stub(1)] = one
        table[.stub(1)] = two
        #expect(drain() == [key(.stub(1)): bytes(two)])
    }

    @Test mutating func whatIsAgainAsItWasIsNotWritten() {
        table[.stub(1)] = one
        keep()
        table[.stub(1)] = two
        table[.stub(1)] = one
        // Never there for anybody else.
        table[.stub(2)] = one
        table[.stub(2)] = nil
        #expect(drain().isEmpty)
        table[.stub(1)] = nil
        #expect(drain() == [key(.stub(1)): nil])
        table[.stub(1)] = one
        #expect(drain().isEmpty)
    }

    @Test mutating func deletingWhatIsNotThereIsNoChange() {
        table[.stub(1)] = nil
        #expect(drain().isEmpty)
    }

    @Test mutating func afterKeepingNothingIsLeftToDrain() {
        table[.stub(1)] = one
        keep()
        #expect(drain().isEmpty)
        table[.stub(1)] = nil
        #expect(drain() == [key(.stub(1)): nil])
    }

    @Test mutating func aDrainMayBeRepeatedUntilItIsKept() {
        table[.stub(1)] = one
        #expect(drain() == drain())
        rollBack()
        #expect(table.count == 0)
        #expect(drain().isEmpty)
    }

    @Test mutating func rollingBackPutsBackWhatWas() {
        table[.stub(1)] = one
        table[.stub(2)] = one
        keep()
        table[.stub(1)] = two
        table[.stub(1)] = nil
        table[.stub(2)] = two
        table[.stub(3)] = two
        rollBack()
        #expect(table[.stub(1)] == one)
        #expect(table[.stub(2)] == one)
        #expect(table[.stub(3)] == nil)
        #expect(table.count == 2)
    }

    @Test mutating func keysComeInAscendingOrder() {
        for sequence in [5, 1, 9, 3] { table[.stub(sequence)] = one }
        table[.stub(4)] = two
        #expect(table.keys { $1 == one } == [1, 3, 5, 9].map { .stub($0) })
    }

    @Test mutating func rowsOfOtherTablesAreLeftAlone() {
        let other = Array([8] + key(.stub(1)).dropFirst())
        var pass = TablePass(.restore, restored: [RestoredRow(key: other[...], value: bytes(one)[...])])
        table.apply(&pass)
        #expect(pass.failure == nil)
        #expect(table.count == 0)
    }

    @Test(arguments: [[7], [7, 1, 2], [7, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]] as [[UInt8]])
    mutating func aChangelogWithAnUnreadableKeyIsAFailure(key: [UInt8]) {
        var pass = TablePass(.restore, restored: [RestoredRow(key: key[...], value: [])])
        table.apply(&pass)
        #expect(pass.failure == StateError(tag: 7, reason: "unreadable key"))
    }

    @Test mutating func aChangelogWithAnUnreadableRowIsAFailure() {
        var pass = TablePass(.restore, restored: [RestoredRow(key: key(.stub(1))[...], value: [0x08])])
        table.apply(&pass)
        #expect(pass.failure?.tag == 7)
    }

    /// Goal: a table is a dictionary with one step back, and its changelog is always what was kept. Method: random
    /// operations on both.
    @Test(arguments: UInt64(1)...30)
    mutating func aTableIsADictionaryThatCanGoBack(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var model: [UniqueNumber: CalendarRow] = [:]
        var kept: [UniqueNumber: CalendarRow] = [:]
        var changelog: [[UInt8]: [UInt8]] = [:]
        for _ in 0..<400 {
            let number = UniqueNumber.stub(Int.random(in: 1...12, using: &random))
            switch Int.random(in: 0..<10, using: &random) {
            case 0...4:
                let row = CalendarRow(closed: RandomRecords.day(using: &random))
                table[number] = row
                model[number] = row
            case 5, 6:
                table[number] = nil
                model[number] = nil
            case 7:
                for (key, value) in drain() { changelog[key] = value }
                keep()
                kept = model
            case 8:
                rollBack()
                model = kept
            default:
                #expect(table.keys { _, row in row.closed != nil } == model.keys.sorted())
            }
            #expect(table[number] == model[number])
            #expect(table.count == model.count)
        }
        rollBack()
        #expect(contents(of: table) == kept, "seed \(seed)")
        #expect(Dictionary(uniqueKeysWithValues: snapshot().map { ($0.key, $0.value ?? []) }) == changelog)

        // In an order of its own, with rows that were overwritten and deleted before.
        var restored = Table<UniqueNumber, CalendarRow>(tag: 7)
        var rows = changelog.map { RestoredRow(key: $0[...], value: $1[...]) }.shuffled(using: &random)
        rows.insert(RestoredRow(key: key(.stub(99))[...], value: bytes(one)[...]), at: 0)
        rows.append(RestoredRow(key: key(.stub(99))[...], value: nil))
        var pass = TablePass(.restore, restored: rows)
        restored.apply(&pass)
        #expect(pass.failure == nil)
        #expect(contents(of: restored) == kept)
        #expect(pass.rowCount == kept.count)
        // What was restored is no change of this batch.
        var drained = TablePass(.drain)
        restored.apply(&drained)
        #expect(drained.changes.isEmpty)
    }

    // MARK: -

    private func contents(of table: Table<UniqueNumber, CalendarRow>) -> [UniqueNumber: CalendarRow] {
        var rows: [UniqueNumber: CalendarRow] = [:]
        table.forEach { rows[$0] = $1 }
        return rows
    }

    private func key(_ number: UniqueNumber) -> [UInt8] {
        var writer = WireWriter()
        number.encode(into: &writer)
        return [7] + writer.bytes
    }

    private func bytes(_ row: CalendarRow) -> [UInt8] {
        var writer = WireWriter()
        row.encode(into: &writer)
        return writer.bytes
    }

    private mutating func drain() -> [[UInt8]: [UInt8]?] {
        var pass = TablePass(.drain)
        table.apply(&pass)
        return Dictionary(uniqueKeysWithValues: pass.changes.map { ($0.key, $0.value) })
    }

    private mutating func snapshot() -> [RowChange] {
        var pass = TablePass(.snapshot)
        table.apply(&pass)
        return pass.changes
    }

    private mutating func keep() {
        var pass = TablePass(.keep)
        table.apply(&pass)
    }

    private mutating func rollBack() {
        var pass = TablePass(.rollBack)
        table.apply(&pass)
    }
}
