import CRdKafka
import Foundation
import Logging
import Stream

/// A transactional producer. Used from one thread at a time; every call blocks.
///
/// Source: KIP-98 (transactions), KIP-447 (offsets with the consumer's generation).
package final class KafkaProducer {
    private let handle: KafkaHandle
    /// A handful, each looked for by comparing: a record is hashed for nothing then.
    private var topics: [(name: String, pointer: OpaquePointer)] = []
    /// How long a call may go on trying what passes by itself.
    private let patienceMilliseconds: Int32
    private let watchdog: Watchdog
    /// A transaction is begun, and neither committed nor aborted.
    package private(set) var isOpen = false
    /// The positions that the open transaction has.
    private var sent: [TopicPartition: Int64] = [:]
    private var lastCommit: ContinuousClock.Instant?
    private var respite = Respite()

    /// With a `transactional.id` in the settings, ends what the last producer of that id left open, and fences it. Without
    /// one, the producer can only `publish`.
    package init(
        _ settings: KafkaSettings,
        logger: Logger,
        patienceMilliseconds: Int32 = 60_000,
        watchdog: Watchdog,
    ) throws(KafkaError) {
        self.watchdog = watchdog
        handle = try KafkaHandle.producer(settings, logger: logger)
        self.patienceMilliseconds = patienceMilliseconds
        guard settings["transactional.id"] != nil else { return }
        try insist("beginning to use the transactional id") { rd_kafka_init_transactions(handle.pointer, $0) }
    }

    deinit {
        for topic in topics { rd_kafka_topic_destroy(topic.pointer) }
    }

    package var fatal: KafkaError? { handle.fatal }

    /// Writes the records, and the positions of `consumer`, together or not at all, with whatever was written ahead.
    ///
    /// With remedy `abort` nothing was written, and the producer may be used again.
    package func commit(
        _ records: [OutgoingRecord],
        positions: [TopicPartition: Int64] = [:],
        of consumer: KafkaConsumer? = nil,
    ) throws(KafkaError) {
        let start = ContinuousClock.now
        // librdkafka adds partitions a millisecond after the first record: in the meantime positions are on their way.
        let recordsFirst = !isOpen && lastCommit.map { start - $0 >= respite.length } ?? false
        try inTransaction { () throws(KafkaError) in
            if recordsFirst { try produce(records) }
            try send(positions, of: consumer)
            if !recordsFirst { try produce(records) }
            try insist("committing a transaction") { rd_kafka_commit_transaction(handle.pointer, $0) }
        }
        isOpen = false
        let end = ContinuousClock.now
        lastCommit = end
        if recordsFirst { respite.learn(from: end - start) }
    }

    /// Writes the records together or not at all, and tells the offset of each; nil where a resend of the client hides it.
    package func append(_ records: [OutgoingRecord]) throws(KafkaError) -> [Int64?] {
        let ticket = handle.context.giveTickets(records.count)
        try inTransaction { () throws(KafkaError) in
            try records.withUnsafeBufferPointer { records throws(KafkaError) in
                guard let first = records.baseAddress else { return }
                for index in records.indices { try produce(first + index, ticket: ticket + UInt(index)) }
            }
            try insist("committing a transaction") { rd_kafka_commit_transaction(handle.pointer, $0) }
        }
        isOpen = false
        return handle.context.offsets
    }

    /// A part of the next `commit`: sent in the background.
    package func writeAhead(
        _ records: [OutgoingRecord],
        positions: [TopicPartition: Int64],
        of consumer: KafkaConsumer,
    ) throws(KafkaError) {
        try inTransaction { () throws(KafkaError) in
            try send(positions, of: consumer)
            try produce(records)
            rd_kafka_poll(handle.pointer, 0)
        }
    }

    /// Takes back what was written ahead.
    package func abandon() throws(KafkaError) {
        if isOpen { try abort() }
    }

    /// Begins a transaction where none is open, and takes it back when the body fails.
    private func inTransaction(_ body: () throws(KafkaError) -> Void) throws(KafkaError) {
        if !isOpen, let error = rd_kafka_begin_transaction(handle.pointer) {
            throw KafkaError(consuming: error, "beginning a transaction")
        }
        if !isOpen { sent = [:] }
        isOpen = true
        do throws(KafkaError) {
            try body()
        } catch {
            guard error.remedy != .restart, handle.fatal == nil else { throw handle.fatal ?? error }
            try abort()
            throw KafkaError(code: rd_kafka_resp_err_t(error.code), remedy: .abort, error.reason)
        }
    }

    /// Writes records and takes them back, as a member does that dies or changes its mind: what readers must not see.
    package func writeAndAbort(_ records: [OutgoingRecord]) throws(KafkaError) {
        try inTransaction { () throws(KafkaError) in
            try produce(records)
            rd_kafka_flush(handle.pointer, patienceMilliseconds)
        }
        try abort()
    }

    /// Hands records over outside any transaction, as most systems publish; they are sent in the background.
    package func publish(_ records: [OutgoingRecord]) throws(KafkaError) {
        try produce(records)
        rd_kafka_poll(handle.pointer, 0)
    }

    private func abort() throws(KafkaError) {
        isOpen = false
        try insist("aborting a transaction") { rd_kafka_abort_transaction(handle.pointer, $0) }
    }

    /// Right after a commit the coordinator refuses to begin anew, until its markers are written. This request is tried again
    /// after `retry.backoff.ms`, that for partitions only after 20 ms: so it mostly goes before the records.
    private func send(_ positions: [TopicPartition: Int64], of consumer: KafkaConsumer?) throws(KafkaError) {
        guard let consumer, positions != sent else { return }
        guard let metadata = consumer.groupMetadata else {
            throw KafkaError(code: RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID, remedy: .abort, "no assignment yet")
        }
        let list = PartitionList(positions)
        try insist("sending positions") {
            rd_kafka_send_offsets_to_transaction(handle.pointer, list.pointer, metadata, $0)
        }
        sent = positions
    }

    /// Calls again while the error says that the same call may succeed.
    private func insist(
        _ context: String,
        _ call: (_ timeoutMilliseconds: Int32) -> OpaquePointer?,
    ) throws(KafkaError) {
        let deadline = ContinuousClock.now + .milliseconds(Int(patienceMilliseconds))
        while let pointer = watchdog.watch(context, { call(min(10_000, patienceMilliseconds)) }) {
            let error = KafkaError(consuming: pointer, context)
            guard error.remedy == .retry, !handle.isRefused, ContinuousClock.now < deadline else {
                let reason = handle.complaint.map { "\(error.reason) (last heard: \($0))" } ?? error.reason
                // What is still open after so long is left to the broker, which aborts it.
                let remedy = error.remedy == .retry ? .restart : error.remedy
                throw KafkaError(code: rd_kafka_resp_err_t(error.code), remedy: remedy, reason: reason)
            }
        }
    }

    private func produce(_ records: [OutgoingRecord]) throws(KafkaError) {
        // By where each stands: a copy would count everything that a record holds.
        try records.withUnsafeBufferPointer { records throws(KafkaError) in
            guard let first = records.baseAddress else { return }
            var index = 0
            while index < records.count {
                let run = rowsOfOnePartition(first + index, atMost: min(records.count - index, Self.runMax))
                if run.count < 2 { try produce(first + index) } else { try produce(run) }
                index += max(1, run.count)
            }
        }
    }

    /// Records that are handed over in one call.
    private static var runMax: Int { 1_024 }

    /// From the first on, those that go where it goes and that `rd_kafka_produce_batch` can take: it knows neither headers nor
    /// times.
    private func rowsOfOnePartition(
        _ first: UnsafePointer<OutgoingRecord>,
        atMost count: Int
    ) -> UnsafeBufferPointer<OutgoingRecord> {
        var end = 0
        while end < count, first[end].headers.isEmpty, first[end].timestamp == 0,
            first[end].partition == first.pointee.partition
        {
            end += 1
        }
        return UnsafeBufferPointer(start: first, count: end)
    }

    /// Rows of a changelog come by the thousand: one call looks for their partition once.
    private func produce(_ rows: UnsafeBufferPointer<OutgoingRecord>) throws(KafkaError) {
        guard let first = rows.baseAddress else { return }
        let topic = try topic(first)
        let size = rows.indices.reduce(0) { $0 + (first[$1].key?.count ?? 0) + (first[$1].value?.count ?? 0) }
        let code = withUnsafeTemporaryAllocation(byteCount: max(size, 1), alignment: 1) { bytes in
            withUnsafeTemporaryAllocation(of: rd_kafka_message_t.self, capacity: rows.count) { messages in
                var at = 0
                func keep(_ source: [UInt8]?) -> (UnsafeMutableRawPointer?, Int) {
                    guard let source else { return (nil, 0) }
                    let target = bytes.baseAddress! + at
                    source.withUnsafeBytes {
                        if let start = $0.baseAddress { target.copyMemory(from: start, byteCount: $0.count) }
                    }
                    at += source.count
                    return (target, source.count)
                }
                for index in rows.indices {
                    var message = rd_kafka_message_t()
                    (message.key, message.key_len) = keep(first[index].key)
                    (message.payload, message.len) = keep(first[index].value)
                    messages.initializeElement(at: index, to: message)
                }
                return produce(messages, topic, Int32(first.pointee.partition.partition))
            }
        }
        if code != RD_KAFKA_RESP_ERR_NO_ERROR {
            throw KafkaError(code: code, remedy: .abort, "producing to \(first.pointee.partition)")
        }
    }

    private func produce(
        _ messages: UnsafeMutableBufferPointer<rd_kafka_message_t>,
        _ topic: OpaquePointer,
        _ partition: Int32
    ) -> rd_kafka_resp_err_t {
        var rest = messages[...]
        while true {
            let rows = UnsafeMutableBufferPointer(rebasing: rest)
            rd_kafka_produce_batch(topic, partition, RD_KAFKA_MSG_F_COPY, rows.baseAddress, Int32(rows.count))
            guard let refused = rest.firstIndex(where: { $0.err != RD_KAFKA_RESP_ERR_NO_ERROR }) else {
                return RD_KAFKA_RESP_ERR_NO_ERROR
            }
            // Where the queue is full, nothing behind is taken either.
            let code = rest[refused].err
            if code != RD_KAFKA_RESP_ERR__QUEUE_FULL { return code }
            rest = rest[refused...]
            // Waits for room.
            rd_kafka_poll(handle.pointer, 10)
        }
    }

    private func produce(_ record: UnsafePointer<OutgoingRecord>, ticket: UInt = 0) throws(KafkaError) {
        let topic = try self.topic(record)
        while true {
            let code = try enqueue(record, topic, ticket)
            if code == RD_KAFKA_RESP_ERR_NO_ERROR { return }
            guard code == RD_KAFKA_RESP_ERR__QUEUE_FULL else {
                let size = (record.pointee.key?.count ?? 0) + (record.pointee.value?.count ?? 0)
                throw KafkaError(
                    code: code,
                    remedy: .abort,
                    "producing \(size) bytes and \(record.pointee.headers.byteCount) of headers to "
                        + "\(record.pointee.partition)",
                )
            }
            // Waits for room.
            rd_kafka_poll(handle.pointer, 10)
        }
    }

    /// `ticket`: what the report of the delivery bears; 0 for nothing.
    private func enqueue(
        _ record: UnsafePointer<OutgoingRecord>,
        _ topic: OpaquePointer,
        _ ticket: UInt,
    ) throws(KafkaError) -> rd_kafka_resp_err_t {
        let list = try rdKafkaHeaders(record.pointee.headers)
        return withBytes(record.pointee.key) { key in
            withBytes(record.pointee.value) { value in
                withUnsafeTemporaryAllocation(of: rd_kafka_vu_t.self, capacity: 8) { fields in
                    fields[0] = rd_kafka_vu_t(vtype: RD_KAFKA_VTYPE_RKT, u: .init(rkt: topic))
                    fields[1] = rd_kafka_vu_t(
                        vtype: RD_KAFKA_VTYPE_PARTITION,
                        u: .init(i32: Int32(record.pointee.partition.partition))
                    )
                    fields[2] = rd_kafka_vu_t(
                        vtype: RD_KAFKA_VTYPE_VALUE,
                        u: .init(mem: .init(ptr: value.0, size: value.1))
                    )
                    fields[3] = rd_kafka_vu_t(vtype: RD_KAFKA_VTYPE_KEY, u: .init(mem: .init(ptr: key.0, size: key.1)))
                    fields[4] = rd_kafka_vu_t(vtype: RD_KAFKA_VTYPE_MSGFLAGS, u: .init(i: RD_KAFKA_MSG_F_COPY))
                    fields[5] = rd_kafka_vu_t(vtype: RD_KAFKA_VTYPE_TIMESTAMP, u: .init(i64: record.pointee.timestamp))
                    fields[6] = rd_kafka_vu_t(
                        vtype: RD_KAFKA_VTYPE_OPAQUE,
                        u: .init(ptr: UnsafeMutableRawPointer(bitPattern: ticket))
                    )
                    var count = 7
                    if let list {
                        fields[7] = rd_kafka_vu_t(vtype: RD_KAFKA_VTYPE_HEADERS, u: .init(headers: list))
                        count = 8
                    }
                    guard let error = rd_kafka_produceva(handle.pointer, fields.baseAddress, count) else {
                        // librdkafka owns the headers now.
                        return RD_KAFKA_RESP_ERR_NO_ERROR
                    }
                    defer { rd_kafka_error_destroy(error) }
                    if let list { rd_kafka_headers_destroy(list) }
                    return rd_kafka_error_code(error)
                }
            }
        }
    }

    private func topic(_ record: UnsafePointer<OutgoingRecord>) throws(KafkaError) -> OpaquePointer {
        for known in topics where known.name == record.pointee.partition.topic { return known.pointer }
        let name = record.pointee.partition.topic
        let topic = try made(rd_kafka_topic_new(handle.pointer, name, nil), "opening topic \(name)")
        topics.append((name, topic))
        return topic
    }
}

/// A pointer and a length as librdkafka takes them: no pointer is no value, and no length is an empty one.
private func withBytes<R>(_ bytes: [UInt8]?, _ body: ((UnsafeMutableRawPointer?, Int)) -> R) -> R {
    guard let bytes else { return body((nil, 0)) }
    return bytes.withUnsafeBytes { body((UnsafeMutableRawPointer(mutating: $0.baseAddress ?? anywhere), $0.count)) }
}

/// Nil where there are none; else whoever calls owns them.
func rdKafkaHeaders(_ headers: LogHeaders) throws(KafkaError) -> OpaquePointer? {
    if headers.isEmpty { return nil }
    // As many as most records have: room for more is made when they come.
    let list = try made(rd_kafka_headers_new(6), "making headers")
    headers.forEachPart { name, value in
        let text = name.assumingMemoryBound(to: CChar.self).baseAddress
        _ = rd_kafka_header_add(list, text, name.count, value.baseAddress ?? anywhere, value.count)
    }
    return list
}

/// Something to point at where nothing is read.
nonisolated(unsafe) private let anywhere = UnsafeRawPointer(
    UnsafeMutableRawPointer.allocate(byteCount: 1, alignment: 1)
)
