import Foundation
import KafkaClient
import Logging
import Register
import Schemas
import Stream
import Synchronization

/// The log in production: topics of a Kafka cluster.
///
/// A commit is one Kafka transaction (KIP-98, KIP-447). Each member has a consumer and a transactional producer of its
/// own; what is read outside groups goes through one shared reader.
package final class KafkaLog: StreamLog {
    package let settings: Settings
    package let admin: KafkaAdmin
    let logger: Logger
    let watchdog: Watchdog
    private let reader: KafkaReader
    private let counts = Mutex<[String: Int]>([:])
    private let appender = Mutex<KafkaProducer?>(nil)
    private let appenderID = "nu-append-\(UUID().uuidString.lowercased())"

    /// Connects. Throws when no broker answers, or when they refuse who we are.
    package init(_ settings: Settings, logger: Logger) throws(LogError) {
        self.settings = settings
        self.logger = logger
        watchdog = Watchdog(boundMilliseconds: settings.pollIntervalMilliseconds / 2, logger: logger)
        (admin, reader) = try asLog { () throws(KafkaError) in
            (try KafkaAdmin(settings.common, logger: logger), try KafkaReader(settings.reader, logger: logger))
        }
        do throws(KafkaError) {
            _ = try admin.brokerCount()
        } catch {
            let heard = admin.complaint.map { ": \($0)" } ?? ""
            if admin.isRefused {
                throw LogError(
                    .configuration,
                    .restart,
                    "the broker at \(settings.brokers) refuses the credentials\(heard)"
                )
            }
            throw LogError(.configuration, .restart, "no Kafka broker answers at \(settings.brokers)\(heard)")
        }
    }

    package func createTopics(_ topics: [Topic], partitions: Int, clock: RegisterClock) throws(LogError) {
        precondition(partitions > 0, "a topic has at least one partition")
        let wanted = TopicPlan.Wanted(
            topics,
            partitions: partitions,
            replication: settings.replication,
            settings: settings.topics,
            clock: clock,
        )
        let plan = TopicPlan(wanted, on: try ClusterTopics(topics, on: self))
        if let refusal = plan.refusals.first(where: { $0.subject == .brokers }) {
            throw LogError(.configuration, .restart, "\(refusal). \(refusal.subject.advice)")
        }
        try create(plan.missing)
    }

    /// Makes topics, and returns once they are there.
    package func create(_ topics: [KafkaAdmin.NewTopic]) throws(LogError) {
        try asLog { () throws(KafkaError) in try admin.create(topics) }
        // Brokers learn of a new topic one after the other.
        for topic in topics {
            for _ in 0..<200 {
                if try asLog({ () throws(KafkaError) in try admin.topics(topic.name) })[topic.name] != nil { break }
                usleep(10_000)
            }
        }
    }

    /// Deletes topics with everything in them, and returns once they are gone.
    package func deleteTopics(_ names: [String]) throws(LogError) {
        try asLog { () throws(KafkaError) in
            try admin.delete(names)
            for _ in 0..<500 {
                let there = try admin.topics()
                if !names.contains(where: { there[$0] != nil }) { break }
                usleep(10_000)
            }
        }
        counts.withLock { $0 = [:] }
    }

    /// Gives a topic exactly these settings of its own, and returns once they are in force where we ask.
    package func configure(_ topic: String, _ configuration: [String: String]) throws(LogError) {
        try asLog { () throws(KafkaError) in
            try admin.configure(topic, configuration)
            // As with a new topic: the broker that answers may not be the one that was told.
            for _ in 0..<500 {
                if try admin.configuration(of: topic).filter(\.value.isOwn).mapValues(\.value) == configuration {
                    break
                }
                usleep(10_000)
            }
        }
    }

    package func partitionCount(of topic: String) throws(LogError) -> Int {
        if let count = counts.withLock({ $0[topic] }) { return count }
        let found = try asLog { () throws(KafkaError) in try admin.topics(topic) }
        guard let state = found[topic] else { throw unknown(topic) }
        counts.withLock { $0[topic] = state.partitions }
        return state.partitions
    }

    package func timestampSource(of topic: String) throws(LogError) -> TimestampSource {
        let configuration = try asLog { () throws(KafkaError) in try admin.configuration(of: topic) }
        return configuration["message.timestamp.type"]?.value == "LogAppendTime" ? .log : .sender
    }

    package func append(_ records: [OutgoingRecord]) throws(LogError) { _ = try appendAndLocate(records) }

    package func appendAndLocate(_ records: [OutgoingRecord]) throws(LogError) -> [Int64?] {
        guard !records.isEmpty else { return [] }
        try check(records)
        return try appender.withLock { (appender: inout sending KafkaProducer?) throws(LogError) in
            let producer = if let appender { appender } else { try makeProducer(id: appenderID) }
            appender = nil
            var offsets: [Int64?] = []
            let failure = failureOf { () throws(KafkaError) in offsets = try producer.append(records) }
            guard let failure else {
                appender = producer
                return offsets
            }
            let error = LogError(failure)
            // A broker that refuses a record as too large leaves a gap in the producer's sequence numbers: a new one begins anew.
            if failure.remedy != .restart, error.code != .recordTooLarge { appender = producer }
            if error.code == .recordTooLarge { throw error }
            // Nobody's position went with it: the caller may simply try again.
            let remedy: LogError.Remedy = failure.remedy == .restart ? .restart : .retry
            throw LogError(error.code, remedy, "Kafka: \(failure)")
        }
    }

    package func read(_ partition: TopicPartition, from offset: Int64, limit: Int) throws(LogError) -> ReadBatch {
        let end = try endOffset(of: partition)
        return try asLog { () throws(KafkaError) in
            try reader.read(partition, from: max(offset, 0), limit: limit, end: end)
        }
    }

    package func release(_ partition: TopicPartition) { reader.release(partition) }

    /// Counts records of undecided transactions: who waits until everything before it is decided has missed nothing.
    package func endOffset(of partition: TopicPartition) throws(LogError) -> Int64 {
        try endOffsets(of: [partition])[partition] ?? 0
    }

    package func startOffset(of partition: TopicPartition) throws(LogError) -> Int64 {
        try check(partition)
        return try asLog { () throws(KafkaError) in try admin.startOffset(of: partition) }
    }

    package func endOffsets(of partitions: [TopicPartition]) throws(LogError) -> [TopicPartition: Int64] {
        for partition in partitions { try check(partition) }
        return try asLog { () throws(KafkaError) in try admin.endOffsets(of: partitions) }
    }

    package func committedOffset(of group: String, in partition: TopicPartition) throws(LogError) -> Int64? {
        try check(partition)
        return try asLog { () throws(KafkaError) in try admin.committed(group, [partition]) }[partition]
    }

    package func members(of group: String) throws(LogError) -> [String] {
        let groups = try asLog { () throws(KafkaError) in try admin.groups() }
        return groups.first { $0.name == group }?.members.sorted() ?? []
    }

    package func join(
        group: String,
        member: String,
        topics: [String],
        endsWithin: Int
    ) throws(LogError) -> any GroupMember {
        for topic in topics { _ = try partitionCount(of: topic) }
        return try KafkaMember(log: self, group: group, name: member, topics: topics, endsWithin: endsWithin)
    }

    package func waitForAppend(timeoutMilliseconds: Int) {
        // A broker tells consumers of partitions only; who waits here reads again soon.
        usleep(UInt32(clamping: min(timeoutMilliseconds, 5) * 1_000))
    }

    package var commitIntervalMilliseconds: Int { settings.commitIntervalMilliseconds }

    func makeProducer(id: String) throws(LogError) -> KafkaProducer {
        try asLog { () throws(KafkaError) in
            try KafkaProducer(
                settings.producer(id: id),
                logger: logger,
                patienceMilliseconds: Int32(clamping: settings.patienceMilliseconds),
                watchdog: watchdog,
            )
        }
    }

    func check(_ records: [OutgoingRecord]) throws(LogError) {
        // A handful: compared, not hashed.
        var known: [(topic: String, partitions: Int, bytesMax: Int)] = []
        // By where each stands: a copy would count everything that a record holds.
        try records.withUnsafeBufferPointer { records throws(LogError) in
            guard let first = records.baseAddress else { return }
            for index in records.indices {
                let record = first + index
                let bytesMax: Int
                if let topic = known.first(where: { $0.topic == record.pointee.partition.topic }) {
                    try check(record.pointee.partition, of: topic.partitions)
                    bytesMax = topic.bytesMax
                } else {
                    let partition = record.pointee.partition
                    let count = try partitionCount(of: partition.topic)
                    try check(partition, of: count)
                    bytesMax = Topic.named(partition.topic)?.recordBytesMax ?? .max
                    known.append((partition.topic, count, bytesMax))
                }
                try check(record, bytesMax)
            }
        }
    }

    /// Here, where the record can be named: a broker refuses the batch that it is in, and librdkafka the transaction.
    private func check(_ record: UnsafePointer<OutgoingRecord>, _ bytesMax: Int) throws(LogError) {
        let size = (record.pointee.key?.count ?? 0) + (record.pointee.value?.count ?? 0)
        // Headers are seldom many: not counted where nothing is near the limit.
        guard size + record.pointee.headers.byteCount + Self.recordOverhead > bytesMax else { return }
        throw LogError(
            .recordTooLarge,
            .abort,
            "a record of \(size) bytes and \(record.pointee.headers.byteCount) of headers is more than "
                + "\(record.pointee.partition) takes (\(bytesMax))",
        )
    }

    /// What stands around a record and its batch, at most.
    private static let recordOverhead = 256

    private func check(_ partition: TopicPartition) throws(LogError) {
        try check(partition, of: try partitionCount(of: partition.topic))
    }

    private func check(_ partition: TopicPartition, of count: Int) throws(LogError) {
        guard partition.partition >= 0, partition.partition < count else {
            throw LogError(.unknownTopic, .restart, "there is no partition \(partition)")
        }
    }

    private func unknown(_ topic: String) -> LogError {
        LogError(
            .unknownTopic,
            .restart,
            "there is no topic \(topic) on \(settings.brokers): `numero-unique topics apply` makes what is missing",
        )
    }
}
