import CRdKafka
import Foundation
import Logging
import Synchronization

/// Owns one `rd_kafka_t`: its threads, its connections, and what it says by itself.
///
/// `@unchecked`: librdkafka handles are thread-safe and the pointer never changes after init.
package final class KafkaHandle: @unchecked Sendable {
    let pointer: OpaquePointer
    let context: HandleContext

    /// `configure` sets callbacks on the configuration, which is then the handle's.
    init(
        _ type: rd_kafka_type_t,
        _ settings: KafkaSettings,
        logger: Logger,
        statistics: (@Sendable (String) -> Void)? = nil,
        configure: (OpaquePointer) -> Void = { _ in },
    ) throws(KafkaError) {
        let configuration = try settings.makeConfiguration()
        context = HandleContext(logger: logger, statistics: statistics)
        rd_kafka_conf_set_opaque(configuration, Unmanaged.passUnretained(context).toOpaque())
        rd_kafka_conf_set_log_cb(configuration) { handle, level, _, text in
            guard let handle, let text, let context = HandleContext.of(handle) else { return }
            context.log(level: level, String(cString: text))
        }
        rd_kafka_conf_set_error_cb(configuration) { handle, code, reason, _ in
            guard let handle, let context = HandleContext.of(handle) else { return }
            context.noticed(rd_kafka_resp_err_t(code), reason.map { String(cString: $0) } ?? "")
        }
        if statistics != nil {
            rd_kafka_conf_set_stats_cb(configuration) { handle, json, length, _ in
                guard let handle, let json, let context = HandleContext.of(handle) else { return 0 }
                let bytes = UnsafeRawBufferPointer(start: json, count: length)
                context.statistics?(String(decoding: bytes, as: UTF8.self))
                return 0
            }
        }
        configure(configuration)
        var text = [CChar](repeating: 0, count: 512)
        guard let handle = rd_kafka_new(type, configuration, &text, text.count) else {
            rd_kafka_conf_destroy(configuration)
            let reason = text.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
            throw KafkaError(code: RD_KAFKA_RESP_ERR__INVALID_ARG, remedy: .restart, reason)
        }
        pointer = handle
    }

    /// One whose last delivery wakes who waits for it; without reports librdkafka looks every 10 ms. What they say is read where
    /// the records were given a ticket.
    static func producer(_ settings: KafkaSettings, logger: Logger) throws(KafkaError) -> KafkaHandle {
        try KafkaHandle(
            RD_KAFKA_PRODUCER,
            settings,
            logger: logger,
            configure: {
                rd_kafka_conf_set_dr_msg_cb($0) { handle, message, _ in
                    guard let handle, let message = message?.pointee, let ticket = message._private else { return }
                    guard message.err == RD_KAFKA_RESP_ERR_NO_ERROR, message.offset >= 0 else { return }
                    HandleContext.of(handle)?.delivered(UInt(bitPattern: ticket), at: message.offset)
                }
            }
        )
    }

    deinit {
        // librdkafka waits here for its own threads. One of them may never end (librdkafka #5434; seen with 2.16.1, in a
        // reader whose partitions had been stopped): nobody needs to wait for it, least of all a process that stops.
        nonisolated(unsafe) let pointer = pointer
        let context = context
        let done = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            // A consumer is closed before by its owner; what is not closed need not wait for the group.
            rd_kafka_destroy_flags(pointer, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)
            withExtendedLifetime(context) {}
            done.signal()
        }
        if done.wait(timeout: .now() + .seconds(Self.patienceSeconds)) == .timedOut {
            context.logger.warning("a client of Kafka does not end, and is left to itself")
        }
    }

    /// How long the end of a handle is waited for. It takes milliseconds.
    private static var patienceSeconds: Int { 10 }

    /// The last thing a broker or a connection complained of, since the handle was made.
    package var complaint: String? { context.state.withLock { $0.complaint } }

    /// True when brokers refuse who we say that we are: no use in trying again.
    package var isRefused: Bool { context.state.withLock { $0.isRefused } }

    /// The error after which the handle does nothing any more; nil while it works.
    package var fatal: KafkaError? {
        var text = [CChar](repeating: 0, count: 512)
        let code = rd_kafka_fatal_error(pointer, &text, text.count)
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return nil }
        return KafkaError(
            code: code,
            remedy: .restart,
            text.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        )
    }

    package static var version: String { String(cString: rd_kafka_version_str()) }

    /// Whether the library that is loaded is of this version or a later one; it may be another than was built against.
    package static func isAtLeast(_ major: Int32, _ minor: Int32) -> Bool {
        rd_kafka_version() >> 16 >= major << 8 | minor
    }
}

/// What the callbacks of a handle reach.
final class HandleContext: Sendable {
    struct State {
        var complaint: String?
        var isRefused = false
        /// Tickets that were given out before those that are waited for.
        var ticketsBefore: UInt = 0
        /// Where each record with a ticket stands, once that is reported.
        var delivered: [Int64?] = []
    }

    let logger: Logger
    let statistics: (@Sendable (String) -> Void)?
    let state = Mutex(State())
    /// Set and called on the thread that polls the handle.
    nonisolated(unsafe) var rebalance:
        ((rd_kafka_resp_err_t, UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) -> Void)?

    init(logger: Logger, statistics: (@Sendable (String) -> Void)?) {
        self.logger = logger
        self.statistics = statistics
    }

    /// Nil before `rd_kafka_new` has set the opaque.
    static func of(_ handle: OpaquePointer) -> HandleContext? {
        rd_kafka_opaque(handle).map { Unmanaged<HandleContext>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Gives out tickets for so many records, one after another, and returns the first. Reports of earlier ones, such as those of
    /// an aborted transaction, count no more. A ticket is never 0.
    func giveTickets(_ count: Int) -> UInt {
        state.withLock {
            $0.ticketsBefore += UInt($0.delivered.count)
            $0.delivered = Array(repeating: nil, count: count)
            return $0.ticketsBefore + 1
        }
    }

    func delivered(_ ticket: UInt, at offset: Int64) {
        state.withLock { state in
            guard ticket > state.ticketsBefore else { return }
            let index = Int(ticket - state.ticketsBefore - 1)
            if state.delivered.indices.contains(index) { state.delivered[index] = offset }
        }
    }

    /// The offsets of the records that have the tickets given out last; nil where none was reported.
    var offsets: [Int64?] { state.withLock { $0.delivered } }

    /// syslog levels.
    func log(level: Int32, _ text: String) {
        let level: Logger.Level =
            switch level {
            case ...3: .error
            case 4: .warning
            // librdkafka's notices and infos are about connections that come and go.
            case 5, 6: .debug
            default: .trace
            }
        logger.log(level: level, "\(text)")
        if text.contains("uthentication") { noticed(RD_KAFKA_RESP_ERR__AUTHENTICATION, text) }
    }

    func noticed(_ code: rd_kafka_resp_err_t, _ reason: String) {
        state.withLock {
            $0.complaint = reason
            if code == RD_KAFKA_RESP_ERR__AUTHENTICATION { $0.isRefused = true }
        }
        logger.debug("librdkafka", metadata: ["reason": "\(reason)"])
    }
}
