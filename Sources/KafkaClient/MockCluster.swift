import CRdKafka
import Logging

/// Brokers inside this process that answer what they are told to: for tests of errors and of brokers that are away.
///
/// It proves nothing about isolation, fencing by epoch, positions in transactions or compaction, which librdkafka's mock
/// does not have (2.0.2): those are tested on a real broker.
package final class MockCluster {
    /// Requests that can be made to fail, by Kafka's number of them.
    package enum Request: Int16, Sendable {
        case produce = 0
        case joinGroup = 11
        case initProducer = 22
        case addPartitions = 24
        case addOffsets = 25
        case endTransaction = 26
        case commitOffsets = 28
    }

    private let handle: KafkaHandle
    private let pointer: OpaquePointer
    private let brokers: Int32

    package init(brokers: Int = 1) throws(KafkaError) {
        handle = try KafkaHandle(RD_KAFKA_PRODUCER, KafkaSettings(), logger: Logger(label: "mock"))
        self.brokers = Int32(brokers)
        pointer = try made(rd_kafka_mock_cluster_new(handle.pointer, Int32(brokers)), "making brokers")
    }

    deinit { rd_kafka_mock_cluster_destroy(pointer) }

    /// What clients connect to.
    package var address: String { String(cString: rd_kafka_mock_cluster_bootstraps(pointer)) }

    package func create(_ topic: String, partitions: Int) {
        rd_kafka_mock_topic_create(pointer, topic, Int32(partitions), brokers)
    }

    /// The next requests of a kind are answered with these errors, one after the other; 0 is success.
    package func answer(_ request: Request, with codes: [KafkaError.Code]) {
        let errors = codes.map { rd_kafka_resp_err_t($0.rawValue) }
        rd_kafka_mock_push_request_errors_array(pointer, request.rawValue, errors.count, errors)
    }

    /// Breaks every connection and takes no new one until `comeBack`.
    package func goAway() {
        for broker in 1...brokers { rd_kafka_mock_broker_set_down(pointer, broker) }
    }

    package func comeBack() {
        for broker in 1...brokers { rd_kafka_mock_broker_set_up(pointer, broker) }
    }
}

extension KafkaError {
    /// Errors of the protocol that tests have brokers answer with.
    package enum Code: Int32, Sendable {
        case coordinatorLoading = 14
        case illegalGeneration = 22
        case invalidProducerEpoch = 47
        case concurrentTransactions = 51
        case transactionalIDRefused = 53
        case topicRefused = 29
    }
}
