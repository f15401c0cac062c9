import CRdKafka
import Logging
import Stream
import Synchronization

/// Reads committed records of any partition, outside any group. Safe to share: a partition is read by one thread at a time.
///
/// It stands on librdkafka's simple consumer: one handle for all partitions, and a queue for each.
package final class KafkaReader: Sendable {
    private let handle: KafkaHandle
    private let readers = Mutex<[TopicPartition: PartitionReader]>([:])

    package init(_ settings: KafkaSettings, logger: Logger) throws(KafkaError) {
        handle = try KafkaHandle(RD_KAFKA_CONSUMER, settings, logger: logger)
    }

    /// Returns records from `offset` on, up to `limit` of them, and fewer only at `end` or when an undecided transaction
    /// stands before it.
    package func read(
        _ partition: TopicPartition,
        from offset: Int64,
        limit: Int,
        end: Int64,
    ) throws(KafkaError) -> ReadBatch {
        guard offset < end, limit > 0 else { return ReadBatch(records: [], next: offset) }
        let reader = try readers.withLock { readers throws(KafkaError) in
            if let reader = readers[partition] { return reader }
            let reader = try PartitionReader(handle, partition)
            readers[partition] = reader
            return reader
        }
        return try reader.read(from: offset, limit: limit, end: end)
    }

    /// Nobody here reads on: stops fetching the partition.
    ///
    /// Its reader stays: another thread may be reading there, and two of them would share one position of the client.
    package func release(_ partition: TopicPartition) {
        readers.withLock { $0[partition] }?.stop()
    }
}

private let undecidedMilliseconds = 500

/// `@unchecked`: the pointers never change after init, and `state` is only reached under the lock.
private final class PartitionReader: @unchecked Sendable {
    private struct State {
        /// Where the next record comes from; nil while nothing is fetched.
        var next: Int64?
        /// Everything that could be read was read: no more news comes of an end that does not move.
        var isAtEnd = false
    }

    private let handle: KafkaHandle
    private let topic: OpaquePointer
    private let partition: TopicPartition
    private let state = Mutex(State())

    init(_ handle: KafkaHandle, _ partition: TopicPartition) throws(KafkaError) {
        self.handle = handle
        self.partition = partition
        topic = try made(rd_kafka_topic_new(handle.pointer, partition.topic, nil), "opening topic \(partition.topic)")
    }

    deinit {
        stop()
        rd_kafka_topic_destroy(topic)
    }

    func stop() {
        state.withLock { state in
            if state.next != nil { rd_kafka_consume_stop(topic, Int32(partition.partition)) }
            state.next = nil
        }
    }

    func read(from offset: Int64, limit: Int, end: Int64) throws(KafkaError) -> ReadBatch {
        try state.withLock { state throws(KafkaError) in try read(from: offset, limit: limit, end: end, &state) }
    }

    private func read(from offset: Int64, limit: Int, end: Int64, _ state: inout State) throws(KafkaError) -> ReadBatch
    {
        let number = Int32(partition.partition)
        if state.next != offset {
            // Not `rd_kafka_seek`: a new start has nothing of the old position in its queue.
            if state.next != nil { rd_kafka_consume_stop(topic, number) }
            state = State()
            if rd_kafka_consume_start(topic, number, offset) != 0 {
                throw KafkaError(code: rd_kafka_last_error(), "reading \(partition)")
            }
        }
        var next = offset
        var gathered = MessageBatch()
        var pointers = [UnsafeMutablePointer<rd_kafka_message_t>?](repeating: nil, count: min(limit, 10_000))
        var failure: KafkaError?
        // A commit is acknowledged a moment before its marker stands in the partition: with nothing to return yet it is
        // worth waiting for. A transaction that its writer left open takes longer, and is asked for again.
        var isAtEnd = state.isAtEnd
        let patience = ContinuousClock.now + .milliseconds(undecidedMilliseconds)
        let deadline = ContinuousClock.now + .seconds(30)
        while gathered.count < limit, next < end, failure == nil {
            if isAtEnd, next > offset || ContinuousClock.now > patience { break }
            var count = 0
            // A batch call waits until it is full or late: it only takes what is there.
            if let message = rd_kafka_consume(topic, number, 100) {
                pointers[0] = message
                count = 1
                let room = min(pointers.count, limit - gathered.count) - 1
                if room > 0 {
                    count += pointers.withUnsafeMutableBufferPointer {
                        max(0, rd_kafka_consume_batch(topic, number, 0, $0.baseAddress! + 1, room))
                    }
                }
            } else if !isAtEnd, ContinuousClock.now > deadline {
                failure = KafkaError(code: RD_KAFKA_RESP_ERR__TIMED_OUT, "reading \(partition) at \(next)")
            }
            for message in pointers[..<count].compactMap({ $0 }) {
                if message.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR {
                    next = message.pointee.offset + 1
                    gathered.add(message)
                    isAtEnd = false
                    continue
                }
                if message.pointee.err == RD_KAFKA_RESP_ERR__PARTITION_EOF {
                    next = max(next, message.pointee.offset)
                    isAtEnd = true
                } else {
                    let code = message.pointee.err
                    failure = KafkaError(code: code, "reading \(partition) at \(next)")
                }
                rd_kafka_message_destroy(message)
            }
        }
        if let failure {
            // Gathered records are read again next time.
            gathered.takeRecords { _, _ in }
            rd_kafka_consume_stop(topic, number)
            state = State()
            throw failure
        }
        var records: [LogRecord] = []
        records.reserveCapacity(gathered.count)
        gathered.takeRecords { _, record in records.append(record) }
        state = State(next: next, isAtEnd: isAtEnd)
        return ReadBatch(records: records, next: next)
    }
}
