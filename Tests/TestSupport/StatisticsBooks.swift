import Schemas

/// What an auditor checks in published cells, in the order in which they were published.
package struct StatisticsBooks {
    package private(set) var faults: [String] = []

    package init(_ cells: [WireStatisticsCell]) {
        var stocks: [String: Int64] = [:]
        var months: [String: Movements] = [:]
        var seen: Set<String> = []
        for cell in cells {
            let place = cell.territory + "/" + cell.commune
            let movements = Movements(cell)
            if !seen.insert(place + "/" + cell.period).inserted {
                faults.append("\(place) \(cell.period) published twice")
            }
            if cell.pendingAtStart + movements.net != cell.pendingAtEnd {
                faults.append(
                    "\(place) \(cell.period): \(cell.pendingAtStart) + \(movements.net) ≠ \(cell.pendingAtEnd)"
                )
            }
            if cell.period.count == 10 {
                if cell.pendingAtStart != stocks[place, default: 0] {
                    faults.append(
                        "\(place) \(cell.period) starts with \(cell.pendingAtStart), not \(stocks[place, default: 0])"
                    )
                }
                stocks[place] = cell.pendingAtEnd
                months[place + "/" + cell.period.prefix(7), default: Movements()].add(movements)
            } else {
                if cell.pendingAtEnd != stocks[place, default: 0] {
                    faults.append(
                        "\(place) \(cell.period) ends with \(cell.pendingAtEnd), not \(stocks[place, default: 0])"
                    )
                }
                if months[place + "/" + cell.period] != movements {
                    faults.append("\(place) \(cell.period) is not the sum of its days")
                }
            }
        }
    }

    private struct Movements: Equatable {
        var entries: [Int64] = [0, 0, 0, 0]
        var exits: [Int64] = [0, 0, 0, 0, 0, 0, 0]
        var others: [Int64] = [0, 0, 0, 0]
        var months: [Int32: Int64] = [:]

        init() {}

        init(_ cell: WireStatisticsCell) {
            entries = [cell.registered, cell.imported, cell.reinstated, cell.movedIn]
            exits = [
                cell.struckOffAllocation, cell.struckOffRenunciation, cell.struckOffNoAnswer,
                cell.struckOffInadmissible,
                cell.struckOffNotRenewed, cell.deleted, cell.movedOut,
            ]
            others = [cell.linked, cell.renewed, cell.notices, cell.allocationDaysSum]
            for count in cell.allocationMonths { months[count.months, default: 0] += count.count }
        }

        var net: Int64 { entries.reduce(0, +) - exits.reduce(0, +) }

        mutating func add(_ other: Movements) {
            for index in entries.indices { entries[index] += other.entries[index] }
            for index in exits.indices { exits[index] += other.exits[index] }
            for index in others.indices { others[index] += other.others[index] }
            months.merge(other.months, uniquingKeysWith: +)
        }
    }
}
