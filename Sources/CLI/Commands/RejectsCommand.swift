import ArgumentParser
import Foundation
import Schemas
import Stream
import SwiftProtobuf

struct RejectsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rejects",
        abstract: "Looks at records that could not be read, and sends them again.",
        subcommands: [List.self, Show.self, Redrive.self],
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the rejects: where each stands, where it came from, and why.",
            discussion: "Example: numero-unique rejects list --json",
        )

        @OptionGroup var options: LogOptions
        @Flag(help: "One JSON object a line.")
        var json = false

        func run() throws {
            var table = TextTable(["Place", "Origine / origin", "Octets / bytes", "Fois / count", "Motif / reason"])
            try options.openExisting().readAll(.rejects) { partition, record in
                let reject = WireReject(record)
                if json {
                    Terminal.write(try reject.jsonString())
                } else {
                    table.rows.append([
                        "\(partition.partition):\(record.offset)",
                        "\(reject.originalTopic)[\(reject.originalPartition)]@\(reject.originalOffset)",
                        "\(reject.bytes)", "\(reject.rejectCount)", reject.reason,
                    ])
                }
            }
            if !json { Terminal.write(table.rendered()) }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes the bytes of one reject as they came. They may be nominative.",
            discussion: "Example: numero-unique rejects show 3:17 > record.bin",
        )

        @OptionGroup var options: LogOptions
        @Argument(help: "Its place, PARTITION:OFFSET, as `list` prints it.")
        var place: Place

        func run() throws {
            let record = try find(place, on: try options.openExisting())
            Terminal.note("\(try WireReject(record).jsonString())")
            FileHandle.standardOutput.write(Data(record.value ?? []))
        }
    }

    struct Redrive: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sends rejects again to the topic they came from, byte for byte.",
            discussion: """
                The reject stays where it is; a record that is rejected again keeps its first origin and counts its tries.

                Example: numero-unique rejects redrive 3:17 --dry-run
                """,
        )

        @OptionGroup var options: LogOptions
        @Argument(help: "Places, PARTITION:OFFSET.")
        var places: [Place] = []
        @Flag(help: "All of them.")
        var all = false
        @Flag(help: "Says what it would send.")
        var dryRun = false

        func run() throws {
            guard all != !places.isEmpty else { throw ValidationError("name some places, or --all") }
            let log = try options.openExisting()
            var records: [LogRecord] = []
            if all {
                try log.readAll(.rejects) { _, record in records.append(record) }
            } else {
                records = try places.map { try find($0, on: log) }
            }
            let outgoing = try records.map { record in
                let reject = WireReject(record)
                guard Topic.named(reject.originalTopic) != nil else {
                    throw ValidationError("reject at offset \(record.offset) names no topic it came from")
                }
                return OutgoingRecord(
                    TopicPartition(reject.originalTopic, Int(reject.originalPartition)),
                    key: record.key.map(Array.init),
                    value: record.value.map(Array.init),
                    headers: LogHeaders(record.headers),
                    timestamp: record.timestamp,
                )
            }
            for record in outgoing {
                Terminal.write(
                    "\(dryRun ? "would send" : "sent") \(record.value?.count ?? 0) bytes to \(record.partition)"
                )
            }
            if !dryRun { try log.append(outgoing) }
        }
    }

    struct Place: ExpressibleByArgument {
        let partition: Int
        let offset: Int64

        init?(argument: String) {
            let parts = argument.split(separator: ":")
            guard parts.count == 2, let partition = Int(parts[0]), let offset = Int64(parts[1]) else { return nil }
            self.partition = partition
            self.offset = offset
        }
    }
}

private func find(_ place: RejectsCommand.Place, on log: any StreamLog) throws -> LogRecord {
    let partition = TopicPartition(Topic.rejects.name, place.partition)
    guard (0..<(try log.partitionCount(of: partition.topic))).contains(place.partition),
        let record = try log.read(partition, from: place.offset, limit: 1).records.first, record.offset == place.offset
    else { throw ValidationError("there is no reject at \(place.partition):\(place.offset): see `rejects list`") }
    return record
}

extension WireReject {
    init(_ record: LogRecord) {
        self.init()
        originalTopic = record.header(HeaderName.originalTopic) ?? ""
        originalPartition = record.header(HeaderName.originalPartition).flatMap(Int32.init) ?? 0
        originalOffset = record.header(HeaderName.originalOffset).flatMap(Int64.init) ?? 0
        originalTimestamp = record.header(HeaderName.originalTimestamp).flatMap(Int64.init) ?? 0
        reason = record.header(HeaderName.reason) ?? ""
        rejectCount = record.header(HeaderName.rejectCount).flatMap(Int32.init) ?? 0
        bytes = Int64(record.value?.count ?? 0)
    }
}
