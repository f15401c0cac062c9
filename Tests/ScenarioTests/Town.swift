import Intake
import Register
import Schemas
import Sealing
import SwiftProtobuf
import TestSupport
import WorkerKit

/// The six workers around one partition of the register, and a calendar that goes on when the story does.
struct Town {
    private(set) var happened: [Event] = []
    private var register: LocalRegister
    private let intake: IntakeWorker
    private let references: IntakeReferences
    /// The first day that is not closed; nil before anything happened.
    private var today: CivilDate?
    private var submitted: UInt64 = 0
    private var last: WireSubmission?
    /// The day of the last act.
    private var acted = CivilDate(days: 0)
    private var applicants: [SubmissionID: Somebody] = [:]
    private var numbers: [Somebody: UniqueNumber] = [:]
    /// The first names of the co-applicants.
    private var household: [SubmissionID: [String]] = [:]
    /// As receipts say it.
    private var firstFiled: [String: String] = [:]
    private var seen = (records: 0, receipts: 0, notices: 0)

    init(_ law: LegalCalendar) {
        register = LocalRegister(calendar: law)
        var settings = IntakeSettings()
        settings.adopt(law)
        intake = IntakeWorker(settings: settings)
        references = Town.references()
    }

    mutating func live(_ line: Line) {
        switch line.deed {
        case .none: close(through: line.day.adding(days: -1))
        case .act(let act):
            let sent = line.sentOn ?? line.day
            close(through: sent.adding(days: -1))
            submit(act, on: line.day, sentOn: sent)
        case .standstill: catchUp(through: line.day.adding(days: -1))
        }
    }

    /// Each day in its turn.
    mutating func close(through day: CivilDate) {
        while let open = today, open <= day { catchUp(through: open) }
    }

    /// All the days through this one, in one go.
    private mutating func catchUp(through day: CivilDate) {
        guard let open = today, open <= day else { return }
        register.closeDays(through: day)
        today = day.adding(days: 1)
        rest()
    }

    private mutating func submit(_ act: Act, on day: CivilDate, sentOn sent: CivilDate) {
        if today == nil { today = day }
        var submission: WireSubmission
        if act.isResend, let last {
            submission = last
        } else {
            submitted += 1
            submission = .with {
                $0.submissionID = SubmissionFixtures.id(submitted)
                $0.desk = act.desk.rawValue
                $0.agent = "agent-1"
                $0.territory = "059"
                if act.published == nil { $0.receivedOn = day.iso }
                $0.request.kind = act.request(numbers[act.holder]?.text ?? "0590111999999G5901")
            }
        }
        last = submission
        acted = day
        let id = SubmissionID(submission.submissionID)!
        if applicants[id] == nil { applicants[id] = act.applicant }
        let value: [UInt8] = try! submission.serializedBytes()
        let decision = intake.judge(
            IncomingSubmission(
                value: value[...],
                contentType: "application/protobuf",
                timestamp: act.published.map(Town.milliseconds) ?? sent.startInParis() + 12 * 3_600_000,
                source: SourcePosition(partition: 0, offset: Int64(register.partition.count)),
            ),
            references: references,
        )
        switch decision {
        case .accepted(let judged):
            let record = FormSealer.unsealed.seal(judged).record
            // A spouse's number is the couple's.
            if let form = submission.request.application {
                household[id] = form.coApplicants.map(\.identity.firstNames)
            }
            register.append(record)
        case .refused(let receipt): note(receipt)
        case .unreadable(let reason): preconditionFailure("the story cannot be read: \(reason)")
        }
        rest()
    }

    /// Everybody reads everything; then what was said is put in the words of a story.
    private mutating func rest() {
        register.settle()
        for receipt in register.published.receipts[seen.receipts...] where !receipt.message.firstFiledOn.isEmpty {
            firstFiled[receipt.message.submissionID] = receipt.message.firstFiledOn
        }
        for record in register.partition[seen.records...] { note(record) }
        seen.records = register.partition.count
        for receipt in register.published.receipts[seen.receipts...] { note(receipt) }
        seen.receipts = register.published.receipts.count
        for notice in register.published.notices[seen.notices...] { note(notice) }
        seen.notices = register.published.notices.count
    }

    // MARK: In the words of a story

    private mutating func note(_ record: RegisterRecord) {
        switch record.fact {
        case .registered, .imported:
            guard let number = record.number, let id = record.submission, let applicant = applicants[id] else { break }
            numbers[applicant] = number
            for person in [Somebody.zoe, .karim, .lou] where household[id]?.contains(person.firstNames) == true {
                numbers[person] = number
            }
        default: break
        }
        guard var happening = Happening(record) else { return }
        happening.details["whose"] = owner(record.number)?.firstNames
        if let filed = record.submission.flatMap({ firstFiled[$0.text] }) { happening.details["filed"] = filed }
        happened.append(Event(day: record.day, happening: happening))
    }

    private mutating func note(_ receipt: Receipt) {
        let message = receipt.message
        guard let day = CivilDate(iso: message.receivedOn) else { return }
        if message.outcome == .refused, !message.repeated {
            var happening = Happening(name: "refused")
            happening.details["because"] = message.anomalies.map(\.code).joined(separator: " ")
            happening.details["at"] = message.anomalies.map(\.path).joined(separator: " ")
            if let from = message.anomalies.first(where: { !$0.renewableFrom.isEmpty })?.renewableFrom {
                happening.details["renewable from"] = from
            }
            happened.append(Event(day: day, happening: happening))
        } else if message.repeated {
            // Received when it came first.
            var happening = Happening(name: "answered again")
            happening.details["outcome"] = "\(message.outcome)"
            happening.details["whose"] = owner(UniqueNumber(message.number))?.firstNames
            happened.append(Event(day: acted, happening: happening))
        }
    }

    private mutating func note(_ notice: WireNotice) {
        guard let day = CivilDate(iso: notice.issuedOn) else { return }
        var happening = Happening(name: notice.kind.letter)
        if !notice.validUntil.isEmpty { happening.details["until"] = notice.validUntil }
        happened.append(Event(day: day, happening: happening))
    }

    private func owner(_ number: UniqueNumber?) -> Somebody? {
        [Somebody.zoe, .karim, .lou].first { numbers[$0] == number && number != nil }
    }

    // MARK: What there is

    private static func references() -> IntakeReferences {
        var references = IntakeReferences()
        do {
            for desk in Desk.allCases.compactMap(\.wire) {
                try references.take(desk: Bytes(desk.code.utf8), value: Bytes(desk.serializedBytes() as [UInt8]))
            }
            for (code, epci) in [("59350", "200093201"), ("59512", "200093201"), ("59183", "245900428")] {
                let commune = WireCommune.with {
                    $0.code = code
                    $0.epciSiren = epci
                }
                try references.take(commune: Bytes(code.utf8), value: Bytes(commune.serializedBytes() as [UInt8]))
            }
        } catch { preconditionFailure("\(error)") }
        return references
    }

    /// 2012-03-24T23:30, in UTC.
    private static func milliseconds(_ utc: String) -> Int64 {
        let parts = utc.split(separator: "T")
        guard parts.count == 2, let day = CivilDate(iso: String(parts[0])) else {
            preconditionFailure("not a moment: \(utc)")
        }
        let clock = parts[1].split(separator: ":").compactMap { Int64($0) }
        return (Int64(day.days) * 24 * 60 + clock[0] * 60 + clock[1]) * 60_000
    }
}
