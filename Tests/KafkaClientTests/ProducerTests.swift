import Foundation
import Logging
import Stream
import Testing

@testable import KafkaClient

/// What a commit does when brokers answer with errors, or not at all.
@Suite(.timeLimit(.minutes(2)))
struct ProducerTests {
    private let cluster: MockCluster
    private let records = (0..<10).map {
        OutgoingRecord(TopicPartition("nu.register", $0 % 2), key: [1], value: [UInt8($0)], timestamp: 0)
    }

    init() throws {
        cluster = try MockCluster()
        cluster.create("nu.register", partitions: 2)
    }

    /// Errors that pass cost time and nothing else.
    @Test(arguments: [MockCluster.Request.initProducer, .addPartitions, .endTransaction])
    func whatPassesIsTriedAgain(request: MockCluster.Request) throws {
        cluster.answer(request, with: [.coordinatorLoading, .coordinatorLoading, .concurrentTransactions])
        let producer = try makeProducer()
        try producer.commit(records)
        try producer.commit(records)
    }

    /// A coordinator that is still busy with the commit before costs time, whether records or positions go first.
    @Test func aCoordinatorThatIsBusyIsWaitedFor() throws {
        let producer = try makeProducer()
        for _ in 0..<3 {
            try producer.commit(records)
            // Longer than the coordinator is left to itself.
            Thread.sleep(forTimeInterval: 0.005)
            cluster.answer(.addPartitions, with: [.concurrentTransactions])
        }
        try producer.commit(records)
    }

    /// Positions that are refused undo the records of their commit, which may have gone first; the producer can be used again.
    @Test(arguments: [0, 5])
    func positionsThatAreRefusedUndoTheRecords(pauseMilliseconds: Int) throws {
        let consumer = try KafkaConsumer(
            KafkaSettings(["bootstrap.servers": cluster.address, "group.id": "test"]),
            logger: quiet,
            watchdog: Watchdog(boundMilliseconds: 100_000, logger: quiet),
        )
        try consumer.subscribe(["nu.register"])
        while consumer.groupMetadata == nil { _ = try consumer.poll(limit: 1, timeoutMilliseconds: 50) }
        let producer = try makeProducer()
        let input = TopicPartition("nu.register", 0)
        try producer.commit(records, positions: [input: 1], of: consumer)
        Thread.sleep(forTimeInterval: Double(pauseMilliseconds) / 1_000)
        cluster.answer(.commitOffsets, with: [.illegalGeneration])
        let error = try #require(
            failure { () throws(KafkaError) in try producer.commit(records, positions: [input: 2], of: consumer) }
        )
        #expect(error.remedy == .abort)
        #expect(!producer.isOpen)
        try producer.commit(records, positions: [input: 2], of: consumer)
        consumer.close()
    }

    /// However they are handed over: one by one those with headers or a time, together the rows of a partition, more of them
    /// than a call or the queue takes.
    @Test(arguments: [100, 100_000]) func everythingArrivesInItsOrder(queueMax: Int) throws {
        let producer = try makeProducer(KafkaSettings(["queue.buffering.max.messages": "\(queueMax)"]))
        var written: [[[UInt8]]] = [[], []]
        var records: [OutgoingRecord] = []
        for (length, partition) in [(1, 0), (2_500, 0), (1, 1), (3, 0), (1_024, 1), (1, 1), (1_025, 0)] {
            for _ in 0..<length {
                let value = Array("\(records.count)".utf8)
                written[partition].append(value)
                let target = TopicPartition("nu.register", partition)
                var record = OutgoingRecord(target, key: [1], value: value, timestamp: 0)
                if records.count % 700 == 3 { record.headers = [LogHeader("a", "b")] }
                if records.count % 900 == 5 { record.timestamp = 1_334_224_800_000 }
                records.append(record)
            }
        }
        try producer.commit(records)
        let reader = try KafkaReader(KafkaSettings(["bootstrap.servers": cluster.address]), logger: quiet)
        for partition in 0..<2 {
            var read: [LogRecord] = []
            while read.count < written[partition].count {
                let from = read.last.map { $0.offset + 1 } ?? 0
                read += try reader.read(
                    TopicPartition("nu.register", partition),
                    from: from,
                    limit: 10_000,
                    end: Int64(written[partition].count)
                ).records
            }
            #expect(read.map { Array($0.value ?? []) } == written[partition])
            #expect(read.allSatisfy { $0.headers.isEmpty || $0.headers == [LogHeader("a", "b")] })
        }
        #expect(records.count { !$0.headers.isEmpty } == 7)
    }

    /// A right that is missing undoes the transaction; the producer can be used again.
    @Test func anErrorOfOneTransactionUndoesIt() throws {
        let producer = try makeProducer()
        cluster.answer(.addPartitions, with: [.topicRefused])
        let error = try #require(failure { () throws(KafkaError) in try producer.commit(records) })
        #expect(error.remedy == .abort)
        #expect(producer.fatal == nil)
        try producer.commit(records)
    }

    /// Somebody else has its id: nothing helps but a new process.
    @Test func aProducerThatIsFencedEnds() throws {
        let producer = try makeProducer()
        cluster.answer(.endTransaction, with: [.invalidProducerEpoch])
        let error = try #require(failure { () throws(KafkaError) in try producer.commit(records) })
        #expect(error.remedy == .restart)
        #expect(error.kind == .fenced)
        #expect(producer.fatal?.kind == .fenced)
    }

    @Test func anIdThatIsRefusedIsNoUseTryingAgain() throws {
        cluster.answer(.initProducer, with: [.transactionalIDRefused])
        let error = try #require(failure { () throws(KafkaError) in _ = try makeProducer() })
        #expect(error.remedy == .restart)
        #expect(error.kind == .refused)
    }

    /// Brokers that stay away are given up within the patience, and the process is to be started again: whether the
    /// transaction is committed is known to them alone.
    @Test func brokersThatStayAwayAreGivenUp() throws {
        let producer = try makeProducer(patienceMilliseconds: 1_000)
        try producer.commit(records)
        cluster.goAway()
        let error = try #require(failure { () throws(KafkaError) in try producer.commit(records) })
        #expect(error.remedy == .restart)
    }

    /// Brokers that come back in time are waited for.
    @Test func brokersThatComeBackAreWaitedFor() throws {
        let producer = try makeProducer(patienceMilliseconds: 60_000)
        try producer.commit(records)
        cluster.goAway()
        let done = Background(after: 0.5) { [cluster = Unchecked(cluster)] in cluster.value.comeBack() }
        try producer.commit(records)
        done.join()
    }

    private func makeProducer(
        _ settings: KafkaSettings = KafkaSettings([:]),
        patienceMilliseconds: Int32 = 30_000
    ) throws(KafkaError) -> KafkaProducer {
        try KafkaProducer(
            KafkaSettings([
                "bootstrap.servers": cluster.address, "transactional.id": "test", "retry.backoff.ms": "10",
                "reconnect.backoff.max.ms": "100",
            ]).overridden(by: settings),
            logger: quiet,
            patienceMilliseconds: patienceMilliseconds,
            watchdog: Watchdog(boundMilliseconds: 100_000, logger: quiet),
        )
    }
}
