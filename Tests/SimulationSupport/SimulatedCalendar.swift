import Register
import Stream
import Synchronization

/// The days that are over by the clock of the processes, which a simulation moves, and puts wrong.
package final class SimulatedCalendar: CivilCalendar {
    package let askEveryMilliseconds = 1
    package let tellAgainMilliseconds: Int? = nil

    private struct State {
        var day: CivilDate?
        var daysWrong = 0
    }

    private let state = Mutex(State())

    package init() {}

    package func lastDayOver() -> CivilDate? {
        state.withLock { state in state.day.map { $0.adding(days: state.daysWrong) } }
    }

    /// The first moment after the days that are over: nothing goes on in between.
    package var nowMilliseconds: Int64 { lastDayOver()?.adding(days: 1).startInParis() ?? 0 }

    /// The day is over, as are those before it. A clock that is right never goes back.
    package func close(through day: CivilDate) { state.withLock { $0.day = max($0.day ?? day, day) } }

    /// How many days the clock is ahead of the right one, or behind it.
    package var daysWrong: Int {
        get { state.withLock { $0.daysWrong } }
        set { state.withLock { $0.daysWrong = newValue } }
    }
}
