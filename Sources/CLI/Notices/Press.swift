import ArgumentParser
import Letters
import Register
import Schemas

/// Makes batches of letters, and tells at the end what they hold and cost.
struct Press {
    let reader: NoticeReader
    let book: LetterBook
    let out: String
    let writer: LetterWriter
    let desks: [String: WireDesk]

    private var table = TextTable(["Lot / batch", "Courrier / notice", "Rang / rank", "Lettres", "Pages", "Euros"])
    private var leftOut: [PrintBatch.LeftOut] = []
    private var hasBatches = false

    init(reader: NoticeReader, book: LetterBook, out: String, writer: LetterWriter, desks: [String: WireDesk]) {
        self.reader = reader
        self.book = book
        self.out = out
        self.writer = writer
        self.desks = desks
    }

    /// The files of a batch that has these notices.
    mutating func files(of export: WireExport, _ notices: [WireNotice]) throws -> [BatchFolder.File] {
        guard let territory = Territory(code: export.territory) else {
            throw ValidationError("a batch of no territory")
        }
        let end = Int64(clamping: export.registerUntil)
        let dossiers = try reader.dossiers(of: notices, in: territory, until: end)
        var batch = PrintBatch(id: export.batch, writer: writer)
        for notice in notices {
            var dossier: Dossier?
            if let number = UniqueNumber(notice.number), let day = CivilDate(iso: notice.issuedOn) {
                dossier = dossiers.dossier(of: number, at: day)
            }
            let settings = dossier.map { book.settings(for: $0, desks: desks) }
            batch.add(notice, dossier, settings ?? LetterSettings(service: [], registrar: []))
        }
        note(batch)
        return try BatchFolder.files(of: batch, book.price, export)
    }

    private mutating func note(_ batch: PrintBatch) {
        hasBatches = true
        for cost in book.price.costs(of: batch) {
            table.rows.append([
                batch.id, "\(cost.kind.french)\(cost.isTraceable ? ", suivi" : "") / \(cost.kind.english)",
                cost.rank > 0 ? "\(cost.rank)" : "",
                cost.letters.grouped, cost.pages.grouped, Press.euros(cost.cents),
            ])
        }
        if !batch.mails.isEmpty {
            table.rows.append([batch.id, "courriels / e-mails", "", batch.mails.count.grouped, "", "0,00"])
        }
        for alert in batch.alerts {
            Terminal.note("\(alert.number): dossier retenu / file held: \(alert.reason)")
        }
        for item in batch.items where !item.hasTown {
            Terminal.note(
                "\(item.notice.noticeID): adresse sans ville, la commune n’est pas dans la liste du registre / address without a "
                    + "town: the register's list has no such commune"
            )
        }
        leftOut += batch.leftOut
    }

    /// Throws when something has no letter.
    func report() throws {
        guard hasBatches else {
            Terminal.write("Aucun courrier n’attend / no notice waits")
            return
        }
        Terminal.write(table.rendered())
        for entry in leftOut {
            Terminal.note("\(entry.notice.noticeID): \(entry.obstacle.french) / \(entry.obstacle.english)")
        }
        if !leftOut.isEmpty { throw ExitCode.failure }
    }

    private static func euros(_ cents: Int) -> String {
        let rest = cents % 100
        return "\((cents / 100).grouped),\(rest < 10 ? "0" : "")\(rest)"
    }
}
