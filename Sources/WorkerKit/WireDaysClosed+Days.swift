import Register
import Schemas

extension WireDaysClosed {
    /// The days of this fact that are not closed yet, in order; nil when all are. `through`: the record's day.
    package func days(through: CivilDate, after closed: CivilDate?) -> ClosedRange<Int32>? {
        guard CivilDate.years.contains(through.components.year) else { return nil }
        var first = max(from, through.days.subtractingReportingOverflow(WireDaysClosed.daysMax).partialValue)
        if let closed {
            guard closed < through else { return nil }
            first = max(first, closed.days + 1)
        }
        return first <= through.days ? first...through.days : nil
    }

    /// A century: no calendar says more in one fact.
    private static let daysMax: Int32 = 36_525
}
