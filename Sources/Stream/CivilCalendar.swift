import Register
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Which civil days are over, as this process believes. Intake's lane asks it, and has the log prove it where nobody sends.
package protocol CivilCalendar: Sendable {
    /// The last day that is over; nil when none is known to be.
    func lastDayOver() -> CivilDate?

    /// The time that this process believes it is.
    var nowMilliseconds: Int64 { get }

    /// How often it is worth asking, in milliseconds.
    var askEveryMilliseconds: Int { get }

    /// After how long a processor is told of the same day again, in milliseconds; nil for never.
    var tellAgainMilliseconds: Int? { get }
}

/// The days in Paris: one is over at its midnight. What was received by then is known by the time of its append, however late
/// it is read, so nothing waits for late arrivals.
package struct ParisCalendar: CivilCalendar {
    package let askEveryMilliseconds = 1_000
    package let tellAgainMilliseconds: Int? = 60_000

    package init() {}

    package func lastDayOver() -> CivilDate? { CivilDate.paris(milliseconds: nowMilliseconds).adding(days: -1) }

    package var nowMilliseconds: Int64 {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
    }
}

/// Days are over when somebody says so: a replay, a test.
package final class ManualCalendar: CivilCalendar {
    package let askEveryMilliseconds = 1
    package let tellAgainMilliseconds: Int? = nil
    private let day = Mutex<CivilDate?>(nil)

    package init() {}

    package func lastDayOver() -> CivilDate? { day.withLock { $0 } }

    /// The first moment after the days that are over: nothing goes on in between.
    package var nowMilliseconds: Int64 { lastDayOver()?.adding(days: 1).startInParis() ?? 0 }

    package func close(through day: CivilDate) { self.day.withLock { $0 = max($0 ?? day, day) } }
}
