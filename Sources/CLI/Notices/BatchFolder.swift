import ArgumentParser
import Foundation
import Letters
import Schemas

/// Writes a batch as a folder of files, whole or not at all: a printer never finds half of one. Folder and files are their owner's.
struct BatchFolder {
    typealias File = (name: String, bytes: [UInt8])

    let url: URL

    /// The batch's own folder below `out`.
    init(_ batch: String, below out: String) {
        url = URL(fileURLWithPath: out).appendingPathComponent(batch)
    }

    /// Asked before the work is done, and again before it is written.
    func refuseToReplace() throws {
        if FileManager.default.fileExists(atPath: url.path) {
            throw ValidationError("\(url.path) is there already: --force replaces it")
        }
    }

    func write(_ contents: [File], replacing: Bool) throws {
        let files = FileManager.default
        if !replacing { try refuseToReplace() }
        let draft = url.deletingLastPathComponent()
            .appendingPathComponent(".\(url.lastPathComponent).\(UUID().uuidString)")
        try files.createDirectory(at: draft, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? files.removeItem(at: draft) }
        for file in contents {
            try Files.writePrivately(file.bytes, to: draft.appendingPathComponent(file.name).path)
        }
        if replacing { try? files.removeItem(at: url) }
        try files.moveItem(at: draft, to: url)
    }

    /// Of letters. The CSV is for programs, which take it as it is; people open the workbook.
    static func files(of batch: PrintBatch, _ price: Price, _ export: WireExport) throws -> [File] {
        var workbook = Spreadsheet()
        workbook.add("lettres", batch.rows)
        var files: [File] = [
            ("lettres.csv", SeparatedValues.write(batch.rows)), ("lettres.pdf", batch.pdf),
        ]
        if !batch.mails.isEmpty {
            workbook.add("courriels", batch.mailRows)
            files.append(("courriels.csv", SeparatedValues.write(batch.mailRows)))
        }
        files.append(("lettres.xlsx", workbook.finished()))
        files.append(("lot.json", try json(summary(batch, price, export))))
        return files
    }

    static func json(_ object: [String: Any]) throws -> [UInt8] {
        Array(
            try JSONSerialization.data(
                withJSONObject: object,
                options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes],
            )
        )
    }

    /// Nothing nominative: references only.
    private static func summary(_ batch: PrintBatch, _ price: Price, _ export: WireExport) -> [String: Any] {
        let costs = price.costs(of: batch)
        return [
            "lot": batch.id,
            "places": export.placesForJSON,
            "registre_avant": export.registerUntil,
            "lettres": batch.items.count,
            "courriels": batch.mails.count,
            "alertes": batch.alerts.map { ["reference": $0.noticeID, "motif": $0.reason] },
            "pages": batch.pageCount,
            "centimes": costs.reduce(0) { $0 + $1.cents },
            "couts": costs.map { cost -> [String: Any] in
                [
                    "courrier": cost.kind.french, "rang": cost.rank, "suivi": cost.isTraceable, "lettres": cost.letters,
                    "pages": cost.pages,
                    "centimes": cost.cents,
                ]
            },
            "ecartes": batch.leftOut.map { ["reference": $0.notice.noticeID, "motif": $0.obstacle.french] },
            "adresses_sans_ville": batch.items.filter { !$0.hasTown }.map(\.notice.noticeID),
            "orthographe_a_verifier": batch.items.filter { !$0.isExact }.map(\.notice.noticeID),
        ]
    }
}

extension WireExport {
    /// From the first place to the first that is not in it.
    var placesForJSON: [[String: Any]] {
        ranges.map { ["partition": $0.partition, "de": $0.from, "avant": $0.until] }
    }
}

/// What letters cost, in euro cents.
struct Price {
    let letter: Int
    let traceableLetter: Int

    func costs(of batch: PrintBatch) -> [PrintBatch.Cost] {
        batch.costs(centsPerLetter: letter, centsPerTraceableLetter: traceableLetter)
    }
}
