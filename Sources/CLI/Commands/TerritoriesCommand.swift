import ArgumentParser
import Demo
import Foundation
import Schemas
import Stream
import SwiftProtobuf

struct TerritoriesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "territories",
        abstract: "Tells the register which communes exist.",
        subcommands: [Import.self],
    )

    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract: "Imports communes from a CSV file (columns insee, libelle, epci_siren, epci_nom).",
            discussion: """
                From then on a submission that names another commune of these territories is refused. A territory without
                communes is not checked. Semicolons, commas or tabs; UTF-8 or what spreadsheets save in France.

                Example: numero-unique territories import communes_59_62.csv
                """,
        )

        @OptionGroup var options: LogOptions
        @Argument(help: "The file.")
        var file: String

        func run() throws {
            let communes = try CommuneFile.read(file).map(\.wire)
            let log = try options.open()
            let count = try log.partitionCount(of: Topic.communes.name)
            let now = Int64(Date().timeIntervalSince1970 * 1000)
            let records = try communes.map { commune in
                let value: [UInt8] = try commune.serializedBytes()
                return OutgoingRecord(
                    .communes,
                    of: count,
                    key: commune.code,
                    value: value,
                    .protobuf,
                    timestamp: now
                )
            }
            try log.append(records)
            Terminal.write("\(communes.count) communes importées / communes imported")
        }
    }
}
