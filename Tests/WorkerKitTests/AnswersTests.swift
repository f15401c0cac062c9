import Register
import Schemas
import TestSupport
import Testing

@testable import WorkerKit

/// A resend is recognised for so many days, and not for one more.
@Suite struct AnswersTests {
    /// What was received years ago is registered today: its answer is remembered from today.
    @Test func aLateReceptionIsRememberedFromTheDayItWasRegistered() {
        let record = RegisterRecord.strikeOff(7, of: .stub(1), "RADABA", day: "2010-04-12")
        guard case .accepted(var accepted) = record.fact else { return }
        #expect(accepted.answerDay(record) == "2010-04-12")
        accepted.published = CivilDate("2012-04-12").days
        #expect(accepted.answerDay(record) == "2012-04-12")
        var answers = Answers(tag: 3)
        var output = Output()
        answers.refuse(record, accepted, .unknownNumber, into: &output)
        answers.forget(closing: "2012-04-12", days: 90)
        #expect(!answers.isNew(record, accepted, into: &output))
        answers.forget(closing: "2012-07-12", days: 90)
        #expect(answers.isNew(record, accepted, into: &output))
    }

    /// Goal: after a day is closed exactly the answers of the days before are gone, whatever happened to them in between.
    /// Method: random answers, changed, taken back and read back from the changelog, beside a plain dictionary.
    @Test(arguments: UInt64(1)...40)
    func whatIsTooOldIsForgottenOnItsDay(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var answers = Answers(tag: 7)
        var model: [SubmissionID: AnswerRow] = [:]
        var kept = model
        var today: CivilDate = "2012-04-12"
        for _ in 0..<600 {
            switch Int.random(in: 0..<12, using: &random) {
            case 0..<6:
                // A submission may have been received some days ago.
                let day = today.adding(days: -Int.random(in: 0...12, using: &random))
                let id = SubmissionID.stub(UInt64.random(in: 1...60, using: &random))
                let row = AnswerRow(fingerprint: random.next(), day: day, outcome: .recorded)
                answers[id] = row
                model[id] = row
            case 6..<9:
                answers.forget(closing: today, days: 10)
                model = model.filter { $0.value.day.adding(days: 10) >= today }
                today = today.adding(days: Int.random(in: 0...2, using: &random))
            case 9:
                apply(.keep, to: &answers)
                kept = model
            case 10:
                apply(.rollBack, to: &answers)
                model = kept
            default:
                answers = restored(from: answers)
                kept = model
            }
            try #require(rows(of: answers) == model, "seed \(seed)")
        }
    }

    private func apply(_ action: TablePass.Action, to answers: inout Answers) {
        var pass = TablePass(action)
        answers.apply(&pass)
    }

    private func snapshot(_ answers: Answers) -> [RowChange] {
        var copy = answers
        var pass = TablePass(.snapshot)
        copy.apply(&pass)
        return pass.changes
    }

    /// As after a crash: some rows in one batch of the changelog, some in the next.
    private func restored(from answers: Answers) -> Answers {
        let rows = snapshot(answers).map { RestoredRow(key: $0.key[...], value: $0.value.map { $0[...] }) }
        var answers = Answers(tag: 7)
        for half in [rows.prefix(rows.count / 2), rows.suffix(from: rows.count / 2)] {
            var pass = TablePass(.restore, restored: Array(half))
            answers.apply(&pass)
        }
        return answers
    }

    private func rows(of answers: Answers) -> [SubmissionID: AnswerRow] {
        let rows = (UInt64(1)...60).compactMap { figure -> (SubmissionID, AnswerRow)? in
            let id = SubmissionID.stub(figure)
            return answers[id].map { (id, $0) }
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }
}
