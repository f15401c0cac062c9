import KafkaClient
import Logging
import Stream

/// One member of a group on Kafka: a consumer and a transactional producer under one stable name.
final class KafkaMember: GroupMember {
    private let log: KafkaLog
    private let group: String
    private let name: String
    private let consumer: KafkaConsumer
    private let producer: KafkaProducer
    private var held: Set<TopicPartition> = []
    /// Given by the group, and not told to the lane yet: where to begin could not be asked.
    private var arriving: [TopicPartition] = []
    private var hasLeft = false

    init(log: KafkaLog, group: String, name: String, topics: [String], endsWithin: Int) throws(LogError) {
        self.log = log
        self.group = group
        self.name = name
        // First the producer: it ends what a predecessor of this name left open, which its positions may wait for.
        producer = try log.makeProducer(id: "\(group).\(name)")
        consumer = try asLog { () throws(KafkaError) in
            let consumer = try KafkaConsumer(
                log.settings.member(group: group, name: name, endsWithin: endsWithin),
                logger: log.logger,
                watchdog: log.watchdog,
            )
            try consumer.subscribe(topics)
            return consumer
        }
    }

    func poll(limit: Int, timeoutMilliseconds: Int) throws(LogError) -> Poll {
        try checkPresence()
        var poll = Poll()
        let patience = arriving.isEmpty ? timeoutMilliseconds : 0
        let polled = try asLog { () throws(KafkaError) in
            try consumer.poll(
                limit: limit,
                timeoutMilliseconds: patience,
                gatherMilliseconds: log.settings.gatherMilliseconds
            )
        }
        for change in polled.changes {
            switch change {
            case .revoked(let partitions, _):
                poll.revoked += partitions.filter(held.contains)
                held.subtract(partitions)
                arriving.removeAll(where: partitions.contains)
                poll.assigned.removeAll { partitions.contains($0.partition) }
            case .assigned(let partitions, let committed?): tell(partitions, committed, in: &poll)
            case .assigned(let partitions, nil): arriving += partitions
            }
        }
        poll.batches = polled.batches.filter { held.contains($0.partition) }
        poll.ends = polled.ends.filter { held.contains($0.key) }
        if !arriving.isEmpty {
            do throws(LogError) {
                let positions = try asLog { () throws(KafkaError) in try consumer.committed(arriving) }
                tell(arriving, positions, in: &poll)
                arriving = []
            } catch {
                // Told with the next poll; what this one brought must not be lost.
                let isEmpty = poll.revoked.isEmpty && poll.assigned.isEmpty && poll.batches.isEmpty
                if error.remedy != .retry || isEmpty { throw error }
            }
        }
        return poll
    }

    private func tell(_ partitions: [TopicPartition], _ committed: [TopicPartition: Int64], in poll: inout Poll) {
        held.formUnion(partitions)
        poll.assigned += partitions.sorted().map { Poll.Assignment(partition: $0, committed: committed[$0]) }
    }

    func resume(_ partition: TopicPartition, from offset: Int64) throws(LogError) {
        // Taken away meanwhile: the next poll says so.
        guard held.contains(partition) else { return }
        try asLog { () throws(KafkaError) in
            try consumer.resume(partition, from: offset)
        }
    }

    func commit(_ transaction: LogTransaction) throws(LogError) {
        try write(transaction) { () throws(KafkaError) in
            if transaction.records.isEmpty, !producer.isOpen {
                // Nothing to be made true together with the positions: cheaper, and no marker in any topic.
                try consumer.commit(transaction.positions)
            } else {
                try producer.commit(transaction.records, positions: transaction.positions, of: consumer)
            }
        }
    }

    func writeAhead(_ part: LogTransaction) throws(LogError) -> Bool {
        try write(part) { () throws(KafkaError) in
            try producer.writeAhead(part.records, positions: part.positions, of: consumer)
        }
        return true
    }

    func abandon() throws(LogError) {
        try asLog { () throws(KafkaError) in try producer.abandon() }
    }

    private func write(
        _ transaction: LogTransaction,
        _ body: () throws(KafkaError) -> Void
    ) throws(LogError) {
        if hasLeft { throw LogError(.fenced, .abort, "\(name) has left \(group)") }
        if consumer.isAssignmentLost {
            throw LogError(.fenced, .abort, "\(name) lost its partitions of \(group)")
        }
        for partition in transaction.positions.keys where !held.contains(partition) {
            throw LogError(.fenced, .abort, "\(partition) of \(group) is not \(name)'s any more")
        }
        try log.check(transaction.records)
        do throws(KafkaError) {
            try body()
        } catch {
            // Fenced: nothing was written. The next poll says that this member cannot go on.
            throw error.kind == .fenced ? LogError(.fenced, .abort, "Kafka: \(error)") : LogError(error)
        }
    }

    func leave() throws(LogError) {
        guard !hasLeft else { return }
        hasLeft = true
        consumer.close()
    }

    private func checkPresence() throws(LogError) {
        if hasLeft { throw LogError(.fenced, .abort, "\(name) has left \(group)") }
        if let fatal = consumer.fatal ?? producer.fatal {
            throw LogError(LogError(fatal).code, .restart, "Kafka: \(fatal)")
        }
    }
}
