import CRdKafka

/// What librdkafka or a broker could not do, and what the caller does about it.
///
/// Source of the remedies: librdkafka INTRODUCTION.md, "Transactional producer" and "Fatal errors".
package struct KafkaError: Error, Sendable, CustomStringConvertible {
    package enum Remedy: String, Sendable {
        /// The same call may succeed later; nothing changed.
        case retry
        /// The transaction cannot be committed: abort it, and process its input again.
        case abort
        /// The handle cannot go on: end the process and let a new one take its place.
        case restart
    }

    /// `rd_kafka_resp_err_t`: negative when it comes from the client, Kafka's protocol error code otherwise.
    package let code: Int32
    package let remedy: Remedy
    package let reason: String

    package init(code: rd_kafka_resp_err_t, remedy: Remedy? = nil, _ context: String) {
        self.code = code.rawValue
        self.remedy = remedy ?? (KafkaError.passing.contains(code) ? .retry : .restart)
        reason = "\(context): \(String(cString: rd_kafka_err2str(code)))"
    }

    init(code: rd_kafka_resp_err_t, remedy: Remedy, reason: String) {
        self.code = code.rawValue
        self.remedy = remedy
        self.reason = reason
    }

    /// Takes ownership of `error`.
    init(consuming error: OpaquePointer, _ context: String) {
        defer { rd_kafka_error_destroy(error) }
        code = rd_kafka_error_code(error).rawValue
        remedy =
            if rd_kafka_error_is_fatal(error) != 0 {
                .restart
            } else if rd_kafka_error_txn_requires_abort(error) != 0 {
                .abort
            } else if rd_kafka_error_is_retriable(error) != 0 {
                .retry
            } else {
                .restart
            }
        reason = "\(context): \(String(cString: rd_kafka_error_string(error)))"
    }

    /// The name of the code as Kafka's documentation writes it.
    package var name: String { String(cString: rd_kafka_err2name(rd_kafka_resp_err_t(code))) }

    package var description: String { "\(reason) (\(name))" }

    /// What callers tell apart, beside the remedy.
    package enum Kind: Sendable {
        /// Somebody else has taken this member's or this producer's place.
        case fenced
        case unknownTopic
        /// The broker does not accept who we are, or what we may do.
        case refused
        /// A setting that librdkafka or the broker does not take.
        case invalid
        /// A record is larger than its topic, or this producer, takes.
        case tooLarge
        case other
    }

    package var kind: Kind {
        switch rd_kafka_resp_err_t(code) {
        case RD_KAFKA_RESP_ERR__FENCED, RD_KAFKA_RESP_ERR_PRODUCER_FENCED, RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH,
            RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID, RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION,
            RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID, RD_KAFKA_RESP_ERR_INVALID_PRODUCER_ID_MAPPING,
            RD_KAFKA_RESP_ERR__ASSIGNMENT_LOST:
            .fenced
        case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC,
            RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
            .unknownTopic
        case RD_KAFKA_RESP_ERR__AUTHENTICATION, RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED,
            RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED,
            RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED,
            RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED:
            .refused
        case RD_KAFKA_RESP_ERR__INVALID_ARG, RD_KAFKA_RESP_ERR_INVALID_CONFIG,
            RD_KAFKA_RESP_ERR_INVALID_REPLICATION_FACTOR, RD_KAFKA_RESP_ERR_INVALID_TRANSACTION_TIMEOUT,
            RD_KAFKA_RESP_ERR_INVALID_SESSION_TIMEOUT:
            .invalid
        case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE: .tooLarge
        default: .other
        }
    }

    /// What passes by itself, when the error does not say so: brokers that are away, leaders and coordinators that move.
    private static let passing: Set<rd_kafka_resp_err_t> = [
        RD_KAFKA_RESP_ERR__TIMED_OUT, RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE, RD_KAFKA_RESP_ERR__TRANSPORT,
        RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN, RD_KAFKA_RESP_ERR__WAIT_COORD, RD_KAFKA_RESP_ERR__WAIT_CACHE,
        RD_KAFKA_RESP_ERR__RESOLVE, RD_KAFKA_RESP_ERR__IN_PROGRESS, RD_KAFKA_RESP_ERR__QUEUE_FULL,
        RD_KAFKA_RESP_ERR__RETRY, RD_KAFKA_RESP_ERR__STATE,
        RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT, RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE,
        RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION, RD_KAFKA_RESP_ERR_BROKER_NOT_AVAILABLE,
        RD_KAFKA_RESP_ERR_REPLICA_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_NETWORK_EXCEPTION,
        RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS, RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE,
        RD_KAFKA_RESP_ERR_NOT_COORDINATOR, RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS,
        RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS, RD_KAFKA_RESP_ERR_UNSTABLE_OFFSET_COMMIT,
        RD_KAFKA_RESP_ERR_NOT_CONTROLLER, RD_KAFKA_RESP_ERR_FENCED_LEADER_EPOCH,
        RD_KAFKA_RESP_ERR_UNKNOWN_LEADER_EPOCH,
    ]
}

extension rd_kafka_resp_err_t: @retroactive Hashable {}

/// What a constructor of librdkafka made; it makes nothing where it does not like what it was given, or has no memory.
func made<Object>(_ object: Object?, _ context: @autoclosure () -> String) throws(KafkaError) -> Object {
    if let object { return object }
    let code = rd_kafka_last_error()
    throw KafkaError(code: code == RD_KAFKA_RESP_ERR_NO_ERROR ? RD_KAFKA_RESP_ERR__FAIL : code, context())
}

func check(_ code: rd_kafka_resp_err_t, _ context: @autoclosure () -> String) throws(KafkaError) {
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(code: code, context()) }
}
