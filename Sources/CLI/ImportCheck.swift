import Foundation
import Intake
import Register
import Schemas
import Stream
import WorkerKit

/// What is wrong with a file of the former system before any of it is sent: each line as intake will judge it, then against
/// the other lines and the numbers that the register has given.
struct ImportCheck {
    struct Problem {
        var line: Int
        var path: String
        var code: String
        var french: String
        var english: String
    }

    /// The numbers of a territory in the file.
    struct Numbers {
        var sequences: [Int] = []
        var first = CivilDate(days: .max)
        var last = CivilDate(days: .min)

        /// How many numbers are missing between the least and the greatest sequence. The former system may have ended
        /// those files; it is for who knows it to say.
        var gaps: Int {
            let known = Set(sequences)
            guard let least = known.min(), let most = known.max() else { return 0 }
            return most - least + 1 - known.count
        }
    }

    private let references: IntakeReferences
    private let taken: [UniqueNumber: SubmissionID?]
    /// The numbers that submissions got, the other way round.
    private let given: [SubmissionID: UniqueNumber]
    private let signer: SubmissionSigner?
    private let intake: IntakeWorker
    private(set) var problems: [Problem] = []
    private(set) var lines = 0
    /// Lines whose number the register has from this very submission: an earlier run sent them.
    private(set) var imported = 0
    private(set) var numbers: [Territory: Numbers] = [:]
    private var numberLines: [UniqueNumber: Int] = [:]
    private var idLines: [SubmissionID: Int] = [:]
    private var personLines: [PersonKey: Int] = [:]

    init(
        references: IntakeReferences,
        taken: [UniqueNumber: SubmissionID?],
        law: LegalCalendar,
        signer: SubmissionSigner?,
    ) {
        var settings = IntakeSettings()
        settings.adopt(law)
        settings.register = signer?.register
        intake = IntakeWorker(settings: settings)
        self.references = references
        self.taken = taken
        given = Dictionary(taken.compactMap { number, id in id.map { ($0, number) } }) { first, _ in first }
        self.signer = signer
    }

    var linesWithProblems: Int { Set(problems.map(\.line)).count }

    mutating func take(_ next: JSONLines.Line, now: Int64) throws {
        lines += 1
        let line = next.number
        guard let text = next.text else { return add(.unreadableContent, "", line) }
        let value = Array(text.utf8)
        let signature = try signer?.sign(value, .json, now: now)
        let decision = intake.judge(
            IncomingSubmission(
                value: value[...],
                contentType: ContentType.json.rawValue,
                signature: signature?.text,
                issuedAt: signature?.issuedAt,
                audience: signature?.audience,
                timestamp: now,
                source: SourcePosition(partition: 0, offset: Int64(line)),
            ),
            references: references,
        )
        switch decision {
        case .unreadable(let reason):
            // The code, then what nobody but the operator reads.
            if let code = AnomalyCode(rawValue: String(reason.prefix { $0 != ":" })) { add(code, "", line) }
        case .refused(let receipt):
            for anomaly in receipt.message.anomalies {
                problems.append(
                    Problem(
                        line: line,
                        path: anomaly.path,
                        code: anomaly.code,
                        french: anomaly.french,
                        english: anomaly.english
                    )
                )
            }
        case .accepted(let record): compare(record, line)
        }
    }

    /// With the lines before it, and with the register.
    private mutating func compare(_ record: RegisterRecord, _ line: Int) {
        guard case .accepted(let accepted) = record.fact, case .import(let request) = accepted.request.kind,
            let number = record.number, let filed = CivilDate(iso: request.firstFiledOn)
        else { return add(.kindNotSupported, "request", line) }
        if let id = record.submission {
            if let first = idLines[id] {
                add(.sameIDOtherContent, "submission_id", line, first)
            } else if given[id].map({ $0 != number }) ?? false {
                add(.sameIDOtherContent, "submission_id", line)
            }
            idLines[id] = idLines[id] ?? line
        }
        let owner = taken[number]
        let isOwn = record.submission != nil && owner == .some(record.submission)
        if isOwn { imported += 1 }
        if owner != nil && !isOwn || numberLines[number] != nil {
            add(.numberTaken, "request.import.number", line, numberLines[number])
        }
        numberLines[number] = numberLines[number] ?? line
        for person in PersonKey.telling(in: request.application).map({ $0.within(number.territory) }) {
            guard let first = personLines[person] else {
                personLines[person] = line
                continue
            }
            // It would be linked to the first one, and its number lost.
            add(.otherLiveApplication, "request.import.application", line, first)
            break
        }
        var those = numbers[number.territory] ?? Numbers()
        those.sequences.append(number.sequence)
        those.first = min(those.first, filed)
        those.last = max(those.last, filed)
        numbers[number.territory] = those
    }

    private mutating func add(_ code: AnomalyCode, _ path: String, _ line: Int, _ other: Int? = nil) {
        problems.append(
            Problem(
                line: line,
                path: path,
                code: code.rawValue,
                french: code.french + (other.map { " (ligne \($0))" } ?? ""),
                english: code.english + (other.map { " (line \($0))" } ?? ""),
            )
        )
    }
}

extension IntakeReferences {
    /// The desks and communes as their topics say now.
    init(_ log: any StreamLog) throws {
        self.init()
        for (code, record) in try log.readTable(.desks) {
            try? take(desk: Array(code.utf8)[...], value: record.value)
        }
        for (code, record) in try log.readTable(.communes) {
            try? take(commune: Array(code.utf8)[...], value: record.value)
        }
    }
}
