// The notices of a year of validity: CCH R441-2-7.
extension LegalCalendar {
    /// The 14 May 2015, from when the channel follows from how the applicant files.
    package static let channelsByFilingSince = CivilDate(uncheckedYear: 2015, month: 5, day: 14)

    // MARK: Days

    /// The day the first notice of this file leaves. The files of one day are spread over the days before, by their
    /// sequence in the territory, so that a mass import does not come back as a mass of letters each year.
    package func noticeDue(from start: CivilDate, filed: CivilDate? = nil, sequence: Int) -> CivilDate {
        noticeDue(from: start, filed: filed).adding(days: -(sequence % (noticeSpreadDays + 1)))
    }

    /// The first day on which a second notice may leave, a month after the first one; nil when that is not before the end of
    /// validity, or no second ones are sent.
    package func secondNoticeDue(noticed: CivilDate, from start: CivilDate, filed: CivilDate? = nil) -> CivilDate? {
        guard sendsSecondNotice else { return nil }
        let due = noticed.adding(months: secondNoticeMonths)
        return due < validUntil(from: start, filed: filed) ? due : nil
    }

    /// True on the days on which a second notice may leave: from that day on, before the end of validity.
    package func isSecondNoticeDue(
        on day: CivilDate,
        noticed: CivilDate,
        from start: CivilDate,
        filed: CivilDate? = nil,
    ) -> Bool {
        guard let due = secondNoticeDue(noticed: noticed, from: start, filed: filed) else { return false }
        return day >= due && day < validUntil(from: start, filed: filed)
    }

    // MARK: Channels

    /// Of the first notice. Until May 2015: by letter, and electronically if the applicant accepted that; alone that could
    /// not prove delivery. Since then: who was never online is written to by post, and electronically too where that is
    /// known; who was, electronically, and by post as well if so asked. A form that does not accept electronic letters
    /// asks for that.
    package func noticeChannels(_ reach: Reach, on day: CivilDate) -> [NoticeChannel] {
        guard reach.contains(.electronically) else { return [.post] }
        guard reach.takesLetters else { return [.email] }
        let accepts = reach.contains(.acceptsElectronic)
        if day < LegalCalendar.channelsByFilingSince { return accepts ? [.post, .email] : [.post] }
        return accepts && reach.contains(.filedOnline) ? [.email] : [.post, .email]
    }

    /// Of the second one: a letter that can be proven, wherever a letter can be sent.
    package func secondNoticeChannels(_ reach: Reach) -> [NoticeChannel] {
        reach.takesLetters ? [.traceableLetter] : [.email]
    }

    /// What else to try when a channel failed; nil when it was tried, or cannot be.
    package func otherChannel(
        after failed: NoticeChannel,
        _ sendings: [NoticeSending],
        _ reach: Reach,
    ) -> NoticeChannel? {
        if failed.isLetter {
            return reach.contains(.electronically) && !sendings.contains { !$0.channel.isLetter } ? .email : nil
        }
        return reach.contains(.byPost) && !sendings.contains { $0.channel.isLetter } ? .post : nil
    }

    // MARK: What a lapse may rest on

    package enum LapseGround: Hashable, Sendable {
        case notice(NoticeSending)
        case noNotice
        case noticeTooLate
        /// All that was sent in time came back, or a letter did and no other notice is known to have arrived.
        case undeliverable
        /// The territory asks for proof, and there is none.
        case notProven
    }

    /// R441-2-7 wants a notice at least a month before the end of validity, and proof of it. A letter counts until it
    /// comes back; then no letter does without proof, for it went to the same address.
    package func lapseGround(
        _ sendings: [NoticeSending],
        from start: CivilDate,
        filed: CivilDate? = nil,
    ) -> LapseGround {
        if sendings.isEmpty { return .noNotice }
        let inTime = sendings.filter { $0.effective <= lastLawfulNotice(from: start, filed: filed) }
        if inTime.isEmpty { return .noticeTooLate }
        let isAddressBad = sendings.contains { $0.channel.isLetter && $0.hasFailed }
        let standing = inTime.filter { sending in
            if sending.hasFailed { return false }
            return sending.isProven || !(proofRequired || isAddressBad && sending.channel.isLetter)
        }
        // The proven before the others, then the earliest.
        let best = standing.min { one, other in
            let (first, second) = (one.isProven ? 0 : 1, other.isProven ? 0 : 1)
            return (first, one.day, one.rank, one.channel.rawValue)
                < (second, other.day, other.rank, other.channel.rawValue)
        }
        if let best { return .notice(best) }
        return isAddressBad || inTime.allSatisfy(\.hasFailed) ? .undeliverable : .notProven
    }
}
