/// Reads one partition in offset order, a part at a time, from an offset up to an end that is known before.
///
/// A transaction that is not decided yet may stand before the end. The pass waits for the decision: a reader that stopped
/// there would take a part of the partition for the whole.
package struct PartitionPass: ~Copyable {
    /// Longer than brokers leave a transaction open that nobody ends.
    private static var undecidedAtMost: Duration { .seconds(30) }

    private let log: any StreamLog
    private let partition: TopicPartition
    private let end: Int64
    private let limit: Int
    private var next: Int64

    /// `end`: the first offset that is not read. `limit`: about how many records come at once.
    package init(
        _ log: any StreamLog,
        _ partition: TopicPartition,
        from start: Int64 = 0,
        to end: Int64,
        limit: Int = 10_000,
    ) {
        self.log = log
        self.partition = partition
        self.end = end
        self.limit = limit
        next = start
    }

    deinit { log.release(partition) }

    /// The next records, which may be none; nil at the end. Throws `busy` (remedy `retry`) when a transaction stays undecided.
    package mutating func records() throws(LogError) -> [LogRecord]? {
        var lastNews: ContinuousClock.Instant?
        while next < end {
            let batch = try log.read(partition, from: next, limit: limit)
            if batch.next > next {
                next = batch.next
                return next > end ? batch.records.filter { $0.offset < end } : batch.records
            }
            let since = lastNews ?? .now
            lastNews = since
            if ContinuousClock.now - since > Self.undecidedAtMost {
                throw LogError(.busy, .retry, "an undecided transaction stands at \(partition)@\(next): try again")
            }
            log.waitForAppend(timeoutMilliseconds: 20)
        }
        return nil
    }
}
