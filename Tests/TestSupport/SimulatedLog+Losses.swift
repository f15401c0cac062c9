import Stream
import Synchronization

// What happens to a log from outside: losses, a clock that is wrong, records that no worker wrote. A simulation calls these
// at a moment of its choice; none of them is drawn by the log itself.
extension SimulatedLog {
    /// The committed offsets of a group are gone, as after `offsets.retention.minutes` without members.
    package func forgetPositions(of group: String) {
        state.withLock { $0.groups[group]?.positions = [:] }
    }

    /// The topic was deleted and made again: its partitions are empty and begin at 0.
    package func empty(_ topic: String) {
        state.withLock { state in
            guard let count = state.topics[topic]?.partitions.count else { return }
            for partition in 0..<count { state.topics[topic]?.partitions[partition].empty() }
        }
    }

    /// The records before `offset` are gone, as retention deletes them. Offsets go on.
    package func dropHead(of partition: TopicPartition, before offset: Int64) {
        change(partition) { $0.dropHead(before: offset) }
    }

    /// The records from `offset` on are gone and others take their offsets, as after the election of a leader that
    /// had not been sent them.
    package func dropTail(of partition: TopicPartition, from offset: Int64) {
        change(partition) { $0.dropTail(from: offset) }
    }

    /// One record is gone: an operator took it out.
    package func drop(at offset: Int64, of partition: TopicPartition) { change(partition) { $0.drop(at: offset) } }

    /// Appends a record that somebody wrote beside the workers, with no fault on the way. Returns its offset.
    @discardableResult
    package func inject(_ record: OutgoingRecord) throws(LogError) -> Int64 {
        try locked { state throws(LogError) in
            let offset = try state.partition(record.partition).end
            state.topics[record.partition.topic]?.partitions[record.partition.partition].append(
                record,
                timestamp: record.timestamp
            )
            return offset
        }
    }

    /// From now on the log says when a record of these topics was appended (`message.timestamp.type=LogAppendTime`).
    package func takeAppendTime(of topics: [String]) {
        state.withLock { state in for topic in topics { state.topics[topic]?.takesAppendTime = true } }
    }

    /// The clock of the log, in milliseconds since 1970-01-01 UTC. It may be set in both directions. Without one, records
    /// keep the time that their sender gives them.
    package var time: Int64? {
        get { state.withLock { $0.time } }
        set { state.withLock { $0.time = newValue } }
    }

    private func change(_ partition: TopicPartition, _ body: (inout SimulatedPartition) -> Void) {
        state.withLock { state in
            guard state.topics[partition.topic]?.partitions.indices.contains(partition.partition) == true else {
                return
            }
            body(&state.topics[partition.topic]!.partitions[partition.partition])
        }
    }
}
