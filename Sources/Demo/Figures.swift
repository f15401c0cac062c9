import Register

/// What is counted of a territory, by the plan and by the statistics alike.
///
/// Stocks are those at the end of a day; flows run from 28 March to 31 December 2011, save strike-offs for non-renewal
/// and reinstatements, which none happen before either.
package struct Figures: Hashable, Sendable {
    /// On 1 January 2011, at the end of the day.
    package var pendingAtStart = 0
    /// Of those, with a first commune in the Lille metropolis.
    package var lilleAtStart = 0
    package var registered = 0
    package var renewed = 0
    /// Struck off: RADATT.
    package var allocated = 0
    /// Days from first filing to lease, over all allocations.
    package var allocationDays = 0
    /// RADABA.
    package var renounced = 0
    /// RADCON.
    package var unanswered = 0
    /// RADIRR.
    package var inadmissible = 0
    /// RADREN.
    package var notRenewed = 0
    package var reinstated = 0
    package var deleted = 0
    /// Asked again by someone who had a live application.
    package var linked = 0
    /// Renewal notices.
    package var notices = 0
    /// On 31 December 2011, at the end of the day.
    package var pendingAtEnd = 0

    package init() {}

    /// In months of 30.4375 days; nil where nobody was housed.
    package var meanDelayMonths: Double? {
        allocated > 0 ? Double(allocationDays) / Double(allocated) / Figures.daysPerMonth : nil
    }

    package static let daysPerMonth = 30.4375
    package static let noticeCents = 40
    package static let stockDay = CivilDate(year: 2011, month: 1, day: 1)!
    package static let firstDay = CivilDate(year: 2011, month: 3, day: 28)!
    package static let lastDay = CivilDate(year: 2011, month: 12, day: 31)!

    package static func + (left: Figures, right: Figures) -> Figures {
        var sum = left
        for field in fields { sum[keyPath: field] += right[keyPath: field] }
        return sum
    }

    /// Every count, to add and to compare.
    nonisolated(unsafe) static let fields: [WritableKeyPath<Figures, Int>] = [
        \.pendingAtStart, \.lilleAtStart, \.registered, \.renewed, \.allocated, \.allocationDays, \.renounced,
        \.unanswered, \.inadmissible, \.notRenewed, \.reinstated, \.deleted, \.linked, \.notices, \.pendingAtEnd,
    ]
}
