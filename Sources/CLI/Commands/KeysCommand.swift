import ArgumentParser
import Foundation
import Register
import Schemas
import Sealing
import Stream
import SwiftProtobuf
import WorkerKit

struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Makes and changes the master keys that names and addresses are sealed under.",
        subcommands: [New.self, Rotate.self, List.self],
    )

    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a file with one master key, for its owner alone (0600).",
            discussion: """
                Every intake of a register gets the same file. Keep a copy apart from the log and its backups: without the \
                key nobody reads a name again.

                Example: numero-unique keys new master.key
                """,
        )

        @Argument(help: "The file to make.")
        var file: String

        func run() throws {
            guard try KeyFile(file).make() else { throw ValidationError("\(file) is there already: it stays as it is") }
            Terminal.write("Clé maîtresse créée / master key made: \(file)")
        }
    }

    struct Rotate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Puts a new master key before those of a file: it seals from the next start of intake on.",
            discussion: """
                The others still open what they sealed. The last one must stay for as long as the register, since persons \
                are compared by a secret of it; one in between may be taken out once `keys list` counts nothing under it.

                Example: numero-unique keys rotate master.key
                """,
        )

        @Argument(help: "The file of master keys.")
        var file: String

        func run() throws {
            try KeyFile(file).rotate()
            Terminal.write("Nouvelle clé en tête / new key first: \(file)")
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Counts the sealed forms under each master key, and says which of those are given.",
            discussion: "Example: numero-unique keys list --log register.sqlite",
        )

        @OptionGroup var options: LogOptions
        @OptionGroup var keys: KeyOptions

        func run() throws {
            let given = try keys.opening(options)
            var masters: [Bytes: UInt32] = [:]
            try options.openExisting().readAll(.keys) { _, record in
                guard let key = record.key, KeyID(bytes: key) != nil else { return }
                masters[key] = try record.value.map { try WireDataKey(serializedBytes: $0).master }
            }
            var counts: [UInt32: Int] = [:]
            for master in masters.values { counts[master, default: 0] += 1 }
            for id in given?.ids ?? [] { counts[id, default: 0] += 0 }
            var table = TextTable(["Clé / key", "Formulaires / forms", ""])
            for (id, count) in counts.sorted(by: { $0.key < $1.key }) {
                let isGiven = given?.ids.contains(id) == true
                let mark = id == given?.ids.first ? "scelle / seals" : isGiven ? "ouvre / opens" : "manque / missing"
                table.rows.append([hexadecimal(id), count.grouped, mark])
            }
            Terminal.write(table.rendered())
        }

        private func hexadecimal(_ id: UInt32) -> String {
            let digits = String(id, radix: 16)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }
    }
}
