import CRdKafka
import Foundation
import Logging
import Stream

/// A member of a consumer group: polls records and learns of rebalances. Used from one thread.
///
/// Partitions are assigned with the eager protocol, at their committed position, and paused.
package final class KafkaConsumer {
    /// What happened to the assignment, in order.
    package enum Change: Sendable {
        /// The generation in which the partitions were given stands in `groupMetadata` from now on. `committed`: where the group
        /// stands, without the partitions that have no commit; nil where it could not be asked, and is to be asked again.
        case assigned([TopicPartition], committed: [TopicPartition: Int64]?)
        /// `isLost`: others may have them already.
        case revoked([TopicPartition], isLost: Bool)
    }

    package struct Polled {
        package var changes: [Change] = []
        package var batches: [Poll.Batch] = []
        /// Where reading caught up with the end: everything committed before is delivered, markers are passed over.
        package var ends: [TopicPartition: Int64] = [:]
    }

    private let handle: KafkaHandle
    private let watchdog: Watchdog
    private var held: Set<TopicPartition> = []
    /// Where the assignment put each partition, and which of them were told to read since.
    private var assigned: [TopicPartition: Int64] = [:]
    private var resumed: Set<TopicPartition> = []
    private var changes: [Change] = []
    private var failure: KafkaError?
    /// Of the generation that the application knows of. The one that librdkafka would give may be newer: with it, a
    /// member that lost its partitions and has not heard of it yet would pass for their owner.
    private var metadata: OpaquePointer?
    private var isClosed = false

    package init(
        _ settings: KafkaSettings,
        logger: Logger,
        statistics: (@Sendable (String) -> Void)? = nil,
        watchdog: Watchdog,
    ) throws(KafkaError) {
        self.watchdog = watchdog
        handle = try KafkaHandle(RD_KAFKA_CONSUMER, settings, logger: logger, statistics: statistics) { configuration in
            rd_kafka_conf_set_rebalance_cb(configuration) { handle, code, list, _ in
                guard let handle, let list, let context = HandleContext.of(handle) else { return }
                context.rebalance?(code, list)
            }
        }
        rd_kafka_poll_set_consumer(handle.pointer)
        // Only called inside the calls that this thread makes: `poll`, `leave`, `close`.
        handle.context.rebalance = { [unowned self] code, list in rebalanced(code, list) }
    }

    deinit {
        handle.context.rebalance = nil
        if let metadata { rd_kafka_consumer_group_metadata_destroy(metadata) }
    }

    /// Records in one poll from which on it waits for more.
    private static var gatherFrom: Int { 16 }

    package var fatal: KafkaError? { handle.fatal }
    package var complaint: String? { handle.complaint }

    package func subscribe(_ topics: [String]) throws(KafkaError) {
        let list = PartitionList(topics.map { TopicPartition($0, -1) })
        try check(rd_kafka_subscribe(handle.pointer, list.pointer), "subscribing")
    }

    /// Waits up to the timeout for something, then takes what is there, `limit` records at most. Where that is many, more are
    /// on their way, and what comes within `gatherMilliseconds` is taken too; a few are what somebody waits for.
    package func poll(
        limit: Int,
        timeoutMilliseconds: Int,
        gatherMilliseconds: Int = 0,
    ) throws(KafkaError) -> Polled {
        var polled = Polled()
        var gathered = MessageBatch()
        var patience = Int32(clamping: timeoutMilliseconds)
        var gatherEnd: ContinuousClock.Instant?
        while gathered.count < limit, changes.isEmpty, failure == nil {
            let next =
                patience > 0
                ? watchdog.watch("polling") { rd_kafka_consumer_poll(handle.pointer, patience) }
                : rd_kafka_consumer_poll(handle.pointer, 0)
            guard let message = next else {
                // A rebalance is served without a message.
                guard gathered.count >= Self.gatherFrom, gatherMilliseconds > 0, patience == 0 else { break }
                // A transaction is seen in one of its partitions sooner than in another: they are worth one commit.
                let end = gatherEnd ?? .now + .milliseconds(gatherMilliseconds)
                gatherEnd = end
                patience = Int32((end - .now) / .milliseconds(1))
                if patience <= 0 { break }
                continue
            }
            patience = 0
            if message.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR {
                gathered.add(message)
                continue
            }
            defer { rd_kafka_message_destroy(message) }
            if message.pointee.err == RD_KAFKA_RESP_ERR__PARTITION_EOF {
                let topic = String(cString: rd_kafka_topic_name(message.pointee.rkt))
                polled.ends[TopicPartition(topic, Int(message.pointee.partition))] = message.pointee.offset
                // Others may have records still, and there is no hurry to say so.
                continue
            }
            failure = problem(of: message)
        }
        var indexes: [TopicPartition: Int] = [:]
        var last = -1
        gathered.takeRecords { partition, record in
            // Neighbours mostly come from one partition.
            let isSame = last >= 0 && polled.batches[last].partition == partition
            if let index = isSame ? last : indexes[partition] {
                last = index
                polled.batches[index].records.append(record)
                polled.batches[index].next = record.offset + 1
            } else {
                last = polled.batches.count
                indexes[partition] = last
                polled.batches.append(Poll.Batch(partition: partition, records: [record], next: record.offset + 1))
            }
        }
        for (partition, end) in polled.ends {
            if let index = indexes[partition] { polled.batches[index].next = max(polled.batches[index].next, end) }
        }
        // What was gathered before a rebalance belongs to the assignment before it.
        polled.changes = changes
        changes = []
        if let failure {
            // With records or a rebalance it is told by the next poll, which waits for nothing.
            if polled.changes.isEmpty && polled.batches.isEmpty {
                self.failure = nil
                throw failure
            }
        }
        return polled
    }

    /// From now on the partition's records are delivered.
    package func resume(_ partition: TopicPartition) throws(KafkaError) {
        resumed.insert(partition)
        let list = PartitionList([partition])
        try check(rd_kafka_resume_partitions(handle.pointer, list.pointer), "resuming \(partition)")
    }

    /// From now on the partition's records are delivered, from `offset` on. A seek costs a round through the client's threads:
    /// where the assignment stands already it is left out.
    package func resume(_ partition: TopicPartition, from offset: Int64) throws(KafkaError) {
        if resumed.contains(partition) || assigned[partition] != offset { try seek(partition, to: offset) }
        try resume(partition)
    }

    package func seek(_ partition: TopicPartition, to offset: Int64) throws(KafkaError) {
        try watchdog.watch("going back") { () throws(KafkaError) in
            let deadline = ContinuousClock.now + .seconds(10)
            var code = RD_KAFKA_RESP_ERR__TIMED_OUT
            // librdkafka before 2.1 takes the timeout for a thousandth of what it says, and a partition that was assigned a moment
            // ago is not ready yet (`__STATE`): both are asked again.
            while code == RD_KAFKA_RESP_ERR__TIMED_OUT || code == RD_KAFKA_RESP_ERR__STATE {
                if .now > deadline {
                    throw KafkaError(code: code, remedy: .retry, "going back to \(offset) in \(partition)")
                }
                let list = PartitionList([partition: offset])
                code = RD_KAFKA_RESP_ERR_NO_ERROR
                if let error = rd_kafka_seek_partitions(handle.pointer, list.pointer, 10_000) {
                    let failure = KafkaError(consuming: error, "going back to \(offset) in \(partition)")
                    guard failure.code == RD_KAFKA_RESP_ERR__TIMED_OUT.rawValue else { throw failure }
                    code = RD_KAFKA_RESP_ERR__TIMED_OUT
                } else {
                    code = list.pointer.pointee.elems[0].err
                    if code == RD_KAFKA_RESP_ERR__STATE { usleep(5_000) }
                }
            }
            try check(code, "going back to \(offset) in \(partition)")
        }
    }

    /// Where the group stands; partitions without a commit are left out. Waits for transactions that are being decided.
    package func committed(_ partitions: [TopicPartition]) throws(KafkaError) -> [TopicPartition: Int64] {
        guard !partitions.isEmpty else { return [:] }
        let list = PartitionList(partitions)
        let code = watchdog.watch("asking for committed offsets") {
            rd_kafka_committed(handle.pointer, list.pointer, 15_000)
        }
        try check(code, "asking for committed offsets")
        var offsets: [TopicPartition: Int64] = [:]
        var failed: KafkaError?
        PartitionList.forEach(list.pointer) { partition, offset, code in
            if code != RD_KAFKA_RESP_ERR_NO_ERROR {
                failed = KafkaError(code: code, "committed offset of \(partition)")
            } else if offset >= 0 {
                offsets[partition] = offset
            }
        }
        if let failed { throw failed }
        return offsets
    }

    /// Commits positions alone, outside any transaction.
    package func commit(_ positions: [TopicPartition: Int64]) throws(KafkaError) {
        let list = PartitionList(positions)
        let code = watchdog.watch("committing positions") { rd_kafka_commit(handle.pointer, list.pointer, 0) }
        try check(code, "committing positions")
    }

    /// The group, the generation and the member for `KafkaProducer.send`; nil before the first assignment.
    var groupMetadata: OpaquePointer? { metadata }

    /// True when others may own the partitions already.
    package var isAssignmentLost: Bool { rd_kafka_assignment_lost(handle.pointer) != 0 }

    /// Leaves the group, so that others take over at once. A static member that were only closed would keep its
    /// partitions until its session ends (KIP-345): it is unsubscribed first, which tells the coordinator.
    package func close() {
        guard !isClosed else { return }
        isClosed = true
        rd_kafka_unsubscribe(handle.pointer)
        for _ in 0..<200 where !held.isEmpty {
            if let message = rd_kafka_consumer_poll(handle.pointer, 10) { rd_kafka_message_destroy(message) }
        }
        // The coordinator is told once the partitions' fetchers have stopped; these calls are served after that.
        for _ in 0..<5 {
            if let message = rd_kafka_consumer_poll(handle.pointer, 10) { rd_kafka_message_destroy(message) }
        }
        watchdog.watch("leaving the group") { _ = rd_kafka_consumer_close(handle.pointer) }
    }

    private func rebalanced(
        _ code: rd_kafka_resp_err_t,
        _ list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>,
    ) {
        var partitions: [TopicPartition] = []
        PartitionList.forEach(list) { partition, _, _ in partitions.append(partition) }
        switch code {
        case RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS:
            // Without an offset librdkafka would look for the committed one itself, and fail where there is none. Where it
            // cannot be asked now, reading begins with a seek.
            let known = try? committed(partitions)
            assigned = [:]
            for (index, partition) in partitions.enumerated() {
                let offset = known?[partition] ?? 0
                assigned[partition] = offset
                list.pointee.elems[index].offset = offset
            }
            resumed = []
            let problem = rd_kafka_assign(handle.pointer, list)
            if problem != RD_KAFKA_RESP_ERR_NO_ERROR { failure = KafkaError(code: problem, "taking partitions") }
            rd_kafka_pause_partitions(handle.pointer, list)
            if let metadata { rd_kafka_consumer_group_metadata_destroy(metadata) }
            metadata = rd_kafka_consumer_group_metadata(handle.pointer)
            held = Set(partitions)
            changes.append(.assigned(partitions, committed: known))
        default:
            // Revoked, or an error after which librdkafka asks for the same.
            let isLost = rd_kafka_assignment_lost(handle.pointer) != 0
            rd_kafka_assign(handle.pointer, nil)
            changes.append(.revoked(held.sorted(), isLost: isLost))
            held = []
        }
    }

    private func problem(of message: UnsafeMutablePointer<rd_kafka_message_t>) -> KafkaError? {
        let code = message.pointee.err
        let reason = rd_kafka_message_errstr(message).map { String(cString: $0) } ?? ""
        if let fatal = handle.fatal { return fatal }
        switch code {
        case RD_KAFKA_RESP_ERR__MAX_POLL_EXCEEDED, RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN, RD_KAFKA_RESP_ERR__TRANSPORT:
            // librdkafka connects and joins again by itself; a revocation follows where there is one.
            handle.context.noticed(code, reason)
            return nil
        case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
            // Of a fetch from before its offset was said: old records of the partition are deleted.
            let topic = String(cString: rd_kafka_topic_name(message.pointee.rkt))
            let partition = TopicPartition(topic, Int(message.pointee.partition))
            if !resumed.contains(partition) { return nil }
            return KafkaError(code: code, "\(partition) does not hold the next offset any more: \(reason)")
        default: return KafkaError(code: code, reason)
        }
    }
}
