import Register
import Schemas
import TestSupport
import Testing

@testable import WorkerKit

/// A dated table names the rows that a day concerns: the very ones that a walk over all rows would find.
@Suite struct DatedTableTests {
    /// Here a row waits for its `closed` day.
    private static func makeTable() -> DatedTable<UniqueNumber, CalendarRow> {
        DatedTable(tag: 7) { _, row in row.closed?.days }
    }

    private static func row(_ day: Int32?) -> CalendarRow {
        CalendarRow(first: CivilDate(days: 0), closed: day.map { CivilDate(days: $0) })
    }

    @Test func aRowComesOnItsDayAndAgainUntilItChanges() {
        var table = Self.makeTable()
        table[.stub(1)] = Self.row(10)
        #expect(table.due(through: 9) == [])
        #expect(table.due(through: 10) == [.stub(1)])
        #expect(table.due(through: 11) == [.stub(1)])
        table[.stub(1)] = Self.row(20)
        #expect(table.due(through: 12) == [])
        #expect(table.due(through: 25) == [.stub(1)])
        table[.stub(1)] = Self.row(nil)
        #expect(table.due(through: 26) == [])
    }

    /// The last day there is room for: there is none after it, on which the row would come again.
    @Test func theLastDayThereIsEndsNothing() {
        var table = Self.makeTable()
        table[.stub(1)] = Self.row(.max)
        #expect(table.due(through: .max) == [.stub(1)])
        #expect(table.due(through: .max) == [.stub(1)])
    }

    @Test func whatIsRolledBackWaitsForItsOldDay() {
        var table = Self.makeTable()
        table[.stub(1)] = Self.row(10)
        var keep = TablePass(.keep)
        table.apply(&keep)
        #expect(table.due(through: 5) == [])
        table[.stub(1)] = Self.row(30)
        var rollBack = TablePass(.rollBack)
        table.apply(&rollBack)
        #expect(table.due(through: 10) == [.stub(1)])
    }

    /// Goal: whatever is written, taken away, kept and rolled back, each day brings what a walk would bring.
    /// Method: random changes on both a dated table and a dictionary, for a year of days.
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func itFindsWhatAWalkFinds(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var table = Self.makeTable()
        var rows: [UniqueNumber: CalendarRow] = [:]
        var kept = rows
        for day in Int32(0)..<365 {
            for _ in 0..<Int.random(in: 0...6, using: &random) {
                let number = UniqueNumber.stub(Int.random(in: 1...40, using: &random))
                switch Int.random(in: 0...5, using: &random) {
                case 0: rows[number] = nil
                case 1: rows[number] = Self.row(nil)
                default: rows[number] = Self.row(day + Int32.random(in: -3...30, using: &random))
                }
                table[number] = rows[number]
            }
            let walked = rows.filter { $0.value.closed.map { $0.days <= day } ?? false }.keys.sorted()
            #expect(table.due(through: day) == walked, "day \(day)")
            for number in walked where Bool.random(using: &random) {
                rows[number] = Self.row(day + Int32.random(in: 1...20, using: &random))
                table[number] = rows[number]
            }
            let isRefused = Int.random(in: 0...9, using: &random) == 0
            var pass = TablePass(isRefused ? .rollBack : .keep)
            table.apply(&pass)
            if isRefused { rows = kept } else { kept = rows }
        }
    }
}
