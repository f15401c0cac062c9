import Register
import Schemas
import Stream
import SwiftProtobuf
import WorkerKit

// 6. Stock at the end of a day = stock at its start + entries − exits, in every cell; and cells say what the register
// says. A fact counts on its day while that day's books are open, and on the oldest open day after.
extension Audit {
    mutating func book(_ record: RegisterRecord, _ partition: Int, _ commune: UInt32, _ change: (inout Counts) -> Void)
    {
        guard let territory = record.number?.territory ?? record.territory else { return }
        let day = max(record.day, partitions[partition].lastClosed ?? record.day)
        let key = CountKey(territory: territory, commune: commune, period: day.days, isMonth: false)
        change(&recount[key, default: Counts()])
    }

    /// A record of `nu.statistics`.
    package mutating func takeCell(_ record: LogRecord, partition: Int) {
        findings.read(1)
        findings.check(.statistics)
        let place = RecordPlace(Topic.statistics.name, partition, record.offset)
        checkHeaders(record, of: .statistics, at: place)
        guard let cell = read(record, as: WireStatisticsCell.self) else { return findings.add(.unreadable, place) }
        let subject = "\(cell.territory)/\(cell.commune)/\(cell.period)"
        guard let key = Audit.key(of: cell), cell.unknownFields.data.isEmpty,
            record.key?.elementsEqual(subject.utf8) == true
        else { return findings.add(.wrongKey, place) }
        let published = PublishedCell(
            start: cell.pendingAtStart,
            end: cell.pendingAtEnd,
            counts: Counts(cell),
            histogram: cell.allocationMonths.reduce(0) { $0 + $1.count },
            partition: Int32(partition),
            offset: record.offset,
        )
        if published.end != published.start + published.counts.net
            || published.histogram != Int64(published.counts.allocated)
        {
            findings.add(.cellUnbalanced, place, subject)
        }
        if let before = cells[key], before.start != published.start || before.counts != published.counts {
            findings.add(.cellChanged, place, subject)
        }
        cells[key] = published
    }

    private static func key(of cell: WireStatisticsCell) -> CountKey? {
        guard let territory = Territory(code: cell.territory), let commune = CommuneCode(code: cell.commune) else {
            return nil
        }
        if let day = CivilDate(iso: cell.period) {
            return CountKey(territory: territory, commune: commune.packed, period: day.days, isMonth: false)
        }
        guard let month = CivilMonth(iso: cell.period) else { return nil }
        return CountKey(territory: territory, commune: commune.packed, period: month.index, isMonth: true)
    }

    mutating func finishStatistics() {
        var months: [CountKey: (start: Int64, end: Int64, counts: Counts)] = [:]
        var last: (territory: Territory, commune: UInt32, end: Int64)?
        let days = cells.filter { !$0.key.isMonth }.sorted {
            ($0.key.territory, $0.key.commune, $0.key.period) < ($1.key.territory, $1.key.commune, $1.key.period)
        }
        for (key, cell) in days {
            let (at, what) = (place(cell), subject(key))
            let isFirst = last?.territory != key.territory || last?.commune != key.commune
            findings.expect(cell.start == (isFirst ? 0 : last?.end ?? 0), .cellUnchained, at, what)
            last = (key.territory, key.commune, cell.end)
            findings.expect(recount[key] == cell.counts, .recountDiffers, at, what)
            let month = CountKey(
                territory: key.territory,
                commune: key.commune,
                period: CivilDate(days: key.period).month.index,
                isMonth: true,
            )
            var sum = months[month] ?? (cell.start, cell.end, Counts())
            sum.end = cell.end
            sum.counts.add(cell.counts)
            months[month] = sum
        }
        for (key, cell) in sorted(cells.filter(\.key.isMonth)) {
            let (at, what) = (place(cell), subject(key))
            let sum = months[key]
            findings.expect(
                sum?.counts == cell.counts && sum?.start == cell.start && sum?.end == cell.end,
                .monthDiffers,
                at,
                what,
            )
        }
        finishMissing(months)
    }

    /// The days and months that the statistics worker has closed, and that it did not publish.
    private mutating func finishMissing(_ months: [CountKey: (start: Int64, end: Int64, counts: Counts)]) {
        var closed: [Territory: AuditedPartition.Closing] = [:]
        func closing(of territory: Territory) -> AuditedPartition.Closing? {
            if let found = closed[territory] { return found }
            let partition = Partitioner.partition(of: territory.code, count: registerPartitions)
            let found = partitions[partition].closings.last { hasRead(WorkerGroup.statistics, partition, $0.offset) }
            closed[territory] = found
            return found
        }
        for (key, _) in sorted(recount) where cells[key] == nil {
            let partition = Partitioner.partition(of: key.territory.code, count: registerPartitions)
            findings.check(.statistics)
            if let closing = closing(of: key.territory), key.period < closing.day.days {
                findings.add(.cellMissing, place(Int32(partition), closing.offset), subject(key))
            }
        }
        for (key, _) in sorted(months) where cells[key] == nil {
            let partition = Partitioner.partition(of: key.territory.code, count: registerPartitions)
            findings.check(.statistics)
            if let closing = closing(of: key.territory), CivilMonth(index: key.period).lastDay < closing.day {
                findings.add(.cellMissing, place(Int32(partition), closing.offset), subject(key))
            }
        }
    }

    private func sorted<Value>(_ table: [CountKey: Value]) -> [(key: CountKey, value: Value)] {
        table.sorted {
            ($0.key.territory, $0.key.commune, $0.key.period) < ($1.key.territory, $1.key.commune, $1.key.period)
        }
    }

    private func place(_ cell: PublishedCell) -> RecordPlace {
        RecordPlace(Topic.statistics.name, Int(cell.partition), cell.offset)
    }

    private func subject(_ key: CountKey) -> String {
        let period = key.isMonth ? CivilMonth(index: key.period).iso : CivilDate(days: key.period).iso
        return "\(key.territory.code)/\(CommuneCode(packed: key.commune)?.code ?? "")/\(period)"
    }
}
