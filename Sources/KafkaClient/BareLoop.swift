import CRdKafka
import Foundation
import Logging
import Stream
import Synchronization

/// What librdkafka does by itself: consumes a topic, hands over records that were made before, one by one, commits them with
/// the positions. Nothing is decoded, decided, encoded or kept. The benchmark measures the workers against it.
package struct BareLoop: Sendable {
    /// For each loop, by its number: with the same `group.id`. The topic is read from its beginning.
    package var consumer: @Sendable (Int) -> KafkaSettings
    /// With a `transactional.id` of its own.
    package var producer: @Sendable (Int) -> KafkaSettings
    package var input: String
    /// What is written for a record read: the first list for the first, and so on, and again from the start.
    package var outputs: [[OutgoingRecord]]
    package var batchSizeMax: Int
    /// Of the topic that is read.
    package var partitions: Int

    /// Instead of a partition: that of the record read.
    package static let ofInput = -1

    package init(
        consumer: @escaping @Sendable (Int) -> KafkaSettings,
        producer: @escaping @Sendable (Int) -> KafkaSettings,
        input: String,
        outputs: [[OutgoingRecord]],
        batchSizeMax: Int,
        partitions: Int,
    ) {
        self.consumer = consumer
        self.producer = producer
        self.input = input
        self.outputs = outputs
        self.batchSizeMax = batchSizeMax
        self.partitions = partitions
    }

    /// Records as the C library takes them, made once. A class, so that all is freed together.
    private final class Prepared {
        struct Entry {
            /// What `rd_kafka_produceva` reads: partition and headers stand last, and are set anew each time.
            var fields: UnsafeMutableBufferPointer<rd_kafka_vu_t>
            var isOfInput: Bool
            /// librdkafka takes a copy each time; nil where there are none.
            var headers: OpaquePointer?
        }

        /// Outlives its topics.
        let producer: KafkaHandle
        private(set) var lists: [[Entry]] = []
        private var topics: [String: OpaquePointer] = [:]
        private var bytes: [UnsafeMutableRawBufferPointer] = []

        init(_ outputs: [[OutgoingRecord]], _ producer: KafkaHandle) throws(KafkaError) {
            self.producer = producer
            for records in outputs {
                lists.append([])
                for record in records { lists[lists.count - 1].append(try entry(record)) }
            }
        }

        deinit {
            for entry in lists.joined() {
                entry.fields.deallocate()
                if let headers = entry.headers { rd_kafka_headers_destroy(headers) }
            }
            for buffer in bytes { buffer.deallocate() }
            for topic in topics.values { rd_kafka_topic_destroy(topic) }
        }

        private func entry(_ record: OutgoingRecord) throws(KafkaError) -> Entry {
            let name = record.partition.topic
            let topic =
                if let known = topics[name] { known } else {
                    try made(rd_kafka_topic_new(producer.pointer, name, nil), "opening topic \(name)")
                }
            topics[name] = topic
            let headers = try rdKafkaHeaders(record.headers)
            let fields = UnsafeMutableBufferPointer<rd_kafka_vu_t>.allocate(capacity: headers == nil ? 6 : 7)
            fields[0] = rd_kafka_vu_t(vtype: RD_KAFKA_VTYPE_RKT, u: .init(rkt: topic))
            fields[1] = rd_kafka_vu_t(vtype: RD_KAFKA_VTYPE_VALUE, u: .init(mem: keep(record.value)))
            fields[2] = rd_kafka_vu_t(vtype: RD_KAFKA_VTYPE_KEY, u: .init(mem: keep(record.key)))
            fields[3] = rd_kafka_vu_t(vtype: RD_KAFKA_VTYPE_MSGFLAGS, u: .init(i: RD_KAFKA_MSG_F_COPY))
            fields[4] = rd_kafka_vu_t(vtype: RD_KAFKA_VTYPE_TIMESTAMP, u: .init(i64: record.timestamp))
            let partition = Int32(record.partition.partition)
            fields[5] = rd_kafka_vu_t(vtype: RD_KAFKA_VTYPE_PARTITION, u: .init(i32: partition))
            if headers != nil { fields[6] = rd_kafka_vu_t(vtype: RD_KAFKA_VTYPE_HEADERS, u: .init(headers: nil)) }
            return Entry(fields: fields, isOfInput: record.partition.partition == BareLoop.ofInput, headers: headers)
        }

        private func keep(_ source: [UInt8]?) -> rd_kafka_vu_t.__Unnamed_union_u.__Unnamed_struct_mem {
            guard let source else { return .init(ptr: nil, size: 0) }
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(source.count, 1), alignment: 1)
            buffer.copyBytes(from: source)
            bytes.append(buffer)
            return .init(ptr: buffer.baseAddress, size: source.count)
        }
    }

    /// What the loops of a run have in common.
    private struct Progress {
        /// How many partitions each loop has.
        var held: [Int]
        var done = 0
        var start: ContinuousClock.Instant?
        var end = ContinuousClock.now
        var failure: KafkaError?
    }

    /// Seconds from the first record to the commit of the last. The loops share the topic; each has a thread, a consumer and a
    /// producer. `put` is called once each has its partitions, and puts the records there.
    package func run(records: Int, loops: Int, logger: Logger, put: () throws -> Void) throws -> Double {
        let progress = Mutex(Progress(held: Array(repeating: 0, count: loops)))
        let ended = DispatchGroup()
        for loop in 0..<loops {
            ended.enter()
            Thread.detachNewThread {
                do throws(KafkaError) {
                    try self.run(records: records, loop: loop, progress, logger: logger)
                } catch {
                    progress.withLock { $0.failure = $0.failure ?? error }
                }
                ended.leave()
            }
        }
        while progress.withLock({ $0.failure == nil && ($0.held.contains(0) || $0.held.reduce(0, +) != partitions) }) {
            usleep(10_000)
        }
        try put()
        ended.wait()
        return try progress.withLock { progress in
            if let failure = progress.failure { throw failure }
            return (progress.end - (progress.start ?? progress.end)) / .seconds(1)
        }
    }

    private func run(
        records: Int,
        loop: Int,
        _ progress: borrowing Mutex<Progress>,
        logger: Logger
    ) throws(KafkaError) {
        let consumer = try KafkaHandle(RD_KAFKA_CONSUMER, consumer(loop), logger: logger)
        rd_kafka_poll_set_consumer(consumer.pointer)
        let producer = try KafkaHandle.producer(producer(loop), logger: logger)
        try check(rd_kafka_init_transactions(producer.pointer, 30_000), "beginning")
        let topics = PartitionList([TopicPartition(input, -1)])
        let code = rd_kafka_subscribe(consumer.pointer, topics.pointer)
        if code != RD_KAFKA_RESP_ERR_NO_ERROR { throw KafkaError(code: code, "subscribing") }
        defer { rd_kafka_consumer_close(consumer.pointer) }
        let prepared = try Prepared(outputs, producer)
        let lists = prepared.lists
        defer { withExtendedLifetime(prepared) {} }
        var next = 0
        while progress.withLock({ $0.done < records && $0.failure == nil }) {
            var taken = 0
            var positions: [TopicPartition: Int64] = [:]
            var last: (partition: Int32, next: Int64) = (-1, 0)
            func note() {
                if last.partition >= 0 { positions[TopicPartition(input, Int(last.partition))] = last.next }
            }
            while taken < batchSizeMax, let message = rd_kafka_consumer_poll(consumer.pointer, taken == 0 ? 10 : 0) {
                defer { rd_kafka_message_destroy(message) }
                switch message.pointee.err {
                case RD_KAFKA_RESP_ERR_NO_ERROR: break
                case RD_KAFKA_RESP_ERR__PARTITION_EOF: continue
                case let code: throw KafkaError(code: code, "reading")
                }
                if taken == 0 {
                    progress.withLock { $0.start = $0.start ?? .now }
                    try check(rd_kafka_begin_transaction(producer.pointer), "beginning a transaction")
                }
                if last.partition != message.pointee.partition {
                    note()
                    last.partition = message.pointee.partition
                }
                last.next = message.pointee.offset + 1
                for entry in lists[next % lists.count] {
                    if entry.isOfInput { entry.fields[5].u.i32 = message.pointee.partition }
                    if let headers = entry.headers { entry.fields[6].u.headers = rd_kafka_headers_copy(headers) }
                    while let error = rd_kafka_produceva(
                        producer.pointer,
                        entry.fields.baseAddress,
                        entry.fields.count
                    ) {
                        let code = rd_kafka_error_code(error)
                        rd_kafka_error_destroy(error)
                        guard code == RD_KAFKA_RESP_ERR__QUEUE_FULL else { throw KafkaError(code: code, "producing") }
                        rd_kafka_poll(producer.pointer, 10)
                    }
                }
                next += 1
                taken += 1
            }
            guard taken > 0 else {
                var list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?
                guard rd_kafka_assignment(consumer.pointer, &list) == RD_KAFKA_RESP_ERR_NO_ERROR, let list else {
                    continue
                }
                progress.withLock { $0.held[loop] = Int(list.pointee.cnt) }
                rd_kafka_topic_partition_list_destroy(list)
                continue
            }
            note()
            let list = PartitionList(positions)
            let metadata = rd_kafka_consumer_group_metadata(consumer.pointer)
            defer { rd_kafka_consumer_group_metadata_destroy(metadata) }
            try check(
                rd_kafka_send_offsets_to_transaction(producer.pointer, list.pointer, metadata, 30_000),
                "sending positions"
            )
            try check(rd_kafka_commit_transaction(producer.pointer, 30_000), "committing")
            progress.withLock {
                $0.done += taken
                $0.end = .now
            }
        }
    }

    private func check(_ error: OpaquePointer?, _ context: String) throws(KafkaError) {
        if let error { throw KafkaError(consuming: error, context) }
    }
}
