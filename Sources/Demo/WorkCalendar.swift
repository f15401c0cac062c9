import Register

/// When people in France file papers: on working days, less in August and at the end of the year.
struct WorkCalendar: Sendable {
    static let firstDay = CivilDate(year: 2011, month: 1, day: 1)!
    static let lastDay = CivilDate(year: 2011, month: 12, day: 31)!

    /// Running sums of the days' weights; one more than there are days.
    private let sums: [Int]

    init() {
        var sums = [0]
        var day = WorkCalendar.firstDay
        while day <= WorkCalendar.lastDay {
            sums.append(sums[sums.count - 1] + WorkCalendar.weight(of: day))
            day = day.adding(days: 1)
        }
        self.sums = sums
    }

    static func index(of day: CivilDate) -> Int { firstDay.days(until: day) }

    /// A day of 2011 between two days, both counted.
    func pick(_ first: CivilDate, _ last: CivilDate, _ random: inout SplitMix64) -> CivilDate {
        precondition(first <= last, "no day from \(first) to \(last)")
        let (low, high) = (WorkCalendar.index(of: first), WorkCalendar.index(of: last))
        let ticket = sums[low] + random.below(sums[high + 1] - sums[low])
        var (left, right) = (low, high)
        while left < right {
            let middle = (left + right) / 2
            if sums[middle + 1] > ticket { right = middle } else { left = middle + 1 }
        }
        return WorkCalendar.firstDay.adding(days: left)
    }

    /// How many of `total` fall on each day from `first` to the end of the year; the sum is exact.
    func spread(_ total: Int, from first: CivilDate) -> [(day: CivilDate, count: Int)] {
        let low = WorkCalendar.index(of: first)
        let whole = sums[sums.count - 1] - sums[low]
        return (low..<sums.count - 1).map { index in
            let before = total * (sums[index] - sums[low]) / whole
            let after = total * (sums[index + 1] - sums[low]) / whole
            return (WorkCalendar.firstDay.adding(days: index), after - before)
        }
    }

    /// Monday to Friday.
    static func isWorkingDay(_ day: CivilDate) -> Bool {
        // 1970-01-01 was a Thursday.
        (1...5).contains((Int(day.days) + 4) % 7)
    }

    private static func weight(of day: CivilDate) -> Int {
        let (_, month, number) = day.components
        if holidays.contains(month * 100 + number) { return 5 }
        let season =
            switch month {
            case 7: 95
            case 8: 75
            case 9: 120
            case 10: 110
            case 12: number > 23 ? 50 : 85
            default: 100
            }
        // 1970-01-01 was a Thursday.
        let weekday =
            switch (Int(day.days) + 4) % 7 {
            case 0: 6
            case 1: 115
            case 2: 110
            case 5: 95
            case 6: 25
            default: 100
            }
        return season * weekday / 100
    }

    /// The public holidays of 2011 that fall on a working day.
    private static let holidays: Set<Int> = [425, 602, 613, 714, 815, 1101, 1111]
}
