import Intake
import Register
import Schemas
import Sealing
import Stream
import WorkerKit

/// Runs intake on a partition of `nu.submissions`.
struct IntakeProcessor: Processor {
    let intake: IntakeWorker
    let references: References
    let sealer: FormSealer
    let partition: TopicPartition
    let writer: OutputWriter
    /// The time of this process, in milliseconds since 1970.
    let now: @Sendable () -> Int64
    private let clock: RegisterClock
    private var watermark: Watermark
    let log: any StreamLog
    private(set) var refusedSignatures: [String: Int] = [:]
    private(set) var lateReceptions: [String: Int] = [:]

    init(
        intake: IntakeWorker,
        references: References,
        sealer: FormSealer,
        partition: TopicPartition,
        writer: OutputWriter,
        clock: RegisterClock,
        now: @escaping @Sendable () -> Int64,
        log: any StreamLog,
    ) {
        self.intake = intake
        self.references = references
        self.sealer = sealer
        self.partition = partition
        self.writer = writer
        self.clock = clock
        self.now = now
        self.log = log
        watermark = Watermark(clock)
    }

    mutating func process(_ record: LogRecord, into outgoing: inout [OutgoingRecord]) throws(LogError) {
        // Of a time that a sender gave, nothing is believed: neither the day of reception nor that a day is over.
        if try bearsSendersTime(record) {
            if !record.isMarker {
                outgoing.append(writer.reject(record, of: partition, reason: IntakeProcessor.sendersTime))
            }
            return
        }
        if let day = watermark.read(record) { say(day, record.timestamp, into: &outgoing) }
        if record.isMarker { return }
        let input = IncomingSubmission(
            value: record.value ?? [],
            contentType: record.header(HeaderName.contentType),
            signature: record.header(HeaderName.signature),
            issuedAt: record.header(HeaderName.issuedAt),
            audience: record.header(HeaderName.audience),
            timestamp: record.timestamp,
            source: SourcePosition(partition: Int32(partition.partition), offset: record.offset),
        )
        let origin = OutputWriter.Origin(
            partition: partition,
            offset: record.offset,
            timestamp: record.timestamp,
            traceParent: record.traceParent,
        )
        switch intake.judge(input, references: references.current) {
        case .accepted(let accepted):
            if case .accepted(let fact) = accepted.fact, fact.hasLateReception, let desk = accepted.desk {
                lateReceptions[desk.code, default: 0] += 1
            }
            // The key and what it seals: together in the log, or neither.
            let sealed = sealer.seal(accepted)
            outgoing.append(
                writer.register(
                    sealed.record,
                    partition: nil,
                    timestamp: record.timestamp,
                    traceParent: origin.traceParent
                )
            )
            if let key = sealed.dataKey {
                outgoing.append(writer.key(key.wrapped, key.id, of: sealed.record.territory))
            }
        case .refused(let receipt):
            if receipt.isForSignature { refusedSignatures[receipt.message.desk, default: 0] += 1 }
            outgoing.append(writer.receipt(receipt, from: origin, worker: WorkerName.intake.rawValue))
        case .unreadable(let reason):
            outgoing.append(writer.reject(record, of: partition, reason: reason))
        }
    }

    /// A live register takes the day of reception from the broker's timestamp. If nu.submissions no longer has
    /// `message.timestamp.type=LogAppendTime`, senders choose that day: intake stops. Once the setting is put right, records
    /// that bear a sender's timestamp become rejects, and get the broker's when they are sent again.
    private func bearsSendersTime(_ record: LogRecord) throws(LogError) -> Bool {
        guard clock == .live, record.timestampSource != .log else { return false }
        if try log.timestampSource(of: partition.topic) == .log { return true }
        throw LogError(
            .configuration,
            .restart,
            "\(partition)@\(record.offset) bears the time that its sender gave it, and this register is live: on Kafka "
                + "`numero-unique topics apply` has the broker give it (message.timestamp.type); an embedded log that was "
                + "made for a replay takes no live worker",
        )
    }

    private static let sendersTime =
        "published while the topic took the time that senders give; sent again, it gets the time of the log"

    /// All that this partition received through a day stands before this, in every partition of the register.
    private func say(_ day: CivilDate, _ timestamp: Int64, into outgoing: inout [OutgoingRecord]) {
        var fact = WireReceived()
        fact.submissionPartition = UInt32(partition.partition)
        let record = RegisterRecord(territory: nil, day: day, fact: .received(fact))
        for partition in 0..<writer.registers {
            outgoing.append(
                writer.register(record, partition: partition, timestamp: timestamp, traceParent: nil)
            )
        }
    }

    mutating func dayIsOver(_ day: CivilDate, into outgoing: inout [OutgoingRecord]) {
        guard watermark.dayIsOver(day) else { return }
        outgoing.append(
            OutgoingRecord(
                partition,
                key: nil,
                value: nil,
                headers: [LogHeader(HeaderName.marker, "day")],
                timestamp: clock == .live ? now() : day.adding(days: 1).startInParis(),
            )
        )
    }

    mutating func setAside(
        _ record: LogRecord,
        because error: LogError,
        into output: inout [OutgoingRecord],
    ) throws(LogError) {
        if let day = watermark.read(record) { say(day, record.timestamp, into: &output) }
        output.append(writer.reject(record, of: partition, reason: "what follows from it cannot be written: \(error)"))
    }

    mutating func apply(_ pass: inout TablePass) { watermark.apply(&pass) }

    var calendarStatus: CalendarStatus? {
        CalendarStatus(closed: watermark.said, received: watermark.said, alarm: watermark.alarm)
    }

    mutating func takeRefusedSignatures() -> [String: Int] {
        defer { refusedSignatures = [:] }
        return refusedSignatures
    }

    mutating func takeLateReceptions() -> [String: Int] {
        defer { lateReceptions = [:] }
        return lateReceptions
    }
}

extension Receipt {
    fileprivate var isForSignature: Bool {
        AnomalyCode.ofSignatures.contains { $0.rawValue == message.anomalies.first?.code }
    }
}

extension AnomalyCode {
    fileprivate static let ofSignatures: [AnomalyCode] = [
        .signatureMissing, .signatureIncomplete, .signatureForAnotherRegister, .signatureInvalid, .signatureTooOld,
        .signatureInFuture,
    ]
}
