import ArgumentParser
import Foundation
import Letters
import Register
import Schemas
import Stream
import SwiftProtobuf

struct NoticesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notices",
        abstract: "Makes letters of the notices of a day, and reads back what became of them.",
        subcommands: [List.self, Export.self, Elsewhere.self, Confirm.self, Returned.self],
    )

    /// Which notices a command is about.
    struct Selection: ParsableArguments {
        @Option(help: "The day of the notices, YYYY-MM-DD.")
        var day: String
        @Option(help: "One territory only, such as 059.")
        var territory: String?

        func parsed() throws -> (day: CivilDate, territory: Territory?) {
            guard let day = CivilDate(iso: day) else { throw ValidationError("\(self.day) is no day: YYYY-MM-DD") }
            let territory = try territory.map { code in
                guard let territory = Territory(code: code) else { throw ValidationError("\(code) is no territory") }
                return territory
            }
            return (day, territory)
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Counts the notices of a day by territory and kind.",
            discussion: "Example: numero-unique notices list --day 2026-11-24",
        )

        @OptionGroup var options: LogOptions
        @OptionGroup var selection: Selection
        @Flag(help: "One notice a line, as canonical JSON.")
        var json = false

        func run() throws {
            let (day, territory) = try selection.parsed()
            var table = TextTable(["Territoire", "Courrier / notice", "Rang / rank", "Nombre / count"])
            for (territory, notices) in try NoticeReader(log: options.openExisting()).notices(on: day, of: territory) {
                if json {
                    for notice in notices { Terminal.write(try notice.jsonString()) }
                    continue
                }
                let groups = Dictionary(grouping: notices) { [$0.kind.rawValue, Int($0.rank)] }
                for (key, group) in groups.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
                    table.rows.append([
                        territory.code, "\(group[0].kind.french) / \(group[0].kind.english)",
                        key[1] > 0 ? "\(key[1])" : "",
                        group.count.grouped,
                    ])
                }
            }
            if !json { Terminal.write(table.rendered()) }
        }
    }

    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes the letters of a day as printing batches: a CSV, a PDF and the cost of each territory.",
            discussion: """
                Makes OUT/TERRITORY-DAY/ with lettres.csv (mail merge; semicolons, UTF-8), lettres.pdf (every letter, in the \
                same order), courriels.csv (notices by e-mail) and lot.json (counts, cost, what was left out). They are nominative: whoever may read the \
                folder may read the letters. A batch that is there already is left alone, unless --force.

                Exits with 1 when a notice has no letter: no address, or a file that is erased. The others are written. Names \
                and addresses are sealed: it takes the register's master key. The days in the letters are those of the legal
                settings, so give it the file that the workers have.

                Example: numero-unique notices export --day 2026-11-24 --out batches --letter-settings letters.json
                """,
        )

        @OptionGroup var options: LogOptions
        @OptionGroup var selection: Selection
        @OptionGroup var keys: KeyOptions
        @OptionGroup var legal: LegalOptions
        @Option(help: ArgumentHelp("Where the batches go.", valueName: "folder"))
        var out: String
        @Option(
            help: ArgumentHelp(
                "Addresses of services, local delays, landlords, cost: see docs/operations.md.",
                valueName: "file"
            )
        )
        var letterSettings: String?
        @Flag(help: "Replaces batches that are there.")
        var force = false

        func run() throws {
            let (day, territory) = try selection.parsed()
            let book = try letterSettings.map(LetterBook.init(file:)) ?? LetterBook()
            let reader = NoticeReader(log: try options.openExisting(), keys: try keys.opening(options))
            let groups = try reader.notices(on: day, of: territory)
            guard !groups.isEmpty else {
                Terminal.write("Aucun courrier le \(day.iso) / no notice on \(day.iso)")
                return
            }
            let writer = LetterWriter(calendar: try legal.calendar, towns: try reader.towns())
            let desks = try reader.desks()

            var table = TextTable(["Lot / batch", "Courrier / notice", "Rang / rank", "Lettres", "Pages", "Euros"])
            var leftOut: [PrintBatch.LeftOut] = []
            for (territory, notices) in groups {
                var batch = PrintBatch(id: "\(territory.code)-\(day.iso)", writer: writer)
                let folder = BatchFolder(batch, below: out)
                if !force { try folder.refuseToReplace() }
                let dossiers = try reader.dossiers(of: notices, in: territory, at: day)
                for notice in notices {
                    let dossier = UniqueNumber(notice.number).flatMap { dossiers[$0] }
                    let settings = dossier.map { book.settings(for: $0, desks: desks) }
                    batch.add(notice, dossier, settings ?? LetterSettings(service: [], registrar: []))
                }
                try folder.write(batch, book.price, replacing: force)
                for cost in book.price.costs(of: batch) {
                    table.rows.append([
                        batch.id, "\(cost.kind.french)\(cost.isTraceable ? ", suivi" : "") / \(cost.kind.english)",
                        cost.rank > 0 ? "\(cost.rank)" : "",
                        cost.letters.grouped, cost.pages.grouped, Export.euros(cost.cents),
                    ])
                }
                if !batch.mails.isEmpty {
                    table.rows.append([batch.id, "courriels / e-mails", "", batch.mails.count.grouped, "", "0,00"])
                }
                for alert in batch.alerts {
                    Terminal.note("\(alert.number): dossier retenu / file held: \(alert.reason)")
                }
                leftOut += batch.leftOut
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

    struct Elsewhere: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Names the live applications in other territories of people who signed a lease: for their managers.",
            discussion: """
                Of everybody who was struck off on a day for an allocation (RADATT), the applications that they, or those who \
                applied with them, have in other territories of this log: same names and birth date, or same social security \
                number. A file names numbers, days and the landlord's SIREN, and nobody. What follows is for each manager to say: \
                an application elsewhere is lawful, and is not closed by this.

                Forms are sealed: it takes the register's master key. Exits with 1 when a form was erased by then.

                Example: numero-unique notices elsewhere --day 2026-11-24 --out ailleurs-2026-11-24.csv
                """,
        )

        @OptionGroup var options: LogOptions
        @OptionGroup var keys: KeyOptions
        @Option(help: "The day of the strike-offs, YYYY-MM-DD.")
        var day: String
        @Option(help: ArgumentHelp("Writes them there too: a CSV with semicolons.", valueName: "file"))
        var out: String?

        func run() throws {
            guard let day = CivilDate(iso: day) else { throw ValidationError("\(self.day) is no day: YYYY-MM-DD") }
            let found = try ElsewhereReader(log: try options.openExisting(), keys: try keys.opening(options)).read(day)
            let rows = found.matches.map { match in
                [
                    match.other.territory.code, match.other.text, match.other.desk.code, match.housed.territory.code,
                    match.housed.text, match.lease.iso, match.landlord,
                ]
            }
            if let out {
                let names = [
                    "territoire", "numero_unique", "guichet", "territoire_du_bail", "numero_du_bail", "date_du_bail",
                    "siren_bailleur",
                ]
                try Data(SeparatedValues.write([names] + rows)).write(to: URL(fileURLWithPath: out))
            }
            var table = TextTable([
                "Territoire / territory", "Numéro / number", "Guichet / desk", "Logé dans / housed in",
                "Numéro / number",
                "Bail / lease", "Bailleur / landlord",
            ])
            table.rows = rows
            Terminal.write(table.rendered())
            for number in found.unopened {
                Terminal.note("\(number): formulaire effacé / form erased")
            }
            if !found.unopened.isEmpty { throw ExitCode.failure }
        }
    }

    struct Confirm: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Reads the provider's file of renewal notices that were posted, delivered or returned, and submits the proofs.",
            discussion: """
                A CSV with the columns reference, date and statut (POSTE, REMIS, RETOURNE or ECHEC), and rang, canal (POSTE, \
                SUIVI, COURRIEL), lot and pli as the batch has them; without rang it is 1, without canal POSTE. A strike-off \
                for non-renewal rests on these proofs. A file may be read twice: each line is answered once. A line that \
                cannot be taken is named, and the others are submitted.

                Example: numero-unique notices confirm retour-2026-11.csv --desk 59GES
                """,
        )

        @OptionGroup var options: LogOptions
        @Argument(help: "The file.")
        var file: String
        @Option(help: "The desk that submits them: the manager's, with the right notice_proof.")
        var desk: String
        @Flag(help: "Says what it would submit.")
        var dryRun = false

        func run() throws {
            let provider = try ProviderFile(path: file, needsStatus: true)
            let log = try options.openExisting()
            let count = try provider.submit(for: "confirm", desk: desk, on: log, dryRun: dryRun) { line, request in
                request.noticeProof.number = line.number.text
                request.noticeProof.rank = line.rank
                request.noticeProof.channel = line.channel
                request.noticeProof.batch = line.batch
                request.noticeProof.item = line.item.isEmpty ? line.reference : line.item
                request.noticeProof.happenedOn = line.date.iso
                request.noticeProof.status = line.status
            }
            Terminal.write(
                dryRun
                    ? "\(count) preuves à déposer / proofs would be submitted"
                    : "\(count) preuves déposées / proofs submitted"
            )
            if !provider.problems.isEmpty { throw ExitCode.failure }
        }
    }

    struct Returned: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Reads the file of letters that the post brought back, and submits them (PND).",
            discussion: """
                A CSV with the columns reference and date, and pli if there is one; semicolons or commas. References are those \
                of lettres.csv. No strike-off rests on a letter that came back. A file may be read twice: each line is \
                answered once. A line that cannot be taken is named, and the others are submitted.

                Example: numero-unique notices returned pnd-2026-11.csv --desk 59GES
                """,
        )

        @OptionGroup var options: LogOptions
        @Argument(help: "The file.")
        var file: String
        @Option(help: "The desk that submits them: the manager's, with the right undeliverable_letter.")
        var desk: String
        @Flag(help: "Says what it would submit.")
        var dryRun = false

        func run() throws {
            let provider = try ProviderFile(path: file)
            let log = try options.openExisting()
            let count = try provider.submit(for: "returned", desk: desk, on: log, dryRun: dryRun) { line, request in
                request.undeliverableLetter.number = line.number.text
                request.undeliverableLetter.returnedOn = line.date.iso
                request.undeliverableLetter.proof = line.item.isEmpty ? line.reference : line.item
            }
            Terminal.write(
                dryRun
                    ? "\(count) plis à déposer / letters would be submitted"
                    : "\(count) plis déposés / letters submitted"
            )
            if !provider.problems.isEmpty { throw ExitCode.failure }
        }
    }
}
