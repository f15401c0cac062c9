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
    private(set) var refusedSignatures: [String: Int] = [:]

    init(
        intake: IntakeWorker,
        references: References,
        sealer: FormSealer,
        partition: TopicPartition,
        writer: OutputWriter,
    ) {
        self.intake = intake
        self.references = references
        self.sealer = sealer
        self.partition = partition
        self.writer = writer
    }

    mutating func process(_ record: LogRecord, into outgoing: inout [OutgoingRecord]) {
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
            traceParent: record.headers.last { $0.name == HeaderName.traceParent },
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

    mutating func closeDays(through day: CivilDate, into output: inout [OutgoingRecord]) {}

    mutating func apply(_ pass: inout TablePass) {}

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
