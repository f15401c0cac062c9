import Register
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Which civil days are over. The one clock of the system: the renewal lane asks it and turns the answer into records.
package protocol CivilCalendar: Sendable {
    /// The last day that is over, late arrivals included; nil when none is known to be.
    func lastDayOver() -> CivilDate?

    /// How often it is worth asking, in milliseconds.
    var askEveryMilliseconds: Int { get }
}

/// The days in Paris: one is over two hours after its midnight.
package struct ParisCalendar: CivilCalendar {
    /// For submissions that were received on the day and arrive after it.
    package static let graceMilliseconds: Int64 = 2 * 3_600_000

    package let askEveryMilliseconds = 1_000

    package init() {}

    package func lastDayOver() -> CivilDate? {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        let milliseconds = Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
        return CivilDate.paris(milliseconds: milliseconds - ParisCalendar.graceMilliseconds).adding(days: -1)
    }
}

/// Days are over when somebody says so: a replay, a test.
package final class ManualCalendar: CivilCalendar {
    package let askEveryMilliseconds = 1
    private let day = Mutex<CivilDate?>(nil)

    package init() {}

    package func lastDayOver() -> CivilDate? { day.withLock { $0 } }

    package func close(through day: CivilDate) { self.day.withLock { $0 = max($0 ?? day, day) } }
}
