import GRDB
import Stream
import Synchronization

/// The topics, by name. Topics are never changed or removed, so what was read once holds for ever.
final class Catalogue: Sendable {
    private let store: Store
    private let topics = Mutex<[String: TopicEntry]>([:])

    init(store: Store) {
        self.store = store
    }

    func topic(_ name: String) throws(LogError) -> TopicEntry {
        if let topic = topics.withLock({ $0[name] }) { return topic }
        try load()
        guard let topic = topics.withLock({ $0[name] }) else {
            throw LogError(.unknownTopic, .restart, "\(store.path) has no topic \(name)")
        }
        return topic
    }

    /// The number by which tables know the partition.
    func id(of partition: TopicPartition) throws(LogError) -> Int64 {
        let topic = try topic(partition.topic)
        guard partition.partition >= 0, partition.partition < topic.partitionCount else {
            throw LogError(
                .unknownTopic,
                .restart,
                "\(store.path) has no partition \(partition): the topic has \(topic.partitionCount)",
            )
        }
        return topic.firstPartition + Int64(partition.partition)
    }

    func all() throws(LogError) -> [String: TopicEntry] {
        try load()
        return topics.withLock { $0 }
    }

    private func load() throws(LogError) {
        let found: [(String, TopicEntry)] = try store.read { db in
            try db.rows("SELECT name, first_partition, partition_count, compact, log_time FROM topics").map { row in
                let entry = TopicEntry(
                    firstPartition: try row.value(1),
                    partitionCount: try row.value(2),
                    isCompact: try row.value(3),
                    hasLogTime: try row.value(4),
                )
                guard entry.isPossible else { throw BatchReader.Failure.badTopic }
                return (try row.value(0), entry)
            }
        }
        topics.withLock { topics in for (name, entry) in found { topics[name] = entry } }
    }
}
