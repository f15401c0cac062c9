import Deduplication
import Numbering
import Renewal
import Statistics
import Stream
import StrikeOff
import WorkerKit

extension Workload {
    /// A worker alone: decode, decide, encode, drain, over every record of a year's register.
    static let workers = [
        worker { DeduplicationWorker() },
        worker { NumberingWorker() },
        worker { RenewalWorker() },
        worker { StrikeOffWorker() },
        worker { StatisticsWorker() },
    ]

    private static func worker<W: Worker>(_ makeWorker: @escaping @Sendable () -> W) -> Workload {
        Workload("Worker, \(W.name), a year", .year) {
            let records = try YearRegister.make().records
            // For the numbers of partitions; nothing is appended.
            let writer = try OutputWriter(try TemporaryLog().log)
            return Prepared(count: records.count) {
                var processor = WorkerProcessor(makeWorker(), partition: 0, writer: writer)
                var outgoing: [OutgoingRecord] = []
                for start in stride(from: 0, to: records.count, by: LaneSettings().batchSizeMax) {
                    let end = min(start + LaneSettings().batchSizeMax, records.count)
                    for record in records[start..<end] { try processor.process(record, into: &outgoing) }
                    var drain = TablePass(.drain)
                    processor.apply(&drain)
                    use(drain.changes)
                    var keep = TablePass(.keep)
                    processor.apply(&keep)
                    use(outgoing)
                    outgoing.removeAll(keepingCapacity: true)
                }
            }
        }
    }
}
