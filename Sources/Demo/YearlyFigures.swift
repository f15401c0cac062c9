import Register
import Schemas

/// What happened in a year, as the statistics have it.
package struct YearlyFigures: Hashable, Sendable {
    package let year: Int
    package private(set) var imported = 0
    package private(set) var registered = 0
    package private(set) var renewed = 0
    package private(set) var allocated = 0
    package private(set) var notRenewed = 0
    /// Every other way out: renounced, no answer, inadmissible, deleted.
    package private(set) var otherExits = 0
    package private(set) var reinstated = 0
    package private(set) var notices = 0
    /// At the end of the year.
    package private(set) var pending = 0

    init(year: Int) { self.year = year }

    fileprivate mutating func add(_ cell: WireStatisticsCell) {
        imported += Int(cell.imported)
        registered += Int(cell.registered)
        renewed += Int(cell.renewed)
        allocated += Int(cell.struckOffAllocation)
        notRenewed += Int(cell.struckOffNotRenewed)
        otherExits += Int(
            cell.struckOffRenunciation + cell.struckOffNoAnswer + cell.struckOffInadmissible + cell.deleted
        )
        reinstated += Int(cell.reinstated)
        notices += Int(cell.notices)
    }

    fileprivate mutating func close(after stock: Int) -> Int {
        pending = stock + imported + registered + reinstated - allocated - notRenewed - otherExits
        return pending
    }
}

extension StatisticsCells {
    /// By year, from the cells of days.
    package func years() -> [YearlyFigures] {
        var years: [Int: YearlyFigures] = [:]
        for cell in cells.values {
            guard let year = CivilDate(iso: cell.period)?.components.year else { continue }
            years[year, default: YearlyFigures(year: year)].add(cell)
        }
        var stock = 0
        return years.values.sorted { $0.year < $1.year }.map { year in
            var year = year
            stock = year.close(after: stock)
            return year
        }
    }
}
