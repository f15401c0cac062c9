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
    private(set) var refusedSignatures: [String: Int] = [:]

    init(
        intake: IntakeWorker,
        references: References,
        sealer: FormSealer,
        partition: TopicPartition,
        writer: OutputWriter,
        clock: RegisterClock,
        now: @escaping @Sendable () -> Int64,
    ) {
        self.intake = intake
        self.references = references
        self.sealer = sealer
        self.partition = partition
        self.writer = writer
        self.clock = clock
        self.now = now
        watermark = Watermark(clock)
    }

    mutating func process(_ record: LogRecord, into outgoing: inout [OutgoingRecord]) {
        if let day = watermark.read(record) { say(day, record.timestamp, into: &outgoing) }
        if record.isMarker { return }
        let input = IncomingSubmission(
            value: record.value ?? [],
            contentType: record.header(HeaderName.contentType),
            signature: record.header(HeaderName.signature),
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
}

extension Receipt {
    fileprivate var isForSignature: Bool {
        [AnomalyCode.signatureMissing, .signatureInvalid].map(\.rawValue).contains(message.anomalies.first?.code)
    }
}
