/// A month of a year: what statistics are counted by.
///
/// Shape: one `Int32`, year × 12 + month − 1.
package struct CivilMonth: Hashable, Sendable {
    /// Year × 12 + month − 1.
    package var index: Int32

    package init(index: Int32) {
        self.index = index
    }

    /// Nil when the month is not 1...12 or the year is out of 1850...2200.
    package init?(year: Int, month: Int) {
        guard CivilDate.years.contains(year), (1...12).contains(month) else { return nil }
        self.init(index: Int32(year * 12 + month - 1))
    }

    /// Reads `YYYY-MM` and nothing else.
    package init?(iso: String) {
        guard let first = CivilDate(iso: iso + "-01") else { return nil }
        self = first.month
    }

    /// `YYYY-MM`.
    package var iso: String {
        String(firstDay.iso.dropLast(3))
    }

    package var year: Int { (index >= 0 ? Int(index) : Int(index) - 11) / 12 }

    /// 1...12.
    package var month: Int { Int(index) - year * 12 + 1 }

    package var firstDay: CivilDate { CivilDate(uncheckedYear: year, month: month, day: 1) }

    package var lastDay: CivilDate { firstDay.adding(days: dayCount - 1) }

    package var dayCount: Int { CivilDate.daysInMonth(year: year, month: month) }

    package func adding(months count: Int) -> CivilMonth {
        let (sum, isOver) = Int(index).addingReportingOverflow(count)
        return CivilMonth(index: isOver ? (count < 0 ? .min : .max) : Int32(clamping: sum))
    }
}

extension CivilMonth: Comparable, CustomStringConvertible {
    package static func < (left: CivilMonth, right: CivilMonth) -> Bool {
        left.index < right.index
    }

    package var description: String { iso }
}
