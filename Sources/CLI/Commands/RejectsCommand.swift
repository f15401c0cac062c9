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
            discussion: """
                What was sent again is left out; where it was rejected again, that is another reject, with its count.

                Example: numero-unique rejects list --json
                """,
        )

        @OptionGroup var options: LogOptions
        @Flag(help: "One JSON object a line.")
        var json = false
        @Flag(help: "Those too that were sent again.")
        var all = false

        func run() throws {
            let rejects = try options.openExisting().rejects().filter { all || !$0.isRedriven }
            if json {
                for reject in rejects { Terminal.write(try WireReject(reject).jsonString()) }
            } else {
                Terminal.write(RejectsCommand.table(of: rejects))
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes the bytes of one reject as they came. They may be nominative.",
            discussion: "Example: numero-unique rejects show 3@17 > record.bin",
        )

        @OptionGroup var options: LogOptions
        @Argument(help: "Its place, PARTITION@OFFSET, as `list` prints it.")
        var place: Rejected.Place
        @Flag(help: "On a terminal too, whatever the bytes make it do.")
        var force = false

        func run() throws {
            guard force || !Terminal.showsResults else {
                throw ValidationError(
                    "these bytes may be orders to the terminal: write them to a file (> record.bin), or give --force"
                )
            }
            let reject = try options.openExisting().rejects().find(place)
            Terminal.note("\(try WireReject(reject).jsonString())")
            FileHandle.standardOutput.write(Data(reject.record.value ?? []))
        }
    }

    struct Redrive: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sends rejects again to nu.submissions, byte for byte.",
            discussion: """
                Each is sent once: nu.rejects notes it, and the reject is not listed any more. A record that is rejected again is a \
                new reject, and counts its tries.

                Example: numero-unique rejects redrive 3@17 --dry-run
                """,
        )

        @OptionGroup var options: LogOptions
        @Argument(help: "Places, PARTITION@OFFSET.")
        var places: [Rejected.Place] = []
        @Flag(help: "All that `list` shows: they are listed once more, and none that comes meanwhile is sent.")
        var all = false
        @Flag(help: "Says what it would send.")
        var dryRun = false

        func run() throws {
            guard all != !places.isEmpty else { throw ValidationError("name some places, or --all") }
            let log = try options.openExisting()
            let rejects = try log.rejects()
            let submissions = try log.partitionCount(of: Topic.submissions.name)
            var chosen: [Rejected] = []
            if all {
                chosen = rejects.filter { !$0.isRedriven }
                Terminal.write(RejectsCommand.table(of: chosen))
                if !dryRun, !chosen.isEmpty, Terminal.canAsk, !Terminal.asks("Envoyer ces rejets / send these rejects?")
                {
                    return
                }
            } else {
                for place in Set(places).sorted() { chosen.append(try rejects.find(place)) }
            }
            var outgoing: [OutgoingRecord] = []
            for reject in chosen {
                do throws(Rejected.Refusal) {
                    let records = try reject.redrive(submissions: submissions)
                    Terminal.write(
                        "\(dryRun ? "would send" : "sends") \(reject.place), \(reject.record.value?.count ?? 0) bytes, to "
                            + "\(records[0].partition)"
                    )
                    outgoing += records
                } catch {
                    // Of all, the others are sent; one that was named is an answer to give at once.
                    guard all else { throw ValidationError("\(error)") }
                    Terminal.note("\(error)")
                }
            }
            if !dryRun { try log.append(outgoing) }
        }
    }

    fileprivate static func table(of rejects: [Rejected]) -> String {
        var table = TextTable(["Place", "Origine / origin", "Octets / bytes", "Fois / count", "Motif / reason"])
        for reject in rejects {
            let wire = WireReject(reject)
            table.rows.append([
                wire.place, "\(wire.originalTopic)[\(wire.originalPartition)]@\(wire.originalOffset)",
                "\(wire.bytes)", "\(wire.rejectCount)", wire.reason,
            ])
        }
        return table.rendered()
    }
}

extension Rejected.Place: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

extension StreamLog {
    fileprivate func rejects() throws -> [Rejected] {
        var records: [(partition: Int, record: LogRecord)] = []
        try readAll(.rejects) { partition, record in records.append((partition.partition, record)) }
        return Rejected.all(records)
    }
}

extension [Rejected] {
    fileprivate func find(_ place: Rejected.Place) throws -> Rejected {
        guard let reject = first(where: { $0.place == place }) else {
            throw ValidationError("there is no reject at \(place): see `rejects list`")
        }
        return reject
    }
}

extension WireReject {
    init(_ reject: Rejected) {
        self.init()
        let record = reject.record
        originalTopic = record.header(HeaderName.originalTopic) ?? ""
        originalPartition = record.header(HeaderName.originalPartition).flatMap(Int32.init) ?? 0
        originalOffset = record.header(HeaderName.originalOffset).flatMap(Int64.init) ?? 0
        originalTimestamp = record.header(HeaderName.originalTimestamp).flatMap(Int64.init) ?? 0
        reason = record.header(HeaderName.reason) ?? ""
        rejectCount = Int32(clamping: reject.count)
        bytes = record.header(HeaderName.originalBytes).flatMap(Int64.init) ?? Int64(record.value?.count ?? 0)
        place = reject.place.description
        firstPlace = reject.first.description
        redriven = reject.isRedriven
        truncated = reject.isTruncated
    }
}
