import Register
import Schemas

/// What a worker runs on: a partitioned, ordered log with consumer groups, compacted topics, and one atomic commit of
/// outputs, changelog and positions.
///
/// Calls block; each lane makes them from a thread of its own. An implementation is safe to share between lanes.
/// `Tests/LogContractTests` says what every implementation must do.
package protocol StreamLog: AnyObject, Sendable {
    /// Makes the topics that are missing, for a register of so many partitions. A topic that exists is left as it is.
    ///
    /// On a live register the log gives the records of some topics their time (`Topic.timestamps`).
    func createTopics(_ topics: [Topic], partitions: Int, clock: RegisterClock) throws(LogError)

    /// How many partitions a topic has. Throws `unknownTopic`.
    func partitionCount(of topic: String) throws(LogError) -> Int

    /// Who gives the time to what is appended to a topic now. What stands there may have been appended under another setting.
    func timestampSource(of topic: String) throws(LogError) -> TimestampSource

    /// Appends records in one atomic step, outside any group. They are durable when this returns.
    func append(_ records: [OutgoingRecord]) throws(LogError)

    /// Appends as `append` does, and tells the offset of each; nil where the log was not told.
    func appendAndLocate(_ records: [OutgoingRecord]) throws(LogError) -> [Int64?]

    /// Reads committed records of one partition in offset order, starting at `offset` or at the first one after it.
    /// Returns at most about `limit` records; none at the end of the partition.
    func read(_ partition: TopicPartition, from offset: Int64, limit: Int) throws(LogError) -> ReadBatch

    /// The offset that the next committed record will have, or more: what a transaction wrote that is not decided yet
    /// counts. A reader gets there, though it may have to wait for the decision.
    func endOffset(of partition: TopicPartition) throws(LogError) -> Int64

    /// The offset of the first record that can still be read, or of the end where there is none.
    func startOffset(of partition: TopicPartition) throws(LogError) -> Int64

    /// `endOffset` of several partitions, in as few requests as possible.
    func endOffsets(of partitions: [TopicPartition]) throws(LogError) -> [TopicPartition: Int64]

    /// Tells that nobody here reads on in a partition: what is held to read it may go.
    func release(_ partition: TopicPartition)

    /// Where a group stands: the next offset it will process. Nil when it never committed.
    func committedOffset(of group: String, in partition: TopicPartition) throws(LogError) -> Int64?

    /// The members of a group that are alive, by their names.
    func members(of group: String) throws(LogError) -> [String]

    /// Joins a consumer group. `member` is a stable name: the same name joining again takes its predecessor's place. Within
    /// `endsWithin` milliseconds it must hear that it has read everything (`Poll.ends`), where a log would take its time to tell.
    func join(
        group: String,
        member: String,
        topics: [String],
        endsWithin: Int
    ) throws(LogError) -> any GroupMember

    /// Returns when something may have been appended to the log, or after the timeout.
    func waitForAppend(timeoutMilliseconds: Int)

    /// How far apart the commits of a member should stand where a commit costs the same however little it holds; 0 where
    /// it does not.
    var commitIntervalMilliseconds: Int { get }
}

extension StreamLog {
    /// For a register that takes the times of its records: a test, a measurement.
    package func createTopics(_ topics: [Topic], partitions: Int) throws(LogError) {
        try createTopics(topics, partitions: partitions, clock: .replay)
    }

    /// For a member that is in no hurry to hear where partitions end.
    package func join(group: String, member: String, topics: [String]) throws(LogError) -> any GroupMember {
        try join(group: group, member: member, topics: topics, endsWithin: .max)
    }

    package func endOffsets(of partitions: [TopicPartition]) throws(LogError) -> [TopicPartition: Int64] {
        var ends: [TopicPartition: Int64] = [:]
        for partition in partitions { ends[partition] = try endOffset(of: partition) }
        return ends
    }

