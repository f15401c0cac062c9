import Schemas

package struct TopicPartition: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let topic: String
    package let partition: Int

    package init(_ topic: String, _ partition: Int) {
        self.topic = topic
        self.partition = partition
    }

    package static func < (left: TopicPartition, right: TopicPartition) -> Bool {
        (left.topic, left.partition) < (right.topic, right.partition)
    }

    package var description: String { "\(topic)[\(partition)]" }
}

/// A record as it is read.
package struct LogRecord: Sendable {
    package var offset: Int64
    /// Milliseconds since 1970-01-01 UTC.
    package var timestamp: Int64
    package var timestampSource: TimestampSource
    package var key: Bytes?
    /// Nil is a tombstone: the key is deleted from a compacted topic.
    package var value: Bytes?
    package var headers: [LogHeader]

    package init(
        offset: Int64,
        timestamp: Int64,
        timestampSource: TimestampSource = .sender,
        key: Bytes?,
        value: Bytes?,
        headers: [LogHeader],
    ) {
        self.offset = offset
        self.timestamp = timestamp
        self.timestampSource = timestampSource
        self.key = key
        self.value = value
        self.headers = headers
    }

    /// The last header of that name, as text.
    package func header(_ name: String) -> String? {
        headers.last { $0.name == name }.map { String(decoding: $0.value, as: UTF8.self) }
    }
}

package struct LogHeader: Hashable, Sendable {
    package var name: String
    package var value: [UInt8]

    package init(_ name: String, _ value: [UInt8]) {
        self.name = name
        self.value = value
    }

    package init(_ name: String, _ value: String) {
        self.init(name, Array(value.utf8))
    }
}

/// A record to be written. The partition is always named: `Partitioner` chooses one from a key.
package struct OutgoingRecord: Sendable {
    package var partition: TopicPartition
    package var key: [UInt8]?
    package var value: [UInt8]?
    package var headers: LogHeaders
    /// Milliseconds since 1970-01-01 UTC; 0 leaves it to the log, which may take the time of writing. Ignored where the log
    /// gives the time (`Topic.timestamps`).
    package var timestamp: Int64

    package init(
        _ partition: TopicPartition,
        key: [UInt8]?,
        value: [UInt8]?,
        headers: LogHeaders = LogHeaders(),
        timestamp: Int64,
    ) {
        self.partition = partition
        self.key = key
        self.value = value
        self.headers = headers
        self.timestamp = timestamp
    }
}

/// Chooses the partition of a key as Java's Kafka clients do: murmur2, made positive, modulo the partition count.
///
/// Source: `org.apache.kafka.clients.producer.internals.BuiltInPartitioner`; librdkafka `partitioner=murmur2_random`.
package enum Partitioner {
    package static func partition(of key: some Collection<UInt8>, count: Int) -> Int {
        precondition(count > 0, "a topic has at least one partition")
        if count == 1 { return 0 }
        return Int(murmur2(Array(key)) & 0x7FFF_FFFF) % count
    }

    package static func partition(of key: String, count: Int) -> Int {
        partition(of: key.utf8, count: count)
    }

    static func murmur2(_ data: [UInt8]) -> UInt32 {
        let multiplier: UInt32 = 0x5BD1_E995
        var hash: UInt32 = 0x9747_B28C ^ UInt32(truncatingIfNeeded: data.count)
        var index = 0
        while index + 4 <= data.count {
            var word = UInt32(data[index]) | UInt32(data[index + 1]) << 8
            word |= UInt32(data[index + 2]) << 16 | UInt32(data[index + 3]) << 24
            word = word &* multiplier
            word ^= word >> 24
            word = word &* multiplier
            hash = hash &* multiplier
            hash ^= word
            index += 4
        }
        let rest = data.count - index
        if rest >= 3 { hash ^= UInt32(data[index + 2]) << 16 }
        if rest >= 2 { hash ^= UInt32(data[index + 1]) << 8 }
        if rest >= 1 {
            hash ^= UInt32(data[index])
            hash = hash &* multiplier
        }
        hash ^= hash >> 13
        hash = hash &* multiplier
        hash ^= hash >> 15
        return hash
    }
}
