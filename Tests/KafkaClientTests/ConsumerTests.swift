import KafkaClient
import Logging
import Stream
import Testing

/// Rebalances as a member of a group sees them.
@Suite(.timeLimit(.minutes(2)))
struct ConsumerTests {
    private let cluster: MockCluster

    init() throws {
        cluster = try MockCluster()
        cluster.create("nu.register", partitions: 4)
    }

    /// The first member has everything, loses everything when another comes, and gets its half back.
    @Test func membersShareTheirPartitions() throws {
        let first = try makeConsumer("a")
        let all = (0..<4).map { TopicPartition("nu.register", $0) }
        #expect(try changes(of: first, until: { $0.last?.assigned != nil }).map(\.assigned) == [all])

        let second = try makeConsumer("b")
        var seen: [KafkaConsumer.Change] = []
        var others: [KafkaConsumer.Change] = []
        while others.last?.assigned == nil || seen.last?.assigned == nil {
            seen += try first.poll(limit: 1, timeoutMilliseconds: 50).changes
            others += try second.poll(limit: 1, timeoutMilliseconds: 50).changes
        }
        #expect(seen.first?.revoked == all)
        let shares = [seen.last?.assigned ?? [], others.last?.assigned ?? []]
        #expect(shares.map(\.count) == [2, 2])
        #expect(shares.flatMap { $0 }.sorted() == all)
        second.close()
        first.close()
    }

    /// A member that leaves is told what it had.
    @Test func whoHasLeftHasNothing() throws {
        let consumer = try makeConsumer("a")
        _ = try changes(of: consumer, until: { $0.last?.assigned != nil })
        consumer.close()
        consumer.close()
        let after = try? consumer.poll(limit: 1, timeoutMilliseconds: 10)
        #expect(after?.batches.isEmpty ?? true)
    }

    private func changes(
        of consumer: KafkaConsumer,
        until isEnough: ([KafkaConsumer.Change]) -> Bool,
    ) throws -> [KafkaConsumer.Change] {
        var seen: [KafkaConsumer.Change] = []
        while !isEnough(seen) { seen += try consumer.poll(limit: 1, timeoutMilliseconds: 50).changes }
        return seen
    }

    private func makeConsumer(_ name: String) throws -> KafkaConsumer {
        let consumer = try KafkaConsumer(
            KafkaSettings([
                "bootstrap.servers": cluster.address, "group.id": "test", "client.id": name,
                "partition.assignment.strategy": "range", "session.timeout.ms": "6000", "heartbeat.interval.ms": "100",
            ]),
            logger: quiet,
            watchdog: Watchdog(boundMilliseconds: 100_000, logger: quiet),
        )
        try consumer.subscribe(["nu.register"])
        return consumer
    }
}

extension KafkaConsumer.Change {
    fileprivate var assigned: [TopicPartition]? {
        guard case .assigned(let partitions, _) = self else { return nil }
        return partitions.sorted()
    }

    fileprivate var revoked: [TopicPartition]? {
        guard case .revoked(let partitions, _) = self else { return nil }
        return partitions.sorted()
    }
}
