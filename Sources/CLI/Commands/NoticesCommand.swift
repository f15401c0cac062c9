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
        abstract: "Makes letters of the notices that wait, and reads back what became of them.",
        subcommands: [List.self, Export.self, Elsewhere.self, Confirm.self, Returned.self],
    )

    /// One territory, or all.
    struct Selection: ParsableArguments {
        @Option(help: "One territory only, such as 059.")
        var territory: String?

        func validate() throws { _ = try parsed }

        var parsed: Territory? {
            get throws {
                try territory.map { code in
                    guard let territory = Territory(code: code) else {
                        throw ValidationError("\(code) is no territory")
                    }
                    return territory
                }
            }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Counts the notices that wait for the next export, by territory and kind.",
            discussion: """
                With --day it counts those that bear a day, exported or not.

                Example: numero-unique notices list
                         numero-unique notices list --day 2026-11-24
                """,
        )

        @OptionGroup var options: LogOptions
        @OptionGroup var selection: Selection
        @Option(help: "The day of the notices, YYYY-MM-DD.")
        var day: String?
        @Flag(help: "One notice a line, as canonical JSON.")
        var json = false

        func validate() throws { _ = try parsedDay }

        private var parsedDay: CivilDate? {
            get throws {
                try day.map { text in
                    guard let day = CivilDate(iso: text) else { throw ValidationError("\(text) is no day: YYYY-MM-DD") }
                    return day
                }
            }
        }

        func run() throws {
            let log = try options.openForReading()
            let (reader, territory) = (NoticeReader(log: log), try selection.parsed)
            let found =
                if let day = try parsedDay { try reader.notices(on: day, of: territory) } else {
                    try reader.waiting(ExportLedger(log), of: territory).map { ($0.territory, $0.notices) }
                }
            var table = TextTable(["Territoire", "Courrier / notice", "Rang / rank", "Nombre / count"])
            for (territory, notices) in found {
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
            abstract: "Writes the letters that wait as printing batches: a CSV, a PDF and the cost of each territory.",
            discussion: """
                Takes every notice behind the last batch, whatever day it bears: each once, none left out. Makes
                OUT/059-00017/, a territory and a running number, with lettres.csv (mail merge; semicolons, UTF-8), \
                lettres.xlsx (the same for people: every cell is text), lettres.pdf (every letter, in the same order), \
                courriels.csv (notices by e-mail) and lot.json (places, counts, cost, what was left out). They are nominative, \
                and readable by their owner only.

                A batch whose writing was cut short is written again, under its name, by the next export. --again writes one \
                batch anew from its places, and takes nothing else.

                Exits with 1 when a notice has no letter: no address, or a file that is erased. The others are written. Names \
                and addresses are sealed: it takes the register's master key. The days in the letters are those of the legal
                settings, so give it the file that the workers have.

                Example: numero-unique notices export --out batches --letter-settings letters.json
                         numero-unique notices export --out batches --again 059-00017 --force
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
                "Addresses of services, local delays, landlords, cost: see docs/operations/letters.md.",
                valueName: "file"
            )
        )
        var letterSettings: String?
        @Option(help: "The most notices of a batch; what is left makes the next one.")
        var noticesMax = 20_000
        @Option(help: ArgumentHelp("Writes this batch once more, and no other.", valueName: "batch"))
        var again: String?
        @Flag(help: "With --again: replaces the batch that is there.")
        var force = false

        func validate() throws {
            guard (1...1_000_000).contains(noticesMax) else {
                throw ValidationError("--notices-max takes 1 to 1000000")
            }
            if force, again == nil { throw ValidationError("--force is for use with --again") }
        }

        func run() throws {
            let territory = try selection.parsed
            let book = try letterSettings.map(LetterBook.init(file:)) ?? LetterBook()
            let log = try options.openExisting()
            let reader = NoticeReader(log: log, keys: try keys.opening(options))
            var ledger = try ExportLedger(log)
            var press = Press(
                reader: reader,
                book: book,
                out: out,
                writer: LetterWriter(calendar: try legal.calendar, towns: try reader.towns()),
                desks: try reader.desks()
            )
            if let again {
                let export = try ledger.batch(named: again)
                guard export.kind == .letters else { throw ValidationError("\(again) is no batch of letters") }
                let folder = BatchFolder(again, below: out)
                if !force { try folder.refuseToReplace() }
                try folder.write(press.files(of: export, reader.notices(of: export)), replacing: force)
                if !export.written { try ledger.note(written: export) }
                return try press.report()
            }
            // What a command that died announced comes first, under its name.
            let cutShort = try ledger.cutShort { export in
                export.kind == .letters && territory.map { $0.code == export.territory } ?? true
            }
            for export in cutShort {
                let files = try press.files(of: export, reader.notices(of: export))
                try BatchFolder(export.batch, below: out).write(files, replacing: true)
                try ledger.note(written: export)
            }
            var isCut: Bool
            repeat {
                isCut = false
                for slice in try reader.waiting(ledger, of: territory, atMost: noticesMax) {
                    let end = try log.endOffset(of: log.register(of: slice.territory))
                    let export = ledger.next(.letters(slice.territory), slice.ranges, registerUntil: end)
                    let folder = BatchFolder(export.batch, below: out)
                    try folder.refuseToReplace()
                    // All that may fail for want of a key comes before the batch is announced.
                    let files = try press.files(of: export, slice.notices)
                    try ledger.announce(export)
                    try folder.write(files, replacing: false)
                    try ledger.note(written: export)
                    isCut = isCut || slice.isCut
                }
            } while isCut
            try press.report()
        }
    }

    struct Elsewhere: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Names the live applications in other territories of people who signed a lease: for their managers.",
            discussion: """
                Of everybody who was struck off for an allocation (RADATT) since the last batch, the applications that they, or \
                those who applied with them, have in other territories of this log: same names and birth date, or same social \
                security number. It names numbers, days and the landlord's SIREN, and nobody. What follows is for each manager to \
                say: an application elsewhere is lawful, and is not closed by this.

                Without --out it prints what waits, and takes nothing. With it, it makes OUT/ailleurs-00003/ with ailleurs.xlsx \
                (for people: every cell is text), ailleurs.csv and lot.json, and the next batch begins behind it. --again writes a \
                batch anew, by the applications that are live now.

                Forms are sealed: it takes the register's master key. Exits with 1 when a form was erased by then.

                Example: numero-unique notices elsewhere --out batches
                """,
        )

        @OptionGroup var options: LogOptions
        @OptionGroup var keys: KeyOptions
        @Option(help: ArgumentHelp("Takes a batch, and writes it there.", valueName: "folder"))
        var out: String?
        @Option(help: ArgumentHelp("With --out: writes this batch once more, and no other.", valueName: "batch"))
        var again: String?
        @Flag(help: "With --again: replaces the batch that is there.")
        var force = false

        func validate() throws {
            if again != nil, out == nil { throw ValidationError("--again is for use with --out") }
            if force, again == nil { throw ValidationError("--force is for use with --again") }
        }

        func run() throws {
            let log = try out == nil ? options.openForReading() : options.openExisting()
            let reader = ElsewhereReader(log: log, keys: try keys.opening(options))
            var ledger = try ExportLedger(log)
            guard let out else { return try show(try reader.read(reader.waiting(ledger))) }
            if let again {
                let export = try ledger.batch(named: again)
                guard export.kind == .leases else { throw ValidationError("\(again) is no batch of leases") }
                let folder = BatchFolder(again, below: out)
                if !force { try folder.refuseToReplace() }
                let found = try reader.read(export.ranges)
                try folder.write(files(of: export, found), replacing: force)
                if !export.written { try ledger.note(written: export) }
                return try show(found)
            }
            var all = ElsewhereReader.Found()
            for export in try ledger.cutShort(where: { $0.kind == .leases }) {
                let found = try reader.read(export.ranges)
                try BatchFolder(export.batch, below: out).write(files(of: export, found), replacing: true)
                try ledger.note(written: export)
                all.add(found)
            }
            let ranges = try reader.waiting(ledger)
            let found = try reader.read(ranges)
            if found.leases > 0 {
                let export = ledger.next(.leases, ranges)
                let folder = BatchFolder(export.batch, below: out)
                try folder.refuseToReplace()
                try ledger.announce(export)
                try folder.write(files(of: export, found), replacing: false)
                try ledger.note(written: export)
                Terminal.note("\(folder.url.path)")
                all.add(found)
            }
            try show(all)
        }

        private static let names = [
            "territoire", "numero_unique", "guichet", "territoire_du_bail", "numero_du_bail", "date_du_bail",
            "siren_bailleur",
        ]

        private static func rows(_ found: ElsewhereReader.Found) -> [[String]] {
            found.matches.map { match in
                [
                    match.other.territory.code, match.other.text, match.other.desk.code, match.housed.territory.code,
                    match.housed.text, match.lease.iso, match.landlord,
                ]
            }
        }

        private func files(of export: WireExport, _ found: ElsewhereReader.Found) throws -> [BatchFolder.File] {
            let rows = [Self.names] + Self.rows(found)
            var workbook = Spreadsheet()
            workbook.add("ailleurs", rows)
            let summary: [String: Any] = [
                "lot": export.batch, "places": export.placesForJSON, "baux": found.leases,
                "demandes": found.matches.count, "effaces": found.unopened.map(\.text),
            ]
            return [
                ("ailleurs.csv", SeparatedValues.write(rows)), ("ailleurs.xlsx", workbook.finished()),
                ("lot.json", try BatchFolder.json(summary)),
            ]
        }

        private func show(_ found: ElsewhereReader.Found) throws {
            var table = TextTable([
                "Territoire / territory", "Numéro / number", "Guichet / desk", "Logé dans / housed in",
                "Numéro / number",
                "Bail / lease", "Bailleur / landlord",
            ])
            table.rows = Self.rows(found)
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
