/// A setting of the calendar, as a settings file names it, with what it means and where the law says so.
package enum LegalSetting: String, CaseIterable, Sendable {
    case validityMonths, validityFrom, windowOpensMonths, earlyRenewal
    case noticeMonths, noticeMinimumMonths, secondNotice, secondNoticeMonths, proofRequired
    case noticesPerDayMax, noticeSpreadDays
    case lapseMonths, reactivationMonths
    case noAnswerDelayMonths, noAnswerReactivationMonths, inadmissibleDelayMonths, correctionMonths
    case purgeMonths, submissionMemoryDays
    case linkBits, reviewBits, agentRequired
    case form02From, form03Until, form04From, form04Until, form05From

    package enum Value: Hashable, Sendable {
        case number(Int)
        case flag(Bool)
        case text(String)
        /// Not set, where a setting may be left so.
        case none
    }

    package var english: String {
        switch self {
        case .validityMonths: "Months that a filing or a renewal is valid."
        case .validityFrom: "What the next validity runs from: renewal, or anniversary (of the filing)."
        case .windowOpensMonths: "Months from filing or renewal to the first day it may be renewed."
        case .earlyRenewal: "A renewal before that day is refused, or counted."
        case .noticeMonths: "Months from filing or renewal to the first notice."
        case .noticeMinimumMonths: "The least months between a notice and the end of validity; never less than 1."
        case .secondNotice: "A second, traceable notice goes to those who did not answer the first."
        case .secondNoticeMonths: "Months from the first notice to the second."
        case .proofRequired: "Nobody is struck off without the provider's proof that a notice was posted or delivered."
        case .noticesPerDayMax: "The most notices that leave by post in a territory on a day; null for no ceiling."
        case .noticeSpreadDays: "Days before it is due over which the first notices of one day's files are spread."
        case .lapseMonths: "Months from filing or renewal to the strike-off for not renewing."
        case .reactivationMonths: "Months from filing or renewal to the last day such a file may come back."
        case .noAnswerDelayMonths: "Months from the warning to the strike-off for no answer."
        case .noAnswerReactivationMonths: "Months from that strike-off to the last day an answer undoes it."
        case .inadmissibleDelayMonths: "Months from the warning to the strike-off as inadmissible."
        case .correctionMonths: "Months from a strike-off by mistake to the last day it may be undone."
        case .purgeMonths: "Months from a strike-off to the erasure of nominative data."
        case .submissionMemoryDays: "Days for which a submission id that comes again is recognised."
        case .linkBits: "Bits from which two applications are one person's without asking; 1000 for never."
        case .reviewBits: "Bits from which a manager is asked whether they are; 1000 for never."
        case .agentRequired: "What is asked at a desk names the agent; not on the portal, nor in the ministry's XML."
        case .form02From: "First day on which form 14069*02 is received."
        case .form03Until: "Last day on which form 14069*03 is received; null while it is."
        case .form04From: "First day on which form 14069*04 is received."
        case .form04Until: "Last day on which form 14069*04 is received; null while it is."
        case .form05From: "First day on which form 14069*05 is received."
        }
    }

    /// The text that gives it, or that leaves it open.
    package var article: String {
        switch self {
        case .validityMonths, .validityFrom, .earlyRenewal, .noticeMonths, .noticeMinimumMonths, .proofRequired:
            "CCH R441-2-7"
        case .windowOpensMonths: "CCH R441-2-7, practice"
        case .secondNotice, .secondNoticeMonths: "Circular of 3 January 2011"
        case .noticesPerDayMax, .noticeSpreadDays, .submissionMemoryDays, .correctionMonths, .linkBits, .reviewBits:
            "none"
        case .agentRequired: "Arrêté of 23 March 2015, §8"
        case .lapseMonths, .reactivationMonths: "Arrêté of 23 March 2015, §6.1"
        case .noAnswerDelayMonths, .noAnswerReactivationMonths: "CCH R441-2-8 c), arrêté of 23 March 2015, §6"
        case .inadmissibleDelayMonths: "CCH R441-2-8 d)"
        case .purgeMonths: "Décret 2017-917, art. 4"
        case .form02From: "Arrêté of 24 July 2013"
        case .form03Until, .form04From: "Arrêté of 22 December 2020"
        case .form04Until, .form05From: "Arrêté of April 2022"
        }
    }

    package func value(in calendar: LegalCalendar) -> Value {
        switch place {
        case .number(let path, _): .number(calendar[keyPath: path])
        case .flag(let path): .flag(calendar[keyPath: path])
        case .ceiling: calendar.noticesPerDayMax.map { .number($0) } ?? .none
        case .validityStart: .text(calendar.validityFrom.rawValue)
        case .earlyRenewal: .text(calendar.earlyRenewal.rawValue)
        case .day(let path): .text(calendar[keyPath: path].iso)
        case .lastDay(let path): calendar[keyPath: path].map { .text($0.iso) } ?? .none
        }
    }

    /// Returns why not, when this is no value of it.
    package func set(_ value: Value, in calendar: inout LegalCalendar) -> String? {
        switch (place, value) {
        case (.number(let path, let range), .number(let number)) where range.contains(number):
            calendar[keyPath: path] = number
        case (.flag(let path), .flag(let flag)): calendar[keyPath: path] = flag
        case (.ceiling, .number(let number)) where LegalSetting.ceilings.contains(number):
            calendar.noticesPerDayMax = number
        case (.ceiling, .none): calendar.noticesPerDayMax = nil
        case (.validityStart, .text(let text)):
            guard let start = LegalCalendar.ValidityStart(rawValue: text) else { return expectation }
            calendar.validityFrom = start
        case (.earlyRenewal, .text(let text)):
            guard let early = LegalCalendar.EarlyRenewal(rawValue: text) else { return expectation }
            calendar.earlyRenewal = early
        case (.day(let path), .text(let text)):
            guard let day = CivilDate(iso: text) else { return expectation }
            calendar[keyPath: path] = day
        case (.lastDay(let path), .text(let text)):
            guard let day = CivilDate(iso: text) else { return expectation }
            calendar[keyPath: path] = day
        case (.lastDay(let path), .none): calendar[keyPath: path] = nil
        default: return expectation
        }
        return nil
    }

    private enum Place {
        case number(WritableKeyPath<LegalCalendar, Int>, ClosedRange<Int>)
        case flag(WritableKeyPath<LegalCalendar, Bool>)
        case ceiling
        case validityStart
        case earlyRenewal
        case day(WritableKeyPath<LegalCalendar, CivilDate>)
        case lastDay(WritableKeyPath<LegalCalendar, CivilDate?>)
    }

    private static let ceilings = 1...10_000_000

    private var place: Place {
        switch self {
        case .validityMonths: .number(\.validityMonths, 2...120)
        case .validityFrom: .validityStart
        case .windowOpensMonths: .number(\.windowOpensMonths, 0...120)
        case .earlyRenewal: .earlyRenewal
        case .noticeMonths: .number(\.noticeMonths, 1...120)
        case .noticeMinimumMonths: .number(\.noticeMinimumMonths, 1...12)
        case .secondNotice: .flag(\.sendsSecondNotice)
        case .secondNoticeMonths: .number(\.secondNoticeMonths, 1...12)
        case .proofRequired: .flag(\.proofRequired)
        case .noticesPerDayMax: .ceiling
        case .noticeSpreadDays: .number(\.noticeSpreadDays, 0...90)
        case .lapseMonths: .number(\.lapseMonths, 2...120)
        case .reactivationMonths: .number(\.reactivationMonths, 2...240)
        case .noAnswerDelayMonths: .number(\.noAnswerDelayMonths, 1...24)
        case .noAnswerReactivationMonths: .number(\.noAnswerReactivationMonths, 0...24)
        case .inadmissibleDelayMonths: .number(\.inadmissibleDelayMonths, 1...24)
        case .correctionMonths: .number(\.correctionMonths, 0...24)
        case .purgeMonths: .number(\.purgeMonths, 1...240)
        case .submissionMemoryDays: .number(\.submissionMemoryDays, 1...3_650)
        case .linkBits: .number(\.linkBits, 0...1000)
        case .reviewBits: .number(\.reviewBits, -20...1000)
        case .agentRequired: .flag(\.agentRequired)
        case .form02From: .day(\.forms.secondFrom)
        case .form03Until: .lastDay(\.forms.thirdUntil)
        case .form04From: .day(\.forms.fourthFrom)
        case .form04Until: .lastDay(\.forms.fourthUntil)
        case .form05From: .day(\.forms.fifthFrom)
        }
    }

    private var expectation: String {
        switch place {
        case .number(_, let range): "\(rawValue) takes a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .flag: "\(rawValue) takes true or false"
        case .ceiling:
            "\(rawValue) takes null, or a whole number from \(LegalSetting.ceilings.lowerBound) to "
                + "\(LegalSetting.ceilings.upperBound)"
        case .validityStart:
            "\(rawValue) takes \(LegalCalendar.ValidityStart.allCases.map(\.rawValue).joined(separator: " or "))"
        case .earlyRenewal:
            "\(rawValue) takes \(LegalCalendar.EarlyRenewal.allCases.map(\.rawValue).joined(separator: " or "))"
        case .day: "\(rawValue) takes a day, YYYY-MM-DD"
        case .lastDay: "\(rawValue) takes null, or a day, YYYY-MM-DD"
        }
    }
}

