import Register
import Schemas
import SwiftProtobuf
import WorkerKit

// What providers say of notices, and what is tried next.
extension RenewalWorker {
    /// The post brought a letter back. It does not say which, and the address is bad for all of them.
    mutating func recordReturn(
        _ record: RegisterRecord,
        _ accepted: WireAccepted,
        _ letter: WireUndeliverableLetter,
        into output: inout Output,
    ) {
        guard answers.isNew(record, accepted, into: &output), let number = record.number else { return }
        guard let row = applications[number] else {
            return answers.refuse(record, accepted, .unknownNumber, mergedInto: aliases[number], into: &output)
        }
        guard record.day >= row.filed else {
            return answers.refuse(record, accepted, .receivedBeforeFiling, into: &output)
        }
        let letters = row.sendings.indices.filter { row.sendings[$0].channel.isLetter }
        guard !letters.isEmpty else { return answers.refuse(record, accepted, .noticeUnknown, into: &output) }
        let returned = CivilDate(iso: letter.returnedOn) ?? record.day
        let fact = WireNoticeUndeliverable.with {
            $0.returned = returned.days
            $0.proof = letter.proof
        }
        answer(record, accepted, by: .noticeUndeliverable(fact), into: &output)
        note(.returned, on: returned, proof: letter.proof, of: letters, row, number, record, into: &output)
    }

    mutating func recordProof(
        _ record: RegisterRecord,
        _ accepted: WireAccepted,
        _ proof: WireNoticeProof,
        into output: inout Output,
    ) {
        guard answers.isNew(record, accepted, into: &output), let number = record.number else { return }
        guard let row = applications[number] else {
            return answers.refuse(record, accepted, .unknownNumber, mergedInto: aliases[number], into: &output)
        }
        guard record.day >= row.filed else {
            return answers.refuse(record, accepted, .receivedBeforeFiling, into: &output)
        }
        let channel = NoticeChannel(proof.channel)
        let index = row.sendings.firstIndex { Int32($0.rank) == proof.rank && $0.channel == channel }
        guard let index, let status = NoticeSending.Status(proof.status) else {
            return answers.refuse(record, accepted, .noticeUnknown, into: &output)
        }
        let happened = CivilDate(iso: proof.happenedOn) ?? record.day
        let fact = WireNoticeProven.with {
            $0.rank = proof.rank
            $0.channel = proof.channel
            $0.batch = proof.batch
            $0.item = proof.item
            $0.happened = happened.days
            $0.status = proof.status
        }
        answer(record, accepted, by: .noticeProven(fact), into: &output)
        note(status, on: happened, proof: proof.reference, of: [index], row, number, record, into: &output)
    }

    private mutating func answer(
        _ record: RegisterRecord,
        _ accepted: WireAccepted,
        by fact: Fact,
        into output: inout Output,
    ) {
        if let id = record.submission {
            answers[id] = AnswerRow(
                fingerprint: accepted.fingerprint,
                day: accepted.answerDay(record),
                outcome: .recorded,
                number: record.number,
            )
        }
        output.facts.append(record.followed(by: fact))
        output.receipts.append(record.receipt(.recorded))
    }

    /// A channel that failed is not the end of it: another one is tried, once.
    private mutating func note(
        _ status: NoticeSending.Status,
        on day: CivilDate,
        proof: String,
        of indices: [Int],
        _ row: RenewalRow,
        _ number: UniqueNumber,
        _ record: RegisterRecord,
        into output: inout Output,
    ) {
        var row = row
        for index in indices { row.sendings[index].note(status, on: day, proof: proof) }
        if let failed = indices.last.map({ row.sendings[$0] }), failed.hasFailed, row.stage == .live,
            let other = calendar.otherChannel(after: failed.channel, row.sendings, row.reach)
        {
            // Reported late, it does not leave earlier.
            let today = max(record.day, days[Single()]?.closed ?? record.day)
            send(failed.rank, by: [other], &row, number, today, attempt: 2, cause: record, into: &output)
        }
        applications[number] = row
    }
}
