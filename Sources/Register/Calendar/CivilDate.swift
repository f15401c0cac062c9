/// A day of the civil calendar, as the law counts them: no hour, no time zone.
///
/// Shape: one `Int32`, days since 1970-01-01, proleptic Gregorian. Years 1850 to 2200 can be read; arithmetic may leave them, and
/// stops at the first or last day that there is room for.
package struct CivilDate: Hashable, Sendable {
    /// Days since 1970-01-01.
    package var days: Int32

    /// The years a date may be read in. Wide enough for the oldest birth date and the latest deadline.
    package static let years = 1850...2200

    package init(days: Int32) {
        self.days = days
    }

    /// The days that a record of the register or a row of a worker's state may name: 1 January 1850 to 31 December 2250. What is
    /// read is held against it, so that no arithmetic on it can leave the calendar.
    package static var recordedDays: ClosedRange<Int64> { -43_829...102_632 }

    /// Nil when no record may name this day.
    package init?(recorded days: Int64) {
        guard CivilDate.recordedDays.contains(days) else { return nil }
        self.init(days: Int32(days))
    }

    /// Nil when the day does not exist or its year is out of 1850...2200.
    package init?(year: Int, month: Int, day: Int) {
        guard year >= 1850, year <= 2200, month >= 1, month <= 12, day >= 1 else { return nil }
        guard day <= CivilDate.daysInMonth(year: year, month: month) else { return nil }
        self.init(uncheckedYear: year, month: month, day: day)
    }

    /// Reads `YYYY-MM-DD` and nothing else: ten ASCII characters, no space, no sign.
    package init?(iso: String) {
        let bytes = iso.utf8
        guard bytes.count == 10 else { return nil }
        var digits = 0
        for (position, byte) in bytes.enumerated() {
            if position == 4 || position == 7 {
                guard byte == UInt8(ascii: "-") else { return nil }
            } else {
                let digit = byte &- UInt8(ascii: "0")
                guard digit <= 9 else { return nil }
                digits = digits &* 10 &+ Int(digit)
            }
        }
        self.init(year: digits / 10_000, month: digits / 100 % 100, day: digits % 100)
    }

    /// `YYYY-MM-DD`.
    package var iso: String {
        let (year, month, day) = components
        guard (0...9999).contains(year) else { return "\(year)-\(month)-\(day)" }
        return String(unsafeUninitializedCapacity: 10) { text in
            CivilDate.write(year, width: 4, to: text, at: 0)
            text[4] = UInt8(ascii: "-")
            CivilDate.write(month, width: 2, to: text, at: 5)
            text[7] = UInt8(ascii: "-")
            CivilDate.write(day, width: 2, to: text, at: 8)
            return 10
        }
    }

    /// What is typed where the day of a birth is not known.
    package var isFirstOfJanuary: Bool { components.month == 1 && components.day == 1 }

    // http://howardhinnant.github.io/date_algorithms.html: years begin on 1 March, so that a leap day is a year's last.
    package var components: (year: Int, month: Int, day: Int) {
        let shifted = Int(days) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    package var month: CivilMonth {
        let (year, month, _) = components
        return CivilMonth(index: Int32(year * 12 + month - 1))
    }

    package func adding(days count: Int) -> CivilDate {
        let (sum, isOver) = Int(days).addingReportingOverflow(count)
        return CivilDate(days: isOver ? (count < 0 ? .min : .max) : Int32(clamping: sum))
    }

    /// The same day of the month so many months later, or that month's last day: 31 January + 1 = 28 or 29 February.
    ///
    /// Adding twice can lose a day that adding once keeps, so deadlines are always one addition from their start.
    package func adding(months count: Int) -> CivilDate {
        let (year, month, day) = components
        let target = CivilMonth(index: Int32(year * 12 + month - 1)).adding(months: count)
        return CivilDate(uncheckedYear: target.year, month: target.month, day: min(day, target.dayCount))
    }

    /// Negative when `end` comes first.
    package func days(until end: CivilDate) -> Int {
        Int(end.days) - Int(days)
    }

    /// The most months that can be added to `self` without passing `end`: 29 February to 28 February is 12.
    ///
    /// When `end` comes first: minus the months from `end` to `self`.
    package func wholeMonths(until end: CivilDate) -> Int {
        if end.days < days { return -end.wholeMonths(until: self) }
        let count = Int(end.month.index) - Int(month.index)
        return adding(months: count) > end ? count - 1 : count
    }

    init(uncheckedYear year: Int, month: Int, day: Int) {
        let marchYear = month <= 2 ? year - 1 : year
        let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        self.init(days: Int32(clamping: era * 146_097 + dayOfEra - 719_468))
    }

    static func daysInMonth(year: Int, month: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    static func write(_ number: Int, width: Int, to text: UnsafeMutableBufferPointer<UInt8>, at start: Int) {
        var rest = number
        for position in stride(from: start + width - 1, through: start, by: -1) {
            text[position] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
    }
}

extension CivilDate: Comparable, CustomStringConvertible {
    package static func < (left: CivilDate, right: CivilDate) -> Bool {
        left.days < right.days
    }

    package var description: String { iso }
}
