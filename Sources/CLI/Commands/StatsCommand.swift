import ArgumentParser
import Foundation
import Register
import Schemas
import Stream
import SwiftProtobuf

struct StatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Adds up the cells of the statistics topic, and counts who asks in several territories.",
        discussion: """
            Example: numero-unique stats --from 2011-03-28 --to 2011-12-31 --by epci
                     numero-unique stats across
            """,
        subcommands: [Cells.self, Across.self],
        defaultSubcommand: Cells.self,
    )
}

extension StatsCommand {
    struct Cells: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "cells",
            abstract:
                "Adds up the cells of the statistics topic: pending, new, renewed, struck off, allocated, delays.",
            discussion: """
                A file counts in the first commune it asks for. Days are published when the next one is closed; a period is
                the sum of its published days.

                Example: numero-unique stats --from 2011-03-28 --to 2011-12-31 --by epci
                """,
        )

        enum Level: String, ExpressibleByArgument, CaseIterable {
            case territory, commune, epci, month, total
        }

        @OptionGroup var options: LogOptions
        @Option(help: "The first day, YYYY-MM-DD.")
        var from: String?
        @Option(help: "The last day, YYYY-MM-DD.")
        var to: String?
        @Option(help: "One line per territory, commune, epci, month, or total.")
        var by: Level = .territory
        @Flag(help: "One JSON object a line.")
        var json = false

        func validate() throws { _ = try period }

        private var period: ClosedRange<CivilDate> {
            get throws {
                let from = try day(self.from, "--from") ?? CivilDate(days: .min)
                let to = try day(self.to, "--to") ?? CivilDate(days: .max)
                guard from <= to else { throw ValidationError("--from must not be after --to") }
                return from...to
            }
        }

        func run() throws {
            let period = try period
            let log = try options.openForReading()
            let epci = try by == .epci ? epciNames(log) : [:]
            var sums: [String: CellSum] = [:]
            for (_, record) in try log.readTable(.statistics) {
                guard let cell = WireStatisticsCell(record: record), let date = CivilDate(iso: cell.period) else {
                    continue
                }
                let line =
                    switch by {
                    case .territory: cell.territory
                    case .commune: cell.commune
                    case .epci: epci[cell.commune] ?? "?"
                    case .month: date.month.iso
                    case .total: "total"
                    }
                sums[line, default: CellSum()].add(cell, date, period)
            }
            let rows = sums.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
            guard !rows.isEmpty else {
                Terminal.note(
                    "aucune statistique publiée / no statistics published yet: a day is published when the next closes"
                )
                return
            }
            if json {
                for (line, sum) in rows { Terminal.write(try sum.json(line)) }
                return
            }
            var table = TextTable([
                by.rawValue, "en attente/pending", "nouvelles/new", "reprises/imported", "renouvelées/renewed",
                "rattachées/linked", "attribuées/allocated", "RADABA", "RADCON", "RADIRR", "RADREN",
                "supprimées/deleted",
                "délai moyen/mean (mois)", "médian/median",
            ])
            for (line, sum) in rows { table.rows.append(sum.cells(line, showsStock: by != .month)) }
            Terminal.write(table.rendered())
        }

        private func day(_ text: String?, _ option: String) throws -> CivilDate? {
            guard let text else { return nil }
            guard let day = CivilDate(iso: text) else { throw ValidationError("\(option) takes a day, YYYY-MM-DD") }
            return day
        }

        private func epciNames(_ log: any StreamLog) throws -> [String: String] {
            try log.readTable(.communes).compactMapValues { record in
                record.value.flatMap { try? WireCommune(serializedBytes: $0) }?.epciName
            }
        }
    }
}

extension WireStatisticsCell {
    /// In the format that the record's content type names.
    init?(record: LogRecord) {
        guard let value = record.value else { return nil }
        if record.header(HeaderName.contentType) == ContentType.json.rawValue {
            guard let cell = try? WireStatisticsCell(jsonUTF8Bytes: value) else { return nil }
            self = cell
        } else {
            guard let cell = try? WireStatisticsCell(serializedBytes: value) else { return nil }
            self = cell
        }
    }
}

/// Day cells of one line, added up.
struct CellSum {
    private var movements = WireStatisticsCell()
    private var histogram: [Int32: Int64] = [:]
    /// By place, the last published stock up to the end of the period.
    private var stocks: [String: (day: CivilDate, pending: Int64)] = [:]

    var isEmpty: Bool { stocks.isEmpty }

    mutating func add(_ cell: WireStatisticsCell, _ date: CivilDate, _ period: ClosedRange<CivilDate>) {
        guard date <= period.upperBound else { return }
        let place = "\(cell.territory)/\(cell.commune)"
        if stocks[place].map({ $0.day < date }) ?? true { stocks[place] = (date, cell.pendingAtEnd) }
        guard date >= period.lowerBound else { return }
        movements.registered += cell.registered
        movements.imported += cell.imported
        movements.renewed += cell.renewed
        movements.linked += cell.linked
        movements.struckOffAllocation += cell.struckOffAllocation
        movements.struckOffRenunciation += cell.struckOffRenunciation
        movements.struckOffNoAnswer += cell.struckOffNoAnswer
        movements.struckOffInadmissible += cell.struckOffInadmissible
        movements.struckOffNotRenewed += cell.struckOffNotRenewed
        movements.deleted += cell.deleted
        movements.reinstated += cell.reinstated
        movements.notices += cell.notices
        movements.allocationDaysSum += cell.allocationDaysSum
        for entry in cell.allocationMonths { histogram[entry.months, default: 0] += entry.count }
    }

    private var pending: Int64 { stocks.values.reduce(0) { $0 + $1.pending } }

    /// Months of 30.4375 days.
    private var meanMonths: Double? {
        let allocated = movements.struckOffAllocation
        return allocated > 0 ? Double(movements.allocationDaysSum) / Double(allocated) / 30.4375 : nil
    }

    private var medianMonths: Int32? {
        let total = histogram.values.reduce(0, +)
        var seen: Int64 = 0
        for (months, count) in histogram.sorted(by: { $0.key < $1.key }) {
            seen += count
            if seen * 2 >= total { return months }
        }
        return nil
    }

    func cells(_ line: String, showsStock: Bool) -> [String] {
        func text(_ value: Int64) -> String { Int(value).grouped }
        return [
            line, showsStock ? text(pending) : "–", text(movements.registered), text(movements.imported),
            text(movements.renewed), text(movements.linked), text(movements.struckOffAllocation),
            text(movements.struckOffRenunciation), text(movements.struckOffNoAnswer),
            text(movements.struckOffInadmissible), text(movements.struckOffNotRenewed), text(movements.deleted),
            meanMonths.map { String(format: "%.1f", $0) } ?? "–", medianMonths.map { "\($0)" } ?? "–",
        ]
    }

    func json(_ line: String) throws -> String {
        var object: [String: Any] = [
            "line": line, "pending": pending, "registered": movements.registered, "imported": movements.imported,
            "renewed": movements.renewed, "linked": movements.linked, "allocated": movements.struckOffAllocation,
            "RADABA": movements.struckOffRenunciation, "RADCON": movements.struckOffNoAnswer,
            "RADIRR": movements.struckOffInadmissible, "RADREN": movements.struckOffNotRenewed,
            "deleted": movements.deleted, "reinstated": movements.reinstated, "notices": movements.notices,
        ]
        object["meanMonths"] = meanMonths
        object["medianMonths"] = medianMonths
        return String(
            decoding: try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys]),
            as: UTF8.self
        )
    }
}
