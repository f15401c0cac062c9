import Observability
import Stream

let stubSecond: UInt64 = 1_000_000_000

extension LaneReading {
    /// A lane that has just taken a step, at second 1,000.
    static func stub(
        _ worker: String = "numbering",
        lane: Int = 0,
        hasPolled: Bool = true,
        partitions: [PartitionStatus] = [],
        counters: LaneCounters = LaneCounters(),
        failure: LogError? = nil,
    ) -> LaneReading {
        var status = LaneStatus(name: "\(worker)-a-\(lane)", lastStep: 1_000 * stubSecond)
        status.hasPolled = hasPolled
        status.partitions = partitions
        status.counters = counters
        status.failure = failure
        return LaneReading(worker: worker, group: "nu.\(worker)", lane: lane, status: status)
    }
}

extension PartitionStatus {
    static func stub(_ partition: Int, position: Int64 = 0, rowsLeft: Int64? = nil) -> PartitionStatus {
        PartitionStatus(.stub(partition), position: position, rowsLeft: rowsLeft)
    }
}

extension TopicPartition {
    static func stub(_ partition: Int) -> TopicPartition { TopicPartition("nu.register", partition) }
}

extension ProcessFacts {
    static func stub(version: String = "1.2.3") -> ProcessFacts {
        ProcessFacts(version: version, startedAt: 1_790_000_000.5, cpuSeconds: 12.25, residentBytes: 45_244_416)
    }
}
