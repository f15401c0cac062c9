import Register
import Schemas
import SwiftProtobuf
import WorkerKit

// What the end of a day brings about: notices, lapses, holds.
extension RenewalWorker {
    mutating func close(_ record: RegisterRecord, _ fact: WireDaysClosed, into output: inout Output) {
        var row = days[Single()] ?? CalendarRow()
        // Said twice, the first time counted.
        if let span = fact.days(through: record.day, after: row.closed) {
            row.closed = record.day
            days[Single()] = row
            answers.forget(closing: record.day, days: calendar.submissionMemoryDays)
            for day in span { endDay(CivilDate(days: day), isLate: day < record.day.days, into: &output) }
        }
        readBack(record.day)
        closeDays(into: &output)
    }

    /// `isLate`: it was closed with later days, after a stop. What lapsed in it did so on its day, but a letter leaves when the
    /// stop is over, never in the past.
    private mutating func endDay(_ day: CivilDate, isLate: Bool, into output: inout Output) {
        let due = applications.due(through: day.days)
        let postponed = isLate ? Set(due) : postponed(due, on: day)
        for number in due {
            guard var row = applications[number] else { continue }
            if row.stage == .live, !postponed.contains(number), let rank = noticeDue(row, number, on: day) {
                if rank == 1 { row.noticed = day }
                send(rank, by: channels(rank, row, on: day), &row, number, day, into: &output)
            }
            if row.asked == 0 { end(&row, number, day, into: &output) }
            if row != applications[number] { applications[number] = row }
        }
    }

    /// The rank of the notice that is due and was not sent; nil when none is.
    private func noticeDue(_ row: RenewalRow, _ number: UniqueNumber, on day: CivilDate) -> UInt8? {
        guard let noticed = row.noticed else {
            return day >= calendar.noticeDue(from: row.start, filed: row.filed, sequence: number.sequence) ? 1 : nil
        }
        let isSecondDue = calendar.isSecondNoticeDue(on: day, noticed: noticed, from: row.start, filed: row.filed)
        return isSecondDue && !row.sendings.contains { $0.rank == 2 } ? 2 : nil
    }

    private func channels(_ rank: UInt8, _ row: RenewalRow, on day: CivilDate) -> [NoticeChannel] {
        rank == 1 ? calendar.noticeChannels(row.reach, on: day) : calendar.secondNoticeChannels(row.reach)
    }

    /// The files whose notice waits for another day, because its territory has as many as its printing house takes. What
    /// expires first leaves first; what would be too late tomorrow leaves anyway, and takes its place.
    private func postponed(_ due: [UniqueNumber], on day: CivilDate) -> Set<UniqueNumber> {
        guard let max = calendar.noticesPerDayMax else { return [] }
        var room: [Territory: Int] = [:]
        var waiting: [Territory: [(start: CivilDate, number: UniqueNumber)]] = [:]
        for number in due {
            guard let row = applications[number], row.stage == .live, let rank = noticeDue(row, number, on: day),
                channels(rank, row, on: day).contains(where: \.isLetter)
            else { continue }  // an e-mail is not printed
            if day == calendar.lastLawfulNotice(from: row.start, filed: row.filed) {
                room[number.territory, default: max] -= 1
            } else {
                waiting[number.territory, default: []].append((row.start, number))
            }
        }
        var postponed: Set<UniqueNumber> = []
        for (territory, files) in waiting {
            let inOrder = files.sorted { ($0.start, $0.number) < ($1.start, $1.number) }
            for file in inOrder.dropFirst(Swift.max(0, room[territory] ?? max)) { postponed.insert(file.number) }
        }
        return postponed
    }

    /// Has a notice sent by each of these channels. `cause`: the submission that brings it about, if one does.
    func send(
        _ rank: UInt8,
        by channels: [NoticeChannel],
        _ row: inout RenewalRow,
        _ number: UniqueNumber,
        _ day: CivilDate,
        attempt: Int32 = 0,
        cause: RegisterRecord? = nil,
        into output: inout Output,
    ) {
        row.sendings += channels.map { NoticeSending(rank: rank, channel: $0, day: day) }
        let expires = calendar.validUntil(from: row.start, filed: row.filed)
        let fact = WireNoticeDue.with {
            $0.expires = expires.days
            $0.rank = Int32(rank)
            $0.channels = channels.map(WireNoticeChannel.init)
            $0.attempt = attempt
        }
        var record =
            cause?.followed(by: .noticeDue(fact))
            ?? RegisterRecord(territory: number.territory, day: day, number: number, fact: .noticeDue(fact))
        record.day = day
        output.facts.append(record)
        output.notices.append(
            WireNotice(
                .renewal,
                number,
                issued: day,
                validUntil: expires,
                rank: Int32(rank),
                channels: channels,
                attempt: attempt,
            )
        )
    }

    private func end(_ row: inout RenewalRow, _ number: UniqueNumber, _ day: CivilDate, into output: inout Output) {
        let end =
            row.stage == .live
            ? calendar.lapses(from: row.start, filed: row.filed)
            : calendar.reactivableUntil(from: row.start, filed: row.filed)
        guard day >= end else { return }
        let expired = calendar.validUntil(from: row.start, filed: row.filed)
        let ground = calendar.lapseGround(row.sendings, from: row.start, filed: row.filed)
        let fact: Fact
        if case .notice(let notice) = ground {
            row.stage = .lapsing
            fact = .lapsed(
                .with {
                    $0.expired = expired.days
                    $0.noticed = notice.day.days
                    $0.rank = Int32(notice.rank)
                    $0.proof = notice.isProven ? notice.proof : ""
                }
            )
        } else {
            row.stage = .held
            let reason = WireHoldReason(ground) ?? .unspecified
            fact = .held(
                .with {
                    $0.expired = expired.days
                    $0.reason = reason
                }
            )
            output.notices.append(
                WireNotice(.holdAlert, number, issued: day, validUntil: expired, reason: reason.code)
            )
        }
        output.facts.append(RegisterRecord(territory: number.territory, day: day, number: number, fact: fact))
    }
}
