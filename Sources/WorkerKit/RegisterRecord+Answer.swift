import Register
import Schemas
import SwiftProtobuf

extension Output {
    /// Refuses the submission that `record` accepted: the fact, and the receipt with its reasons. `kept` stands for the
    /// number that it named.
    package mutating func decline(
        _ record: RegisterRecord,
        _ anomalies: [Anomaly],
        mergedInto kept: UniqueNumber? = nil,
    ) {
        facts.append(record.followed(by: .declined(.with { $0.codes = anomalies.map(\.code.rawValue) })))
        var receipt = record.receipt(.refused, anomalies: anomalies)
        if let kept { receipt.message.keptNumber = kept.text }
        receipts.append(receipt)
        eraseForm(of: record)
    }

    /// Answers a resend: the same receipt, marked as repeated.
    package mutating func repeatAnswer(_ record: RegisterRecord, _ row: AnswerRow) {
        facts.append(record.followed(by: .repeated(WireRepeated())))
        var receipt = record.receipt(
            row.outcome,
            number: row.number,
            firstFiled: row.firstFiled,
            validUntil: row.validUntil,
            anomalies: row.anomaly.map {
                [Anomaly(code: $0, path: record.anomalyPath, renewableFrom: row.renewableFrom)]
            } ?? [],
        )
        receipt.message.repeated = true
        if let kept = row.kept { receipt.message.keptNumber = kept.text }
        receipts.append(receipt)
        eraseForm(of: record)
    }
}

extension RegisterRecord {
    /// The final receipt of the submission that this record belongs to.
    package func receipt(
        _ outcome: WireOutcome,
        number: UniqueNumber? = nil,
        firstFiled: CivilDate? = nil,
        validUntil: CivilDate? = nil,
        anomalies: [Anomaly] = [],
    ) -> Receipt {
        var message = WireReceipt()
        message.submissionID = submission?.text ?? ""
        message.desk = desk?.code ?? ""
        message.territory = territory?.code ?? ""
        message.kind = kind
        message.outcome = outcome
        if let number = number ?? self.number { message.number = number.text }
        if let firstFiled { message.firstFiledOn = firstFiled.iso }
        if let validUntil { message.validUntil = validUntil.iso }
        message.receivedOn = day.iso
        message.anomalies = anomalies.capped.map(WireAnomaly.init)
        message.sourcePartition = UInt32(bitPattern: source?.partition ?? 0)
        message.sourceOffset = UInt64(bitPattern: source?.offset ?? 0)
        message.unread = unread
        return Receipt(message: message, format: format)
    }

    /// Where the number stands in a submission of this kind: what a worker's refusal points at.
    package var anomalyPath: String {
        switch kind {
        case .creation: "request.creation"
        case .separation: "request.separation.from_number"
        case .modification: "request.modification.number"
        case .renewal: "request.renewal.number"
        case .strikeOff: "request.strike_off.number"
        case .reinstatement: "request.reinstatement.number"
        case .deletion: "request.deletion.number"
        case .import: "request.import.number"
        case .undeliverableLetter: "request.undeliverable_letter.number"
        case .reviewDecision: "request.review_decision.review_id"
        case .warning: "request.warning.number"
        case .noticeProof: "request.notice_proof.number"
        case .litigationHold: "request.litigation_hold.number"
        case .unspecified, .UNRECOGNIZED: "request"
        }
    }
}

extension WireAnomaly {
    package init(_ anomaly: Anomaly) {
        self.init()
        code = anomaly.code.rawValue
        path = anomaly.path
        french = anomaly.french
        english = anomaly.english
        renewableFrom = anomaly.renewableFrom?.iso ?? ""
    }
}
