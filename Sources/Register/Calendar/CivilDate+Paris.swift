/// Where a civil day stands on the clock. The register's day is the day in Europe/Paris.
///
/// The European rule holds since 1996: summer time from the last Sunday of March to the last Sunday of October, both at
/// 01:00 UTC. Earlier instants are read with the same rule; no submission is older than 2011.
extension CivilDate {
    /// The day it is in Paris at an instant given in Unix milliseconds, UTC.
    package static func paris(milliseconds: Int64) -> CivilDate {
        let hours = floorDivide(milliseconds, 3_600_000)
        let today = CivilDate(days: Int32(clamping: floorDivide(hours, 24)))
        let hour = Int(hours - floorDivide(hours, 24) * 24)
        let isSummer =
            switch today {
            case today.summerStarts: hour >= 1
            case today.summerEnds: hour < 1
            default: today > today.summerStarts && today < today.summerEnds
            }
        // In summer the day turns at 22:00 UTC, in winter at 23:00.
        return hour >= (isSummer ? 22 : 23) ? today.adding(days: 1) : today
    }

    /// Local midnight, in Unix milliseconds, UTC. Clocks change at 2 or 3 in the morning, so there is exactly one.
    package func startInParis() -> Int64 {
        let isSummer = self > summerStarts && self <= summerEnds
        return Int64(days) * 86_400_000 - (isSummer ? 7_200_000 : 3_600_000)
    }

    private var summerStarts: CivilDate { lastSunday(month: 3) }

    private var summerEnds: CivilDate { lastSunday(month: 10) }

    /// March and October both have 31 days.
    private func lastSunday(month: Int) -> CivilDate {
        let last = CivilDate(uncheckedYear: components.year, month: month, day: 31)
        // 1970-01-01 was a Thursday, the fourth day after a Sunday.
        let weekday = ((Int(last.days) + 4) % 7 + 7) % 7
        return last.adding(days: -weekday)
    }

    private static func floorDivide(_ number: Int64, _ divisor: Int64) -> Int64 {
        let quotient = number / divisor
        return number % divisor < 0 ? quotient - 1 : quotient
    }
}
