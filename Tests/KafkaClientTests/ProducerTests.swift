import KafkaClient
import Logging
import Stream
import Testing

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

    private func makeProducer(patienceMilliseconds: Int32 = 30_000) throws(KafkaError) -> KafkaProducer {
        try KafkaProducer(
            KafkaSettings([
                "bootstrap.servers": cluster.address, "transactional.id": "test", "retry.backoff.ms": "10",
                "reconnect.backoff.max.ms": "100",
            ]),
            logger: quiet,
            patienceMilliseconds: patienceMilliseconds,
            watchdog: Watchdog(boundMilliseconds: 100_000, logger: quiet),
        )
    }
}
