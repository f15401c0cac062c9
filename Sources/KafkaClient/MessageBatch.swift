import CRdKafka
import Schemas
import Stream

/// Messages as librdkafka hands them out, gathered so that their bytes are copied once into one buffer.
struct MessageBatch {
    private var messages: [UnsafeMutablePointer<rd_kafka_message_t>] = []
    private var byteCount = 0

    var count: Int { messages.count }

    /// Takes ownership of `message`.
    mutating func add(_ message: UnsafeMutablePointer<rd_kafka_message_t>) {
        messages.append(message)
        byteCount += message.pointee.len + message.pointee.key_len
    }

    /// The records by partition, in order; the batch is empty afterwards.
    mutating func takeRecords(_ body: (TopicPartition, LogRecord) -> Void) {
        defer {
            for message in messages { rd_kafka_message_destroy(message) }
            messages.removeAll(keepingCapacity: true)
            byteCount = 0
        }
        let buffer = [UInt8](unsafeUninitializedCapacity: byteCount) { target, count in
            for message in messages {
                for (source, length) in [
                    (message.pointee.key, message.pointee.key_len), (message.pointee.payload, message.pointee.len),
                ]
                where length > 0 {
                    (target.baseAddress! + count).update(
                        from: source!.assumingMemoryBound(to: UInt8.self),
                        count: length
                    )
                    count += length
                }
            }
        }
        var partition = TopicPartition("", -1)
        var topic: OpaquePointer?
        var at = 0
        func slice(_ source: UnsafeMutableRawPointer?, _ length: Int) -> ArraySlice<UInt8>? {
            guard source != nil else { return nil }
            defer { at += length }
            return buffer[at..<at + length]
        }
        for message in messages {
            // Neighbours mostly come from one partition.
            if topic != message.pointee.rkt || partition.partition != Int(message.pointee.partition) {
                topic = message.pointee.rkt
                partition = TopicPartition(
                    String(cString: rd_kafka_topic_name(message.pointee.rkt)),
                    Int(message.pointee.partition),
                )
            }
            let key = slice(message.pointee.key, message.pointee.key_len)
            let value = slice(message.pointee.payload, message.pointee.len)
            // Each batch says which of the two its times are, whatever the topic's setting is by now.
            var type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE
            let timestamp = rd_kafka_message_timestamp(message, &type)
            body(
                partition,
                LogRecord(
                    offset: message.pointee.offset,
                    timestamp: timestamp,
                    timestampSource: type == RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME ? .log : .sender,
                    key: key,
                    value: value,
                    headers: headers(of: message),
                ),
            )
        }
    }

    private func headers(of message: UnsafeMutablePointer<rd_kafka_message_t>) -> [LogHeader] {
        var list: OpaquePointer?
        guard rd_kafka_message_headers(message, &list) == RD_KAFKA_RESP_ERR_NO_ERROR, let list else { return [] }
        var headers: [LogHeader] = []
        var (name, value, size): (UnsafePointer<CChar>?, UnsafeRawPointer?, Int) = (nil, nil, 0)
        while rd_kafka_header_get_all(list, headers.count, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR {
            let bytes = UnsafeRawBufferPointer(start: value, count: value == nil ? 0 : size)
            headers.append(LogHeader(String(cString: name!), Array(bytes)))
        }
        return headers
    }
}
