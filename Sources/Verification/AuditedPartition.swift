import Register
import WorkerKit

/// How far a partition of the register has come, by the records read so far.
struct AuditedPartition {
    struct Closing {
        var day: CivilDate
        var offset: Int64
        /// Closed after a stop, with days that follow it: no letter left on it.
        var isLate: Bool
    }

    /// The notices of the day that their facts belong to, in each territory.
    var noticeDay: CivilDate?
    var noticesToday: [Territory: Int] = [:]

    var next: Int64 = 0
    var clock = AuditedClock()
    var closings: [Closing] = []
    /// Live applications that someone was linked to since the last day was closed: a lapse of theirs is void.
    var links: Set<Int32> = []
    /// The applications that something may fall due for on a day.
    var schedule: [Int32: [Int32]] = [:]
    /// The applications that may have to be purged on a day.
    var purges: [Int32: [Int32]] = [:]

    var lastClosed: CivilDate? { closings.last?.day }

    /// What was closed before that place.
    func lastClosed(before offset: Int64) -> CivilDate? { closings.last { $0.offset < offset }?.day }

    /// The days through this one that something waits for, in order.
    func daysAwaited(through day: Int32) -> [Int32] {
        Set(schedule.keys).union(purges.keys).filter { $0 <= day }.sorted()
    }

    /// The first day that is not closed and not before `day`.
    func open(_ day: CivilDate) -> Int32 { max(day.days, lastClosed.map { $0.days + 1 } ?? day.days) }
}
