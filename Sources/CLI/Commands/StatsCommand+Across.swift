import ArgumentParser
import Foundation
import Matching
import Register
import Schemas
import Statistics
import Stream
import SwiftProtobuf

extension StatsCommand {
    struct Across: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "across",
            abstract: "Counts the live applications of people who have one in another territory too.",
            discussion: """
                Applications in several départements are lawful: nothing is linked and nobody is named, and the register \
                does not change. Counting takes the register's master keys: forms are opened one at a time and compared as \
                deduplication compares those of one territory, under a key that is made for this run alone.

                Prints what it counted. With --publish, prints what it published: counts are multiples of the floor, and \
                those below it are not said.

                Example: numero-unique stats across --territory 059 --territory 062
                """,
        )

        @OptionGroup var options: LogOptions
        @OptionGroup var keys: KeyOptions
        @OptionGroup var legal: LegalOptions
        @Option(
            name: .customLong("territory"),
            help: ArgumentHelp("One of those to compare, such as 059; all without it. Repeat it.", valueName: "code")
        )
        var codes: [String] = []
        @Flag(help: "Appends the sheet to nu.statistics.across.")
        var publish = false
        @Option(help: "What published counts are multiples of; 5 as a rule, 3 at least.")
        var floor: Int = 5
        @Flag(help: "One JSON object.")
        var json = false

        func validate() throws {
            guard (3...1000).contains(floor) else { throw ValidationError("--floor takes 3 to 1000") }
            _ = try territories
        }

        private var territories: Set<Territory>? {
            get throws {
                if codes.isEmpty { return nil }
                let territories = try codes.map { code in
                    guard let territory = Territory(code: code) else {
                        throw ValidationError("\(code) is no territory")
                    }
                    return territory
                }
                guard Set(territories).count > 1 else {
                    throw ValidationError("--territory must be there twice at least: one is compared with another")
                }
                return Set(territories)
            }
        }

        func run() throws {
            let log = try options.openExisting()
            let law = try legal.calendar
            let thresholds = Thresholds(certain: Float(law.linkBits), doubtful: Float(law.reviewBits))
            let judge = Judge(.builtIn, thresholds)
            let territories = try territories
            let reader = AcrossReader(log: log, keys: try keys.opening(options), territories: territories)
            let (count, day) = try reader.read(judge)
            guard let day else {
                Terminal.note("aucune demande / no application yet")
                return
            }
            var bar = ProgressBar("Comparaison / comparison", total: count.people)
            let sheet = count.sheet { bar.update($0) }
            bar.finish()
            let message = sheet.message(on: day, of: territories, floor: publish ? floor : 1)
            if publish {
                try log.append([try record(message, log)])
                Terminal.note("publié / published: \(Topic.across.name) \(message.sheet)")
            }
            Terminal.write(json ? try message.jsonString() : AcrossText(message).rendered())
        }

        private func record(_ sheet: WireAcrossTerritories, _ log: any StreamLog) throws -> OutgoingRecord {
            let now = Int64(Date().timeIntervalSince1970 * 1000)
            var record = OutgoingRecord(
                .across,
                of: try log.partitionCount(of: Topic.across.name),
                key: sheet.sheet,
                value: try sheet.jsonUTF8Bytes(),
                .json,
                timestamp: now
            )
            record.headers = LogHeaders(
                record.headers + [
                    LogHeader(HeaderName.id, "\(Topic.across.name)-\(sheet.sheet)-\(now)"),
                    LogHeader(HeaderName.source, "/numero-unique/stats-across"),
                    LogHeader(HeaderName.type, "nu.v1.AcrossTerritories"),
                    LogHeader(HeaderName.time, Timestamp.iso(milliseconds: now)),
                    LogHeader(HeaderName.specVersion, "1.0"),
                ]
            )
            return record
        }
    }
}
