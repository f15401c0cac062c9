import Register
import Schemas
import Stream
import WorkerKit

/// How many files were purged in each year, as the register has it.
struct PurgeCount {
    private var counts: [Int: Int] = [:]

    init(_ log: any StreamLog) throws {
        var counts: [Int: Int] = [:]
        let interest = Interest(.purged)
        try log.readAll(.register) { _, record in
            guard let value = record.value,
                let purge = try RegisterRecord.decode(value, offset: record.offset, interest: interest)
            else { return }
            counts[purge.day.components.year, default: 0] += 1
        }
        self.counts = counts
    }

    subscript(year: Int) -> Int { counts[year] ?? 0 }
}
