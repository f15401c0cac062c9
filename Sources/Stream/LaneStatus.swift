import WorkerKit

/// How a lane is: published by its thread after each step, for whoever watches.
package struct LaneStatus: Sendable, Equatable {
    package let name: String
    package var counters = LaneCounters()
    /// The group has answered once. Until then it is not known which partitions are this lane's.
    package var hasPolled = false
    /// Those assigned, in no order.
    package var partitions: [PartitionStatus] = []
    /// When the last step ended, in nanoseconds of a clock that never goes back; before the first, when the lane began.
    package var lastStep: UInt64
    /// Why its last step did not go through, and is tried again: a full disk, a broker that does not answer. Nil after one that did.
    package var trouble: LogError?
    /// Why the lane ended without being told to; nil while it runs.
    package var failure: LogError?

    package init(name: String, lastStep: UInt64) {
        self.name = name
        self.lastStep = lastStep
    }
}

/// A partition that a lane serves, or will once it is restored.
package struct PartitionStatus: Sendable, Equatable {
    package var partition: TopicPartition
    /// The next record to process.
    package var position: Int64
    /// Nil once the partition is served. Before, the rows of its changelog that are still to be read: at most so many,
    /// because compaction leaves holes, and 0 as long as they have not been looked at.
    package var rowsLeft: Int64?
    /// Why nothing more of it is processed, though the lane serves others; nil while it is served.
    package var stopped: LogError?
    /// What its last commit says of the search for doubles.
    package var leftOut: [LeftOut] = []
    /// What its last commit says of the number space.
    package var numbersUsed: [NumbersUsed] = []
    /// Of intake and renewal: how far the calendar has come here, and what is wrong with it.
    package var calendar: CalendarStatus?

    package init(_ partition: TopicPartition, position: Int64, rowsLeft: Int64?) {
        self.partition = partition
        self.position = position
        self.rowsLeft = rowsLeft
    }
}
