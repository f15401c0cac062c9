import Register
import Schemas

/// What a worker answered to the submissions whose kind it owns, for as long as a resend is recognised.
package struct Answers: Sendable {
    private var rows: Table<SubmissionID, AnswerRow>
    /// The submissions of each day, so that forgetting a day reads no other. May also name one whose row has another day
    /// by now. Nil at first, and after the rows were restored or rolled back: it is made when it is needed.
    private var byDay: [CivilDate: [SubmissionID]]?

    package init(tag: UInt8) { rows = Table(tag: tag) }

    package subscript(id: SubmissionID) -> AnswerRow? {
        get { rows[id] }
        set {
            if let day = newValue?.day, day != rows[id]?.day { byDay?[day, default: []].append(id) }
            rows[id] = newValue
        }
    }

    package mutating func apply(_ pass: inout TablePass) {
        rows.apply(&pass)
        switch pass.action {
        case .restore, .rollBack: byDay = nil
        case .drain, .keep, .snapshot, .reserve: break
        }
    }

    package enum Recollection: Equatable {
        case new
        /// The same submission again: answer it as before.
        case repeated(AnswerRow)
        /// The same id on other content: refuse it.
        case conflict
    }

    package func recall(_ id: SubmissionID, fingerprint: UInt64) -> Recollection {
        guard let row = rows[id] else { return .new }
        return row.fingerprint == fingerprint ? .repeated(row) : .conflict
    }

    /// True when this submission was not answered yet; else the answer goes out now.
    package func isNew(_ record: RegisterRecord, _ accepted: WireAccepted, into output: inout Output) -> Bool {
        guard let id = record.submission else { return false }
        switch recall(id, fingerprint: accepted.fingerprint) {
        case .new: return true
        case .repeated(let row): output.repeatAnswer(record, row)
        case .conflict: output.decline(record, [Anomaly(code: .sameIDOtherContent, path: "submission_id")])
        }
        return false
    }

    /// True when a desk that acts on some communes only may act on the file that it named; else it is told so now.
    package mutating func admits(_ record: RegisterRecord, _ judged: WireAccessJudged, into output: inout Output)
        -> Bool
    {
        if !judged.denied { return true }
        if isNew(record, judged.accepted, into: &output) {
            refuse(record, judged.accepted, .fileOutsideCommunes, into: &output)
        }
        return false
    }

    /// Refuses for one reason, and remembers it. Where the number that was named is an alias of `kept`, that is the reason.
    /// `renewableFrom`: of a renewal that came too early.
    package mutating func refuse(
        _ record: RegisterRecord,
        _ accepted: WireAccepted,
        _ code: AnomalyCode,
        mergedInto kept: UniqueNumber? = nil,
        renewableFrom: CivilDate? = nil,
        into output: inout Output,
    ) {
        let code = kept == nil ? code : .numberMerged
        if let id = record.submission {
            var row = AnswerRow(
                fingerprint: accepted.fingerprint,
                day: accepted.answerDay(record),
                outcome: .refused,
                anomaly: code,
            )
            row.kept = kept
            row.renewableFrom = renewableFrom
            self[id] = row
        }
        let anomaly = Anomaly(code: code, path: record.anomalyPath, renewableFrom: renewableFrom)
        output.decline(record, [anomaly], mergedInto: kept)
    }

    /// Forgets what was answered more than `days` before `day`.
    package mutating func forget(closing day: CivilDate, days: Int) {
        let limit = day.adding(days: -days)
        if byDay == nil { byDay = daysOfRows() }
        for past in byDay?.keys.filter({ $0 < limit }) ?? [] {
            for id in byDay?.removeValue(forKey: past) ?? [] where rows[id].map({ $0.day < limit }) == true {
                rows[id] = nil
            }
        }
    }

    private func daysOfRows() -> [CivilDate: [SubmissionID]] {
        var days: [CivilDate: [SubmissionID]] = [:]
        rows.forEach { id, row in days[row.day, default: []].append(id) }
        return days
    }
}

extension WireAccepted {
    /// The day from which the answer is remembered: that of reception, or of a late one the day it was registered. Else what
    /// was received before the memory begins would be forgotten at once, and could be sent again.
    package func answerDay(_ record: RegisterRecord) -> CivilDate {
        published == 0 ? record.day : max(record.day, CivilDate(days: published))
    }
}

/// `nu.v1.AnswerRow`.
package struct AnswerRow: TableRow {
    // In an order that leaves no room between them.
    package var fingerprint: UInt64
    package var number: UniqueNumber?
    package var anomaly: AnomalyCode?
    private var outcomeCode: UInt8
    package var day: CivilDate
    /// With `numberMerged`: the number to use instead.
    package var kept: UniqueNumber?
    package var firstFiled: CivilDate?
    package var validUntil: CivilDate?
    /// With `renewalTooEarly`.
    package var renewableFrom: CivilDate?

    package var outcome: WireOutcome {
        get { WireOutcome(rawValue: Int(outcomeCode)) ?? .unspecified }
        set { outcomeCode = UInt8(truncatingIfNeeded: newValue.rawValue) }
    }

    package init(
        fingerprint: UInt64,
        day: CivilDate,
        outcome: WireOutcome,
        number: UniqueNumber? = nil,
        firstFiled: CivilDate? = nil,
        validUntil: CivilDate? = nil,
        anomaly: AnomalyCode? = nil,
    ) {
        self.fingerprint = fingerprint
        self.day = day
        outcomeCode = UInt8(truncatingIfNeeded: outcome.rawValue)
        self.number = number
        self.firstFiled = firstFiled
        self.validUntil = validUntil
        self.anomaly = anomaly
    }

    public func encode(into writer: inout WireWriter) {
        writer.field(1, fixed64: fingerprint)
        writer.field(2, date: day)
        writer.field(3, unsigned: UInt64(outcome.rawValue))
        writer.field(4, fixed64: number?.rawValue ?? 0)
        writer.field(5, date: firstFiled)
        writer.field(6, date: validUntil)
        writer.field(7, unsigned: UInt64(anomaly?.figures ?? 0))
        writer.field(8, fixed64: kept?.rawValue ?? 0)
        writer.field(9, date: renewableFrom)
    }

    public init(decoding reader: inout WireReader) throws(WireReader.Failure) {
        self.init(fingerprint: 0, day: CivilDate(days: 0), outcome: .unspecified)
        while let (field, wire) = try reader.nextTag() {
            switch field {
            case 1: fingerprint = try reader.fixed64()
            case 2: day = try reader.date()
            case 3: outcome = WireOutcome(rawValue: Int(truncatingIfNeeded: try reader.varint())) ?? .unspecified
            case 4: number = UniqueNumber(rawValue: try reader.fixed64())
            case 5: firstFiled = try reader.date()
            case 6: validUntil = try reader.date()
            case 7: anomaly = AnomalyCode(figures: Int(truncatingIfNeeded: try reader.varint()))
            case 8: kept = UniqueNumber(rawValue: try reader.fixed64())
            case 9: renewableFrom = try reader.date()
            default: try reader.skip(wire: wire)
            }
        }
    }
}

extension AnomalyCode {
    /// The digits of the code: 101 for `NU_0101`. Never renumbered.
    package var figures: Int { Int(rawValue.dropFirst(3)) ?? 0 }

    package init?(figures: Int) {
        guard let code = AnomalyCode.byFigures[figures] else { return nil }
        self = code
    }

    private static let byFigures = Dictionary(uniqueKeysWithValues: AnomalyCode.allCases.map { ($0.figures, $0) })
}
