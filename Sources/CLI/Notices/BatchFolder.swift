import ArgumentParser
import Foundation
import Letters
import Schemas

/// Writes a batch as a folder of three files, whole or not at all: a printer never finds half of one.
struct BatchFolder {
    let url: URL

    /// The batch's own folder below `out`.
    init(_ batch: PrintBatch, below out: String) {
        url = URL(fileURLWithPath: out).appendingPathComponent(batch.id)
    }

    /// Asked before the work is done, and again before it is written.
    func refuseToReplace() throws {
        if FileManager.default.fileExists(atPath: url.path) {
            throw ValidationError("\(url.path) is there already: --force replaces it")
        }
    }

    func write(_ batch: PrintBatch, _ price: Price, replacing: Bool) throws {
        let files = FileManager.default
        if !replacing { try refuseToReplace() }
        let draft = url.deletingLastPathComponent().appendingPathComponent(".\(batch.id).\(UUID().uuidString)")
        try files.createDirectory(at: draft, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? files.removeItem(at: draft) }
        try Data(SeparatedValues.write(batch.rows)).write(to: draft.appendingPathComponent("lettres.csv"))
        try Data(batch.pdf).write(to: draft.appendingPathComponent("lettres.pdf"))
        if !batch.mails.isEmpty {
            try Data(SeparatedValues.write(batch.mailRows)).write(to: draft.appendingPathComponent("courriels.csv"))
        }
        let summary = try JSONSerialization.data(
            withJSONObject: BatchFolder.summary(batch, price),
            options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes],
        )
        try summary.write(to: draft.appendingPathComponent("lot.json"))
        if replacing { try? files.removeItem(at: url) }
        try files.moveItem(at: draft, to: url)
    }

    /// Nothing nominative: references only.
    private static func summary(_ batch: PrintBatch, _ price: Price) -> [String: Any] {
        let costs = price.costs(of: batch)
        return [
            "lot": batch.id,
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
            "orthographe_a_verifier": batch.items.filter { !$0.isExact }.map(\.notice.noticeID),
        ]
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
