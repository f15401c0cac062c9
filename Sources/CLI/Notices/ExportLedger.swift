import ArgumentParser
import Foundation
import Register
import Schemas
import Stream
import SwiftProtobuf

/// What was exported, batch by batch, as `nu.exports` says: the next batch begins where the last one ended.
///
/// A batch is announced before its files are written, and said to be written after that. So a command that dies in between leaves a
/// batch that the next one writes again under its name, and nothing is taken twice. Of two commands that announce one batch at
/// once the first in the topic has it.
struct ExportLedger {
    /// What batches are numbered for.
    enum Subject: Hashable {
        case letters(Territory)
        case leases

        /// The key of its records.
        var key: String {
            switch self {
            case .letters(let territory): territory.code
            case .leases: "leases"
            }
        }

        func name(of number: Int) -> String {
            let figures = "\(number)"
            let padded = String(repeating: "0", count: max(0, 5 - figures.count)) + figures
            return switch self {
            case .letters(let territory): "\(territory.code)-\(padded)"
            case .leases: "ailleurs-\(padded)"
            }
        }

        init?(_ export: WireExport) {
            switch export.kind {
            case .letters:
                guard let territory = Territory(code: export.territory) else { return nil }
                self = .letters(territory)
            case .leases: self = .leases
            case .unspecified, .UNRECOGNIZED: return nil
            }
        }
    }

    private let log: any StreamLog
    private var batches: [Subject: [WireExport]] = [:]
    /// When each batch was announced, in milliseconds since 1970.
    private var announcedAt: [String: Int64] = [:]

    init(_ log: any StreamLog) throws {
        self.log = log
        try log.readAll(.exports) { partition, record in
            guard let value = record.value, let export = try? WireExport(serializedBytes: value),
                let subject = Subject(export)
            else {
                throw LogError(.storage, .restart, "\(partition)@\(record.offset) is no batch: nothing is exported")
            }
            var known = batches[subject] ?? []
            if let index = known.firstIndex(where: { $0.batch == export.batch }) {
                if known[index].token == export.token, export.written { known[index].written = true }
            } else {
                known.append(export)
                announcedAt[export.batch] = record.timestamp
            }
            batches[subject] = known
        }
    }

    /// Where the next batch begins; 0 for a partition that is not named.
    func places(of subject: Subject) -> [Int: Int64] {
        var places: [Int: Int64] = [:]
        for range in (batches[subject] ?? []).lazy.flatMap(\.ranges) {
            places[Int(range.partition)] = max(places[Int(range.partition)] ?? 0, Int64(clamping: range.until))
        }
        return places
    }

    /// Announced, and not written: by commands that died. Throws while one of them may still be at work.
    func cutShort(where isWanted: (WireExport) -> Bool) throws -> [WireExport] {
        let found = batches.values.joined().filter { !$0.written && isWanted($0) }.sorted { $0.batch < $1.batch }
        let now = Int64(Date().timeIntervalSince1970 * 1000)
        for export in found where now - (announcedAt[export.batch] ?? 0) < ExportLedger.workMilliseconds {
            throw ValidationError(
                "another export is at work on \(export.batch). Run this one again when it is done; if it died, write its batch with "
                    + "--again \(export.batch)"
            )
        }
        return found
    }

    /// After this long, a command that announced a batch is taken for dead.
    private static let workMilliseconds: Int64 = 600_000

    func batch(named name: String) throws -> WireExport {
        guard let found = batches.values.joined().first(where: { $0.batch == name }) else {
            throw ValidationError("there is no batch \(name)")
        }
        return found
    }

    /// The next batch, not announced yet.
    func next(_ subject: Subject, _ ranges: [WireExportedRange], registerUntil: Int64 = 0) -> WireExport {
        .with {
            $0.batch = subject.name(of: (batches[subject] ?? []).count + 1)
            $0.token = UUID().uuidString.lowercased()
            $0.ranges = ranges
            $0.registerUntil = UInt64(clamping: registerUntil)
            switch subject {
            case .letters(let territory):
                $0.kind = .letters
                $0.territory = territory.code
            case .leases: $0.kind = .leases
            }
        }
    }

    /// Throws where another command was first.
    mutating func announce(_ export: WireExport) throws {
        try append(export)
        self = try ExportLedger(log)
        guard try batch(named: export.batch).token == export.token else {
            throw ValidationError(
                "another export takes \(export.batch) at this moment: run this one again when it is done"
            )
        }
    }

    mutating func note(written export: WireExport) throws {
        var done = export
        done.written = true
        try append(done)
        self = try ExportLedger(log)
    }

    private func append(_ export: WireExport) throws {
        guard let subject = Subject(export) else { preconditionFailure("a batch of nothing") }
        try log.append([
            OutgoingRecord(
                .exports,
                of: log.partitionCount(of: Topic.exports.name),
                key: subject.key,
                value: export.serializedBytes(),
                .protobuf,
                timestamp: Int64(Date().timeIntervalSince1970 * 1000)
            )
        ])
    }
}

extension WireExportedRange {
    init(_ partition: Int, from: Int64, until: Int64) {
        self.init()
        self.partition = UInt32(clamping: partition)
        self.from = UInt64(clamping: from)
        self.until = UInt64(clamping: until)
    }

    var places: Range<Int64> {
        let from = Int64(clamping: from)
        return from..<max(from, Int64(clamping: until))
    }
}
