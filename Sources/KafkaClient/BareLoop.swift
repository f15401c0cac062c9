import CRdKafka
import Logging
import Stream

/// What librdkafka does at best: consumes a topic, writes records of a given size, commits them with the positions.
/// Nothing is decoded, decided or kept. The benchmark measures the workers against it.
package struct BareLoop {
    /// With a `group.id`; the topic is read from its beginning.
    package var consumer: KafkaSettings
    /// With a `transactional.id`.
    package var producer: KafkaSettings
    package var input: String
    package var output: String
    /// What is written for each record read, and the bytes of each.
    package var copies: Int
    package var size: Int
    package var batchSizeMax: Int
    package var partitions: Int

    package init(
        consumer: KafkaSettings,
        producer: KafkaSettings,
        input: String,
        output: String,
        copies: Int,
        size: Int,
        batchSizeMax: Int,
        partitions: Int,
    ) {
        self.consumer = consumer
        self.producer = producer
        self.input = input
        self.output = output
        self.copies = copies
        self.size = size
        self.batchSizeMax = batchSizeMax
        self.partitions = partitions
    }

    /// Seconds from the first record to the commit of the last.
    package func run(records: Int, logger: Logger) throws(KafkaError) -> Double {
        let consumer = try KafkaHandle(RD_KAFKA_CONSUMER, consumer, logger: logger)
        rd_kafka_poll_set_consumer(consumer.pointer)
        let producer = try KafkaHandle.producer(producer, logger: logger)
        try check(rd_kafka_init_transactions(producer.pointer, 30_000), "beginning")
        let topics = PartitionList([TopicPartition(input, -1)])
        let code = rd_kafka_subscribe(consumer.pointer, topics.pointer)
        if code != RD_KAFKA_RESP_ERR_NO_ERROR { throw KafkaError(code: code, "subscribing") }
        defer { rd_kafka_consumer_close(consumer.pointer) }
        let target = rd_kafka_topic_new(producer.pointer, output, nil)!
        defer { rd_kafka_topic_destroy(target) }

        // Nearly random, so that compression finds in it about what it finds in the workers' records.
        var bytes = [UInt8](repeating: 0, count: size)
        var state: UInt32 = 1
        for index in stride(from: 0, to: size, by: 2) {
            state = state &* 1_664_525 &+ 1_013_904_223
            bytes[index] = UInt8(state >> 24)
        }
        var done = 0
        var start: ContinuousClock.Instant?
        while done < records {
            var taken = 0
            var positions: [TopicPartition: Int64] = [:]
            var last: (topic: OpaquePointer?, partition: Int32, next: Int64) = (nil, -1, 0)
            func note() {
                guard last.partition >= 0 else { return }
                positions[TopicPartition(input, Int(last.partition))] = last.next
            }
            while taken < batchSizeMax, let message = rd_kafka_consumer_poll(consumer.pointer, taken == 0 ? 200 : 0) {
                defer { rd_kafka_message_destroy(message) }
                guard message.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR else { continue }
                if taken == 0 {
                    if start == nil { start = .now }
                    if let error = rd_kafka_begin_transaction(producer.pointer) {
                        throw KafkaError(consuming: error, "beginning a transaction")
                    }
                }
                if last.partition != message.pointee.partition {
                    note()
                    last.partition = message.pointee.partition
                }
                last.next = message.pointee.offset + 1
                for copy in 0..<copies {
                    let partition = Int32((taken + copy) % partitions)
                    while rd_kafka_produce(
                        target,
                        partition,
                        RD_KAFKA_MSG_F_COPY,
                        &bytes,
                        bytes.count,
                        nil,
                        0,
                        nil
                    ) != 0 {
                        rd_kafka_poll(producer.pointer, 10)
                    }
                }
                taken += 1
            }
            guard taken > 0 else { continue }
            note()
            let list = PartitionList(positions)
            let metadata = rd_kafka_consumer_group_metadata(consumer.pointer)
            defer { rd_kafka_consumer_group_metadata_destroy(metadata) }
            try check(
                rd_kafka_send_offsets_to_transaction(producer.pointer, list.pointer, metadata, 30_000),
                "sending positions"
            )
            try check(rd_kafka_commit_transaction(producer.pointer, 30_000), "committing")
            done += taken
        }
        return (ContinuousClock.now - (start ?? .now)) / .seconds(1)
    }

    private func check(_ error: OpaquePointer?, _ context: String) throws(KafkaError) {
        if let error { throw KafkaError(consuming: error, context) }
    }
}
