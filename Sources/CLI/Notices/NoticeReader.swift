import ArgumentParser
import Foundation
import Letters
import Register
import Schemas
import Sealing
import Stream
import SwiftProtobuf
import WorkerKit

/// Reads what letters are made of from a log: notices, and the dossiers they concern.
struct NoticeReader {
    let log: any StreamLog
    /// What opens the forms; nil leaves them closed.
    var keys: MasterKeys?

    /// Notices of a territory that stand one behind another, and where.
    struct Slice {
        let territory: Territory
        /// In the order in which they are printed: by number, then kind.
        let notices: [WireNotice]
        let ranges: [WireExportedRange]
        /// There were more of them than a batch holds.
        let isCut: Bool
    }

    /// Those of a day, by territory.
    func notices(on day: CivilDate, of territory: Territory? = nil) throws -> [(Territory, [WireNotice])] {
        var found: [Territory: [WireNotice]] = [:]
        try forEach { notice, itsTerritory, _ in
            guard notice.issuedOn == day.iso, territory.map({ $0 == itsTerritory }) ?? true else { return }
            found[itsTerritory, default: []].append(notice)
        }
        return found.sorted { $0.key.code < $1.key.code }.map { ($0, NoticeReader.inOrder($1)) }
    }

    /// Everything behind the last batch of each territory, whatever day it bears, and at most `limit` notices of each.
    func waiting(_ ledger: ExportLedger, of territory: Territory? = nil, atMost limit: Int = .max) throws -> [Slice] {
        var places: [Territory: [Int: Int64]] = [:]
        var found: [Territory: [WireNotice]] = [:]
        // Where a territory's batch ends before the partition does.
        var cuts: [Territory: [Int: Int64]] = [:]
        let ends = try forEach { notice, itsTerritory, place in
            guard territory.map({ $0 == itsTerritory }) ?? true else { return }
            let from = places[itsTerritory] ?? ledger.places(of: .letters(itsTerritory))
            places[itsTerritory] = from
            guard place.offset >= from[Int(place.partition)] ?? 0 else { return }
            if found[itsTerritory, default: []].count < limit {
                found[itsTerritory, default: []].append(notice)
            } else if cuts[itsTerritory, default: [:]][Int(place.partition)] == nil {
                cuts[itsTerritory, default: [:]][Int(place.partition)] = place.offset
            }
        }
        return found.sorted { $0.key.code < $1.key.code }.map { territory, notices in
            let ranges = ends.sorted { $0.key < $1.key }.compactMap { partition, end -> WireExportedRange? in
                let from = places[territory]?[partition] ?? 0
                let until = cuts[territory]?[partition] ?? end
                return from < until ? WireExportedRange(partition, from: from, until: until) : nil
            }
            return Slice(
                territory: territory,
                notices: NoticeReader.inOrder(notices),
                ranges: ranges,
                isCut: cuts[territory] != nil
            )
        }
    }

    /// Those of a batch, from its places.
    func notices(of export: WireExport) throws -> [WireNotice] {
        var ranges: [Int: Range<Int64>] = [:]
        for range in export.ranges { ranges[Int(range.partition)] = range.places }
        var found: [WireNotice] = []
        try forEach { notice, territory, place in
            guard territory.code == export.territory, ranges[Int(place.partition)]?.contains(place.offset) == true
            else {
                return
            }
            found.append(notice)
        }
        return NoticeReader.inOrder(found)
    }

    private static func inOrder(_ notices: [WireNotice]) -> [WireNotice] {
        notices.sorted { $0.noticeID < $1.noticeID }
    }

    /// Every notice of the log, with its place. Returns where each partition ended.
    @discardableResult
    private func forEach(_ body: (WireNotice, Territory, SourcePosition) throws -> Void) throws -> [Int: Int64] {
        var ends: [Int: Int64] = [:]
        for partition in try log.partitions(of: .notices) {
            let end = try log.endOffset(of: partition)
            ends[partition.partition] = end
            try log.read(partition, to: end) { record in
                guard let value = record.value, let notice = try? WireNotice(serializedBytes: value),
                    let territory = Territory(code: notice.territory)
                else {
                    // Left out in silence it would be a letter that nobody gets.
                    throw LogError(
                        .storage,
                        .restart,
                        "\(partition)@\(record.offset) is no notice: nothing is exported"
                    )
                }
                let place = SourcePosition(partition: Int32(partition.partition), offset: record.offset)
                try body(notice, territory, place)
            }
        }
        return ends
    }

    /// The applications that these notices concern, each as it stood at the end of the day that the notice bears, by what the
    /// register knew at the place `until`.
    func dossiers(of notices: [WireNotice], in territory: Territory, until end: Int64) throws -> DossierFold {
        var days: [UniqueNumber: Set<CivilDate>] = [:]
        for notice in notices {
            guard let number = UniqueNumber(notice.number), let day = CivilDate(iso: notice.issuedOn) else { continue }
            days[number, default: []].insert(day)
        }
        return try dossiers(of: days, in: territory, until: end)
    }

    func dossiers(of days: [UniqueNumber: Set<CivilDate>], in territory: Territory, until end: Int64) throws
        -> DossierFold
    {
        var fold = DossierFold(days)
        let partition = try log.register(of: territory)
        var bar = ProgressBar("Registre / register \(territory.code)", total: Int(2 * end))
        try log.readRegister(partition, to: end, DossierFold.ownership) { record in
            fold.note(record)
            bar.update(Int(record.offset))
        }
        var vault = Vault(keys, of: try log.registerID(), wanted: fold.formKeys)
        if !fold.formKeys.isEmpty { try log.readKeys(into: &vault) }
        try log.readRegister(partition, to: end, .everything) { record in
            try fold.take(record) { record, accepted in
                do throws(Vault.Failure) {
                    return try vault.request(of: record, accepted)
                } catch {
                    // A letter to somebody who is erased is left out; one that cannot be opened is nobody's to leave out.
                    if case .erased = error { return nil }
                    throw error
                }
            }
            bar.update(Int(end + record.offset))
        }
        bar.finish()
        return fold
    }

    func desks() throws -> [String: WireDesk] {
        try log.readTable(.desks).compactMapValues { record in
            record.value.flatMap { try? WireDesk(serializedBytes: $0) }
        }
    }

    func towns() throws -> [String: String] {
        try log.readTable(.communes).compactMapValues { record in
            record.value.flatMap { try? WireCommune(serializedBytes: $0) }?.name
        }
    }
}
