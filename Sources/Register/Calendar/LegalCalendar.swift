/// Every deadline of the register, from CCH R441-2-7 and R441-2-8 and the arrêté of 23 March 2015, §6.
///
/// Each deadline is *one* addition of months to the day its delay starts: the filing or last renewal for what follows from
/// validity, the warning or the strike-off for the rest. Never add to a deadline: 31 December + 10 + 2 months is not
/// always 31 December + 12.
package struct LegalCalendar: Hashable, Sendable {
    /// What the next validity runs from.
    package enum ValidityStart: String, Hashable, Sendable, CaseIterable {
        /// The day of the renewal: the letter of R441-2-7.
        case renewal
        /// The anniversary of the filing, as some territories practise it.
        case anniversary
    }

    /// What becomes of a renewal that comes before its window opens.
    package enum EarlyRenewal: String, Hashable, Sendable, CaseIterable {
        /// It is refused.
        case refused
        /// It is a renewal like another.
        case counted
    }

    /// Months from filing or renewal to the end of validity. R441-2-7.
    package var validityMonths = 12
    /// Months from filing or renewal to the day from which it may be renewed.
    package var windowOpensMonths = 10
    /// Months from filing or renewal to the renewal notice: two months before expiry, as the region practises it.
    package var noticeMonths = 10
    /// The least months there must be between the notice and expiry. R441-2-7.
    package var noticeMinimumMonths = 1
    /// Months from filing or renewal to the strike-off for non-renewal. Arrêté of 23 March 2015, §6.1.
    package var lapseMonths = 13
    /// Months from filing or renewal to the last day a lapsed application may be reactivated. Same article.
    package var reactivationMonths = 18
    /// Months from the warning to the strike-off for no answer: one by R441-2-8 c), one of tolerance.
    package var noAnswerDelayMonths = 2
    /// Months from the strike-off for no answer to the last day it may be undone.
    package var noAnswerReactivationMonths = 5
    /// Months from a strike-off by mistake (allocation, renunciation, inadmissibility) to the last day it may be undone. No
    /// text gives this delay.
    package var correctionMonths = 2
    /// Months from the warning to the strike-off for inadmissibility. R441-2-8 d).
    package var inadmissibleDelayMonths = 1
    /// Months from any strike-off to the erasure of nominative data. Décret 2017-917, art. 4.
    package var purgeMonths = 12
    /// Days for which a submission id that comes again is recognised.
    package var submissionMemoryDays = 90
    package var validityFrom = ValidityStart.renewal
    package var earlyRenewal = EarlyRenewal.refused
    /// A second, traceable notice goes to those who did not answer the first. Circular of January 2011.
    package var sendsSecondNotice = true
    /// Months from the first notice to the second.
    package var secondNoticeMonths = 1
    /// Nobody is struck off for not renewing without the provider's proof that a notice was posted or delivered.
    package var proofRequired = false
    /// The most notices that leave by post in a territory on a day; nil for no ceiling. A notice that would be unlawful the day
    /// after leaves whatever the ceiling says, and counts.
    package var noticesPerDayMax: Int?
    /// The days before it is due over which the first notices of one day's files are spread.
    package var noticeSpreadDays = 0
    /// From how many bits on two applications are one person's without anybody being asked: 7 is odds of 128 to one.
    package var linkBits = 7
    /// From how many bits on a manager is asked.
    package var reviewBits = -1
    /// Who acts at a desk is named by an identifier, or the submission is refused.
    package var agentRequired = true
    /// When each version of the form is received.
    package var forms = FormCalendar()

    package init() {}

    /// So many months after the start of a validity. One that began on an anniversary of `filed` is counted from `filed` itself:
    /// filed on 29 February, it ends on 29 February in every leap year.
    private func day(_ months: Int, from start: CivilDate, _ filed: CivilDate?) -> CivilDate {
        guard validityFrom == .anniversary, let filed, filed < start else { return start.adding(months: months) }
        let elapsed = Int(start.month.index) - Int(filed.month.index)
        guard filed.adding(months: elapsed) == start else { return start.adding(months: months) }
        return filed.adding(months: elapsed + months)
    }

    /// The last day of validity of what was filed or renewed on `start`. `filed`, here and below: the first filing.
    package func validUntil(from start: CivilDate, filed: CivilDate? = nil) -> CivilDate {
        day(validityMonths, from: start, filed)
    }

    /// The first day it may be renewed.
    package func windowOpens(from start: CivilDate, filed: CivilDate? = nil) -> CivilDate {
        day(windowOpensMonths, from: start, filed)
    }

    /// The day the renewal notice leaves.
    package func noticeDue(from start: CivilDate, filed: CivilDate? = nil) -> CivilDate {
        day(noticeMonths, from: start, filed)
    }

    /// The last day on which a notice still is at least a month before expiry. Without one by then, nothing may lapse.
    package func lastLawfulNotice(from start: CivilDate, filed: CivilDate? = nil) -> CivilDate {
        day(validityMonths - noticeMinimumMonths, from: start, filed)
    }

    /// The day it is struck off if nothing came (RADREN).
    package func lapses(from start: CivilDate, filed: CivilDate? = nil) -> CivilDate {
        day(lapseMonths, from: start, filed)
    }

    /// The last day a lapsed application may come back with its number and seniority.
    package func reactivableUntil(from start: CivilDate, filed: CivilDate? = nil) -> CivilDate {
        day(reactivationMonths, from: start, filed)
    }

    /// The first day a person warned on `warned` may be struck off for no answer (RADCON).
    package func noAnswerStrikeOff(warned: CivilDate) -> CivilDate {
        warned.adding(months: noAnswerDelayMonths)
    }

    /// The first day a person warned on `warned` may be struck off as inadmissible (RADIRR).
    package func inadmissibleStrikeOff(warned: CivilDate) -> CivilDate {
        warned.adding(months: inadmissibleDelayMonths)
    }

    /// The last day an answer undoes a strike-off for no answer.
    package func noAnswerReactivableUntil(struckOff: CivilDate) -> CivilDate {
        struckOff.adding(months: noAnswerReactivationMonths)
    }

    /// The last day a strike-off made by mistake may be undone.
    package func correctableUntil(struckOff: CivilDate) -> CivilDate {
        struckOff.adding(months: correctionMonths)
    }

    /// The day nominative data is erased.
    package func purges(struckOff: CivilDate) -> CivilDate {
        struckOff.adding(months: purgeMonths)
    }

    /// The start of the validity that a renewal opens. Never before the current one: a renewal that was received earlier and
    /// is read later takes nothing back.
    ///
    /// Anniversaries are counted from `filed` itself, so that 29 February comes back every fourth year.
    package func startAfterRenewal(on renewed: CivilDate, currentStart: CivilDate, filed: CivilDate) -> CivilDate {
        switch validityFrom {
        case .renewal: return max(renewed, currentStart)
        case .anniversary:
            let periods = filed.wholeMonths(until: currentStart) / validityMonths
            return filed.adding(months: (periods + 1) * validityMonths)
        }
    }
}
