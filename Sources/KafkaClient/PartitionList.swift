import CRdKafka
import Stream

/// Owns one `rd_kafka_topic_partition_list_t`.
final class PartitionList {
    let pointer: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>

    init(_ partitions: some Collection<TopicPartition>) {
        pointer = rd_kafka_topic_partition_list_new(Int32(partitions.count))
        for partition in partitions {
            rd_kafka_topic_partition_list_add(pointer, partition.topic, Int32(partition.partition))
        }
    }

    init(_ positions: [TopicPartition: Int64]) {
        pointer = rd_kafka_topic_partition_list_new(Int32(positions.count))
        for (partition, offset) in positions {
            let entry = rd_kafka_topic_partition_list_add(pointer, partition.topic, Int32(partition.partition))
            entry?.pointee.offset = offset
        }
    }

    deinit { rd_kafka_topic_partition_list_destroy(pointer) }

    /// Calls `body` for each entry: its partition, its offset or a negative code, its error.
    static func forEach(
        _ list: UnsafePointer<rd_kafka_topic_partition_list_t>,
        _ body: (TopicPartition, Int64, rd_kafka_resp_err_t) -> Void,
    ) {
        for index in 0..<Int(list.pointee.cnt) {
            let entry = list.pointee.elems[index]
            body(TopicPartition(String(cString: entry.topic), Int(entry.partition)), entry.offset, entry.err)
        }
    }
}
