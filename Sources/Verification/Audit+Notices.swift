import Register
import Schemas
import WorkerKit

// 5. Notices leave on the right civil day, by the channels of the law, and no more than a printing house takes; what is
// proven was sent.
extension Audit {
    /// The day whose closing must have brought the first notice; nil when it did. Where a territory has a ceiling, a
    /// notice may wait until the last day on which it is lawful.
    func noticeAwaited(_ application: AuditedApplication) -> CivilDate? {
        if application.noticed != nil { return nil }
        let due = calendar.noticeDue(
            from: application.start,
            filed: application.initial,
            sequence: application.number.sequence
        )
        guard calendar.noticesPerDayMax != nil else { return due }
        return max(due, calendar.lastLawfulNotice(from: application.start, filed: application.initial))
    }

    /// The same of the second. With a ceiling nothing says when it leaves, if ever: that follows from all other files.
    func secondAwaited(_ application: AuditedApplication) -> CivilDate? {
        guard let noticed = application.noticed, !application.isReminded, calendar.sendsSecondNotice,
            calendar.noticesPerDayMax == nil
        else { return nil }
        let due = noticed.adding(months: calendar.secondNoticeMonths)
        return due < calendar.validUntil(from: application.start, filed: application.initial) ? due : nil
    }

    // MARK: What follows

    mutating func notice(_ record: RegisterRecord, _ fact: WireNoticeDue, _ partition: Int, at place: RecordPlace) {
        guard let index = application(record, partition, at: place) else { return }
        let application = applications[Int(index)]
        if fact.rank == 1, fact.attempt == 0, !application.isDeleted, !application.isPurged {
            book(record, partition, application.commune) { $0.notices += 1 }
        }
        let channels = fact.channels.compactMap(NoticeChannel.init)
        let closing = awaited[index].flatMap { fact.rank == 2 ? $0.second?.closing : $0.notice?.closing }
        let isDue: Bool
        if fact.attempt > 0 {
            isDue = isOtherChannel(channels, fact, record, application)
        } else {
            isDue =
                isTimely(fact, record, application, awaited[index])
                && isChannel(channels, fact, on: record.day, application, decidedAt: closing)
        }
        findings.expect(
            isDue && fact.expires == calendar.validUntil(from: application.start, filed: application.initial).days
                && !channels.isEmpty,
            .noticeUndue,
            place,
            application.number.text,
        )
        checkCeiling(fact, record, partition, at: place)
        applications[Int(index)].sendings += channels.map {
            NoticeSending(rank: UInt8(truncatingIfNeeded: fact.rank), channel: $0, day: record.day)
        }
        guard fact.attempt == 0 else { return }
        if fact.rank == 1 {
            applications[Int(index)].noticed = record.day
            awaiting(index) { $0.notice = nil }
        } else {
            applications[Int(index)].isReminded = true
            awaiting(index) { $0.second = nil }
        }
    }

    /// The first one on its day; the second a month after the first, before the end of validity, and once.
    private func isTimely(
        _ fact: WireNoticeDue,
        _ record: RegisterRecord,
        _ application: AuditedApplication,
        _ awaited: Awaited?,
    ) -> Bool {
        let first = application.sendings.first { $0.rank == 1 }
        switch fact.rank {
        case 1:
            guard first == nil else { return false }
            if calendar.noticesPerDayMax == nil { return awaited?.notice?.day == record.day }
            let due = calendar.noticeDue(
                from: application.start,
                filed: application.initial,
                sequence: application.number.sequence
            )
            return record.day >= due && record.day <= awaited?.notice?.day ?? .init(days: .max)
        case 2:
            guard let first, !application.sendings.contains(where: { $0.rank == 2 }),
                calendar.isSecondNoticeDue(
                    on: record.day,
                    noticed: first.day,
                    from: application.start,
                    filed: application.initial
                )
            else { return false }
            return calendar.noticesPerDayMax != nil || awaited?.second?.day == record.day
        default: return false
        }
    }

    /// The channels follow from what was known of the applicant when the day was closed.
    private func isChannel(
        _ channels: [NoticeChannel],
        _ fact: WireNoticeDue,
        on day: CivilDate,
        _ application: AuditedApplication,
        decidedAt closing: Int64?,
    ) -> Bool {
        guard let closing, application.reachedAt < closing else { return true }
        let reach = application.reach
        return channels
            == (fact.rank == 2 ? calendar.secondNoticeChannels(reach) : calendar.noticeChannels(reach, on: day))
    }

    /// A channel that was not tried, after one that failed.
    private func isOtherChannel(
        _ channels: [NoticeChannel],
        _ fact: WireNoticeDue,
        _ record: RegisterRecord,
        _ application: AuditedApplication,
    ) -> Bool {
        guard channels.count == 1, fact.attempt == 2, record.submission != nil else { return false }
        return application.sendings.contains { Int32($0.rank) == fact.rank && $0.hasFailed }
            && !application.sendings.contains { $0.channel.isLetter == channels[0].isLetter }
    }

    /// No more leave in a territory on a day than its printing house takes, save those that would be unlawful tomorrow.
    private mutating func checkCeiling(
        _ fact: WireNoticeDue,
        _ record: RegisterRecord,
        _ partition: Int,
        at place: RecordPlace,
    ) {
        guard let max = calendar.noticesPerDayMax, fact.attempt == 0, let number = record.number,
            fact.channels.compactMap(NoticeChannel.init).contains(where: \.isLetter)
        else { return }
        // The facts of a closed day stand together.
        if partitions[partition].noticeDay != record.day {
            partitions[partition].noticeDay = record.day
            partitions[partition].noticesToday = [:]
        }
        let isLastDay = indexByNumber[number].map {
            let application = applications[Int($0)]
            return record.day == calendar.lastLawfulNotice(from: application.start, filed: application.initial)
        }
        partitions[partition].noticesToday[number.territory, default: 0] += isLastDay == true ? 0 : 1
        findings.expect(
            partitions[partition].noticesToday[number.territory] ?? 0 <= max,
            .tooManyNotices,
            place,
            number.text,
        )
    }

    mutating func returned(
        _ record: RegisterRecord,
        _ fact: WireNoticeUndeliverable,
        _ partition: Int,
        at place: RecordPlace,
    ) {
        answer(record, .undeliverable, [.undeliverableLetter], at: place)
        guard let index = application(record, partition, at: place) else { return }
        for each in applications[Int(index)].sendings.indices
        where applications[Int(index)].sendings[each].channel.isLetter {
            applications[Int(index)].sendings[each].note(
                .returned,
                on: CivilDate(days: fact.returned),
                proof: fact.proof,
            )
        }
    }

    mutating func prove(
        _ record: RegisterRecord,
        _ fact: WireNoticeProven,
        _ partition: Int,
        at place: RecordPlace,
    ) {
        answer(record, .proven, [.noticeProof], at: place)
        guard let index = application(record, partition, at: place) else { return }
        let channel = NoticeChannel(fact.channel)
        let sent = applications[Int(index)].sendings.firstIndex {
            Int32($0.rank) == fact.rank && $0.channel == channel
        }
        findings.expect(
            sent != nil && !fact.batch.isEmpty && !fact.item.isEmpty,
            .proofOfNothing,
            place,
            applications[Int(index)].number.text,
        )
        guard let sent, let status = NoticeSending.Status(fact.status) else { return }
        applications[Int(index)].sendings[sent].note(
            status,
            on: CivilDate(days: fact.happened),
            proof: fact.reference,
        )
    }
}
