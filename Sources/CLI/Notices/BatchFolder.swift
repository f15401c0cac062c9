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

    func write(_ batch: PrintBatch, centsPerLetter: Int, replacing: Bool) throws {
        let files = FileManager.default
        if files.fileExists(atPath: url.path), !replacing {
            throw ValidationError("\(url.path) is there already: --force replaces it")
        }
        let draft = url.deletingLastPathComponent().appendingPathComponent(".\(batch.id).\(UUID().uuidString)")
        try files.createDirectory(at: draft, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? files.removeItem(at: draft) }
        try Data(SeparatedValues.write(batch.rows)).write(to: draft.appendingPathComponent("lettres.csv"))
        try Data(batch.pdf).write(to: draft.appendingPathComponent("lettres.pdf"))
        let summary = try JSONSerialization.data(
            withJSONObject: BatchFolder.summary(batch, centsPerLetter),
            options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes],
        )
        try summary.write(to: draft.appendingPathComponent("lot.json"))
        if replacing { try? files.removeItem(at: url) }
        try files.moveItem(at: draft, to: url)
    }

    /// Nothing nominative: references only.
    private static func summary(_ batch: PrintBatch, _ centsPerLetter: Int) -> [String: Any] {
        let costs = batch.costs(centsPerLetter: centsPerLetter)
        return [
            "lot": batch.id,
            "lettres": batch.items.count,
            "pages": batch.pageCount,
            "centimes": costs.reduce(0) { $0 + $1.cents },
            "couts": costs.map { cost -> [String: Any] in
                [
                    "courrier": cost.kind.french, "rang": cost.rank, "lettres": cost.letters, "pages": cost.pages,
                    "centimes": cost.cents,
                ]
            },
            "ecartes": batch.leftOut.map { ["reference": $0.notice.noticeID, "motif": $0.obstacle.french] },
            "orthographe_a_verifier": batch.items.filter { !$0.isExact }.map(\.notice.noticeID),
        ]
    }
}
