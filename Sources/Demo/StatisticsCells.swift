import Register
import Schemas
import Stream
import SwiftProtobuf

/// The last value of every statistics cell, as a reader of the compacted topic keeps it.
package struct StatisticsCells: Sendable {
    /// By key: territory, commune, period.
    package private(set) var cells: [String: WireStatisticsCell] = [:]

    package init() {}

    /// Reads `nu.statistics` from its beginning to where it ends now.
    package init(readFrom log: any StreamLog) throws {
        let topic = Topic.statistics.name
        for index in 0..<(try log.partitionCount(of: topic)) {
            let partition = TopicPartition(topic, index)
            let end = try log.endOffset(of: partition)
            var position: Int64 = 0
            while position < end {
                let batch = try log.read(partition, from: position, limit: 10_000)
                guard batch.next > position else { break }
                position = batch.next
                for record in batch.records {
                    let key = record.key.map { String(decoding: $0, as: UTF8.self) } ?? ""
                    try take(key, record.value, contentType: record.header(HeaderName.contentType))
                }
            }
        }
    }

    /// A record without a value deletes its cell.
    package mutating func take(_ key: String, _ value: Bytes?, contentType: String?) throws {
        guard let value else {
            cells[key] = nil
            return
        }
        cells[key] =
            contentType == ContentType.protobuf.rawValue
            ? try WireStatisticsCell(serializedBytes: value)
            : try WireStatisticsCell(jsonUTF8Bytes: value)
    }

    package mutating func take(_ cell: WireStatisticsCell) {
        cells["\(cell.territory)/\(cell.commune)/\(cell.period)"] = cell
    }

    /// What the cells say of each territory. Only the cells of days are read: those of months sum them up.
    package func figures(lilleCommunes: Set<String>) -> [Territory: Figures] {
        var figures: [Territory: Figures] = [:]
        for territory in Volumes.territories { figures[territory] = Figures() }
        // Of each commune, the last day that changed it, up to the two days of the stocks.
        var atStart: [Place: (day: CivilDate, pending: Int64)] = [:]
        var atEnd: [Place: (day: CivilDate, pending: Int64)] = [:]
        for cell in cells.values {
            guard let day = CivilDate(iso: cell.period), let territory = Territory(code: cell.territory) else {
                continue
            }
            let place = Place(territory: territory, commune: cell.commune)
            if day <= Figures.stockDay, atStart[place].map({ $0.day < day }) ?? true {
                atStart[place] = (day, cell.pendingAtEnd)
            }
            if day <= Figures.lastDay, atEnd[place].map({ $0.day < day }) ?? true {
                atEnd[place] = (day, cell.pendingAtEnd)
            }
            if day >= Figures.firstDay, day <= Figures.lastDay {
                figures[territory, default: Figures()].add(flowsOf: cell)
            }
        }
        for (place, stock) in atStart {
            figures[place.territory, default: Figures()].pendingAtStart += Int(stock.pending)
            if lilleCommunes.contains(place.commune) {
                figures[place.territory, default: Figures()].lilleAtStart += Int(stock.pending)
            }
        }
        for (place, stock) in atEnd {
            figures[place.territory, default: Figures()].pendingAtEnd += Int(stock.pending)
        }
        return figures
    }

    private struct Place: Hashable {
        let territory: Territory
        let commune: String
    }
}

extension Figures {
    fileprivate mutating func add(flowsOf cell: WireStatisticsCell) {
        registered += Int(cell.registered)
        renewed += Int(cell.renewed)
        allocated += Int(cell.struckOffAllocation)
        allocationDays += Int(cell.allocationDaysSum)
        renounced += Int(cell.struckOffRenunciation)
        unanswered += Int(cell.struckOffNoAnswer)
        inadmissible += Int(cell.struckOffInadmissible)
        notRenewed += Int(cell.struckOffNotRenewed)
        reinstated += Int(cell.reinstated)
        deleted += Int(cell.deleted)
        linked += Int(cell.linked)
        notices += Int(cell.notices)
    }
}