    package func startOffset(of partition: TopicPartition) throws(LogError) -> Int64 {
        let batch = try read(partition, from: 0, limit: 1)
        return batch.records.first?.offset ?? batch.next
    }

    package func members(of group: String) throws(LogError) -> [String] { [] }

    package func appendAndLocate(_ records: [OutgoingRecord]) throws(LogError) -> [Int64?] {
        try append(records)
        return records.map { _ in nil }
    }

    package func release(_ partition: TopicPartition) {}

    package func timestampSource(of topic: String) throws(LogError) -> TimestampSource { .sender }

    package var commitIntervalMilliseconds: Int { 0 }
}

/// One member of a consumer group. Used from one thread.
package protocol GroupMember: AnyObject {
    /// Fetches records of the partitions that are assigned and resumed, and tells of changes of assignment.
    /// Waits up to the timeout when there is nothing. Partitions are assigned whole: a partition number of one
    /// topic goes to the same member as that number of the group's other topics (range assignment).
    func poll(limit: Int, timeoutMilliseconds: Int) throws(LogError) -> Poll

    /// A partition is assigned paused, so that its state can be restored first. From now on `poll` returns its records, from
    /// `offset` on. Called again, it goes there: what was polled since is delivered again.
    func resume(_ partition: TopicPartition, from offset: Int64) throws(LogError)

    /// Commits the records and the positions together or not at all.
    ///
    /// Throws with remedy `abort` when a partition in `positions` is not this member's any more: nothing was written.
    func commit(_ transaction: LogTransaction) throws(LogError)

    /// Hands over a part of what the next `commit` makes true, so that it is under way while the rest is decided. `positions`
    /// are those of the commit, as far as they are known. False where that gains nothing: the records are not taken then.
    ///
    /// Throws as `commit` does; whoever goes on then calls `abandon` first.
    func writeAhead(_ part: LogTransaction) throws(LogError) -> Bool

    /// Takes back what was written ahead.
    func abandon() throws(LogError)

    /// Leaves the group, so that others take over at once.
    func leave() throws(LogError)
}

extension GroupMember {
    package func writeAhead(_ part: LogTransaction) throws(LogError) -> Bool { false }

    package func abandon() throws(LogError) {}
}

/// What one call of `poll` tells. Handle `revoked`, then `assigned`, then `batches`.
package struct Poll: Sendable {
    /// Not this member's any more; forget their state.
    package var revoked: [TopicPartition] = []
    /// This member's from now on, paused.
    package var assigned: [Assignment] = []
    package var batches: [Batch] = []
    /// Where reading caught up: everything that was committed before is delivered. A log's own marks may stand between
    /// the last record and there.
    package var ends: [TopicPartition: Int64] = [:]

    package init() {}

    package struct Assignment: Hashable, Sendable {
        package var partition: TopicPartition
        /// Where the group stands; nil where it never committed, or where the log has forgotten it.
        package var committed: Int64?

        package init(partition: TopicPartition, committed: Int64?) {
            self.partition = partition
            self.committed = committed
        }
    }

    /// Records of one partition, in order. `next` is the position to commit once all of them are processed.
    package struct Batch: Sendable {
        package var partition: TopicPartition
        package var records: [LogRecord]
        package var next: Int64

        package init(partition: TopicPartition, records: [LogRecord], next: Int64) {
            self.partition = partition
            self.records = records
            self.next = next
        }
    }
}

package struct ReadBatch: Sendable {
    package var records: [LogRecord]
    /// Where to read on.
    package var next: Int64

    package init(records: [LogRecord], next: Int64) {
        self.records = records
        self.next = next
    }
}

/// Everything that one commit makes true.
package struct LogTransaction: Sendable {
    package var records: [OutgoingRecord]
    /// For each partition read, the next offset to process.
    package var positions: [TopicPartition: Int64]

    package init(records: [OutgoingRecord] = [], positions: [TopicPartition: Int64] = [:]) {
        self.records = records
        self.positions = positions
    }
}
