import Schemas

/// A record without meaning in each partition of `nu.keys`.
///
/// Kafka compacts closed segments only, and closes one when something is appended a day or more after its first record. In a
/// quiet territory nothing might be for months, and a key that a purge dropped would stay readable as long.
package enum KeyHeartbeat {
    /// The key of no form: those have sixteen bytes.
    package static let key = Array("heartbeat".utf8)

    /// To be appended once a day, by any process; twice does no harm. Without a value, so that no more than the last is kept.
    package static func records(partitions: Int) -> [OutgoingRecord] {
        (0..<partitions).map { OutgoingRecord(TopicPartition(Topic.keys.name, $0), key: key, value: nil, timestamp: 0) }
    }
}
