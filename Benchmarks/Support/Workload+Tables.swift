import Register
import Schemas
import Stream
import WorkerKit

extension Workload {
    static let tables = [
        // What a lane does between two commits, in a table of a department's size.
        Workload("Table, set, drain, keep", .thousand) {
            var table = Table<UniqueNumber, SampleRow>(tag: 1)
            let numbers = Workload.numbers(100_000)
            for number in numbers { table[number] = SampleRow(filed: number.sequence) }
            var keep = TablePass(.keep)
            table.apply(&keep)
            let changed = thousand(of: numbers)
            return Prepared(count: changed.count) {
                for number in changed { table[number]?.isEnded.toggle() }
                var drain = TablePass(.drain)
                table.apply(&drain)
                use(drain.changes)
                var keep = TablePass(.keep)
                table.apply(&keep)
            }
        },
        Workload("Table, restore, per row", .million) {
            var table = Table<UniqueNumber, SampleRow>(tag: 1)
            for number in numbers(1_000_000) { table[number] = SampleRow(filed: number.sequence) }
            var snapshot = TablePass(.snapshot)
            table.apply(&snapshot)
            let rows = snapshot.changes.map { RestoredRow(key: $0.key[...], value: $0.value?[...]) }
            // Batches as a lane reads them from the changelog.
            let size = LaneSettings().restoreSizeMax
            let batches = stride(from: 0, to: rows.count, by: size).map { Array(rows[$0..<min($0 + size, rows.count)]) }
            return Prepared(count: rows.count) {
                var restored = Table<UniqueNumber, SampleRow>(tag: 1)
                for batch in batches {
                    var pass = TablePass(.restore, restored: batch)
                    restored.apply(&pass)
                    precondition(pass.failure == nil, "a row that was just written can be read")
                }
                precondition(restored.count == rows.count, "every row has its own key")
            }
        },
    ]

    private static func numbers(_ count: Int) -> [UniqueNumber] {
        (0..<count).map { UniqueNumber(territory: .nord, filed: .sample, sequence: $0, desk: .sample) }
    }
}

/// A row of usual size and shape: two dates, a code, a flag.
private struct SampleRow: TableRow {
    var filed: CivilDate
    var renewed: CivilDate
    var commune: UInt64
    var isEnded = false

    init(filed index: Int) {
        filed = CivilDate(days: 15_000 + Int32(index % 365))
        renewed = filed.adding(days: 365)
        commune = 59_000 + UInt64(index % 648)
    }

    func encode(into writer: inout WireWriter) {
        writer.field(1, date: filed)
        writer.field(2, unsigned: commune)
        writer.field(3, unsigned: isEnded ? 1 : 0)
        writer.field(4, date: renewed)
    }

    init(decoding reader: inout WireReader) throws(WireReader.Failure) {
        self.init(filed: 0)
        while let (field, wire) = try reader.nextTag() {
            switch field {
            case 1: filed = try reader.date()
            case 2: commune = try reader.varint()
            case 3: isEnded = try reader.bool()
            case 4: renewed = try reader.date()
            default: try reader.skip(wire: wire)
            }
        }
    }
}

extension Territory {
    fileprivate static let nord = Territory(code: "059")!
}

extension CivilDate {
    fileprivate static let sample = CivilDate(iso: "2012-04-12")!
}

extension DeskCode {
    fileprivate static let sample = DeskCode(code: "G5901")!
}