extension LegalCalendar {
    /// Why these settings cannot stand together: each a sentence that names them. Empty when they can.
    package var contradictions: [String] {
        var found: [String] = []
        func want(_ isSo: Bool, _ sentence: @autoclosure () -> String) { if !isSo { found.append(sentence()) } }
        want(
            validityMonths - noticeMonths >= noticeMinimumMonths,
            "noticeMonths \(noticeMonths) leaves less than \(noticeMinimumMonths) month(s) before the end of validity "
                + "(validityMonths \(validityMonths)): nobody could be struck off lawfully (CCH R441-2-7)"
        )
        want(
            windowOpensMonths < validityMonths,
            "windowOpensMonths \(windowOpensMonths) opens no window before validityMonths \(validityMonths)"
        )
        want(
            lapseMonths >= validityMonths,
            "lapseMonths \(lapseMonths) strikes off what is valid (validityMonths \(validityMonths))"
        )
        want(
            reactivationMonths >= lapseMonths,
            "reactivationMonths \(reactivationMonths) is over before lapseMonths \(lapseMonths)"
        )
        want(
            noticeSpreadDays < 28 * noticeMonths,
            "noticeSpreadDays \(noticeSpreadDays) reaches back before the filing (noticeMonths \(noticeMonths))"
        )
        want(reviewBits <= linkBits, "reviewBits \(reviewBits) asks nobody below linkBits \(linkBits)")
        return found + forms.contradictions
    }
}
