import Register

/// How far the calendar of a partition has come, for whoever operates the register.
package struct CalendarStatus: Hashable, Sendable {
    /// The end of all days through this one is in the register, or there is nothing in the partition that has days. Of intake:
    /// its last watermark. Nil before the first.
    package var closed: CivilDate?
    /// All that was received through this day is in the register. Nil before all watermarks are known.
    package var received: CivilDate?
    package var alarm: CalendarAlarm?

    package init(closed: CivilDate? = nil, received: CivilDate? = nil, alarm: CalendarAlarm? = nil) {
        self.closed = closed
        self.received = received
        self.alarm = alarm
    }
}

/// Why a calendar stands still, or cannot be trusted, until somebody looks.
package enum CalendarAlarm: Hashable, Sendable, CustomStringConvertible {
    /// More days are missing than are closed without an operator's word: a long stop, or the log's clock is ahead.
    case daysMissing(from: CivilDate, through: CivilDate)
    /// Submissions arrive on days that are closed: some clock was ahead when they were closed, or the log's is behind now.
    case receivedBehind(CivilDate, closed: CivilDate)
    /// This process believes that a day is over which is not, by the log's clock.
    case clockAhead(of: CivilDate, believes: CivilDate)
    /// The log's clock says a day that has not begun, by the clock of this process.
    case clockBehind(CivilDate, believes: CivilDate)

    /// A label of a metric.
    package var reason: String {
        switch self {
        case .daysMissing: "days_missing"
        case .receivedBehind: "received_behind"
        case .clockAhead: "clock_ahead"
        case .clockBehind: "clock_behind"
        }
    }

    package static let reasons = ["clock_ahead", "clock_behind", "days_missing", "received_behind"]

    package var description: String {
        switch self {
        case .daysMissing(let from, let through):
            "days \(from) to \(through) are not closed: more than \(CalendarRule.missingDaysMax) wait for "
                + "`numero-unique calendar catch-up --through DAY`"
        case .receivedBehind(let received, let closed):
            "days are closed through \(closed), and the log has received no more than \(received): a clock is or was wrong"
        case .clockAhead(let log, let believed):
            "by this process \(believed) is over, and by the log's clock no day after \(log): compare the clocks"
        case .clockBehind(let log, let believed):
            "by the log's clock \(log) is over, and by this process no day after \(believed): compare the clocks"
        }
    }
}

package enum CalendarRule {
    /// Days that are closed after a stop without an operator's word, on a live register.
    package static let missingDaysMax = 14
}
