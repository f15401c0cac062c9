import ArgumentParser
import Assembly
import Demo
import Foundation
import KafkaLog
import Logging
import Register
import Schemas
import Stream
import Verification

struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Runs the first year of the reform in Nord-Pas-de-Calais, on real figures, and checks the result.",
        discussion: """
            Imports the 130,000 applications pending on 1 January 2011, then submits day by day what the region reported
            until 31 December, with duplicates, typing errors, late and bad submissions in known numbers. The six workers
            do their work; the table at the end stands beside the regional note, and a difference is a failure.

            The log stays where --log says, for `show`, `stats`, `verify` and the others to look at.

            Example: numero-unique demo --size 0.01 --log demo.sqlite
            """,
    )

    @Option(help: ArgumentHelp("The log to make.", valueName: "file"))
    var log: String = "demo.sqlite"
    @OptionGroup var kafka: KafkaOptions
    @OptionGroup var legal: LegalOptions
    @OptionGroup var sealing: SealingOptions
    @Flag(help: "Replaces a log that is there already.")
    var replace = false
    @Flag(help: "Prints the figures as one JSON object.")
    var json = false
    @Option(help: "Share of the real figures: 1 is all of them, 0.01 a quick look.")
    var size: Double = 1
    @Option(help: "Seed of the generator.")
    var seed: UInt64 = 2011
    @Option(
        help: ArgumentHelp("CSV of communes (INSEE, EPCI); without it about forty built-in ones.", valueName: "file")
    )
    var communes: String?
    @Option(
        help: "Years to live, from 2011: those after the first go on with renewals, new files, lapses and purges."
    )
    var years: Int = 1
    @Option(help: "Lanes (threads) per worker.")
    var lanes: Int = 1
    @Option(help: "Partitions of the register.")
    var partitions: Int = 8

    func validate() throws {
        guard size >= 0.001, size <= 1 else { throw ValidationError("--size takes 0.001 to 1") }
        guard (1...30).contains(years) else { throw ValidationError("--years takes 1 to 30") }
        guard (1...64).contains(lanes) else { throw ValidationError("--lanes takes 1 to 64") }
        guard (1...256).contains(partitions) else { throw ValidationError("--partitions takes 1 to 256") }
        // The table at the end stands on the figures of a year that was lived under these.
        let (calendar, law) = (try legal.calendar, LegalCalendar())
        let free: Set<LegalSetting> = [.secondNotice, .secondNoticeMonths, .purgeMonths, .submissionMemoryDays]
        for setting in LegalSetting.allCases
        where !free.contains(setting) && setting.value(in: calendar) != setting.value(in: law) {
            throw ValidationError("the demo's year was lived with the default of \(setting.rawValue): leave it out")
        }
    }

    func run() throws {
        LoggingSystem.bootstrap { label in
            var handler = LineLogHandler(label: label)
            handler.logLevel = .warning
            return handler
        }
        let options = try logOptions()
        try sealing.requireKeys(options)
        let stream = try makeLog()
        let scenario = Scenario(seed: seed, size: size, communes: try readCommunes(), years: years)

        // Nobody counted the submissions of the years after: they are about as many.
        var bar = ProgressBar(
            years == 1 ? "Année 2011 / year 2011" : "Années 2011 à / years 2011 to \(2010 + years)",
            total: scenario.expected.submissions * years,
        )
        let calendar = try legal.calendar
        let sealer = try sealing.sealer(stream, options)
        let keys = try sealing.keys.opening(options)
        let run = DemoRun(log: stream, lanes: lanes, scenario: scenario, law: calendar, sealer: sealer) { progress in
            let detail =
                switch progress.phase {
                case .references: "guichets et communes / desks and communes"
                case .imports: "reprise / imports"
                case .day(let day): day.iso
                case .finished: ""
                }
            bar.update(progress.answered, detail)
        }
        let (result, seconds, cpuSeconds) = try run.run()
        bar.finish()

        let cells = try StatisticsCells(readFrom: stream)
        let report = DemoReport(
            expected: scenario.expected,
            cells: cells,
            lilleCommunes: scenario.lilleCommunes,
            result: result,
        )
        let rate = Double(result.published) / seconds
        let microseconds = cpuSeconds / Double(max(1, result.published)) * 1e6
        let verdict: Verdict
        if json {
            verdict = try Inspection.verify(stream, calendar, keys)
            Terminal.write(try jsonReport(report, cells.years(), PurgeCount(stream), result, seconds, verdict))
        } else {
            Terminal.write(report.text)
            if years > 1 { Terminal.write(try Self.table(cells.years(), PurgeCount(stream))) }
            for (what, mismatch) in result.mismatches.sorted(by: { $0.key < $1.key }) {
                Terminal.write("  ✗ \(mismatch.count) × \(what) (\(mismatch.examples.joined(separator: ", ")))")
            }
            let figures = String(format: "%.1f s: %.0f/s, %.0f µs", seconds, rate, microseconds)
            Terminal.write(
                "\n\(result.published) dépôts / submissions en/in \(figures) de processeur par dépôt / of processor each"
            )
            verdict = try Inspection.verify(stream, calendar, keys)
            Inspection.write(verdict, 20)
        }
        if !report.isAsExpected || !verdict.isKept { throw ExitCode.failure }
    }

    private static func table(_ years: [YearlyFigures], _ purges: PurgeCount) -> String {
        var table = TextTable([
            "Année / year", "Nouvelles / new", "Renouvelées / renewed", "Attribuées / housed", "Caduques / lapsed",
            "Effacées / purged", "En attente / pending",
        ])
        table.rows = years.map { year in
            [
                year.year, year.registered, year.renewed, year.allocated, year.notRenewed, purges[year.year],
                year.pending,
            ]
            .map(String.init)
        }
        return "\n" + table.rendered()
    }

    private func jsonReport(
        _ report: DemoReport,
        _ years: [YearlyFigures],
        _ purges: PurgeCount,
        _ result: DemoResult,
        _ seconds: Double,
        _ verdict: Verdict,
    ) throws -> String {
        let object: [String: Any] = [
            "asExpected": report.isAsExpected, "promisesKept": verdict.isKept, "submissions": result.published,
            "seconds": seconds,
            "years": years.map {
                [
                    "year": $0.year, "registered": $0.registered, "renewed": $0.renewed, "allocated": $0.allocated,
                    "notRenewed": $0.notRenewed, "purged": purges[$0.year], "pending": $0.pending,
                ]
            },
            "figures": report.lines.map {
                [
                    "french": $0.french, "english": $0.english, "expected": $0.expected, "found": $0.found,
                    "same": $0.isSame,
                ] as [String: Any]
            },
        ]
        return String(
            decoding: try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys]),
            as: UTF8.self
        )
    }

    /// A log with nothing in it.
    private func makeLog() throws -> any StreamLog {
        guard let kafkaLog = try kafka.open() else {
            try prepareFile()
            return try logOptions().open(clock: .replay)
        }
        if replace { throw ValidationError("--replace is for files: a cluster's topics are deleted by its operator") }
        try kafkaLog.createTopics(Topic.all, partitions: partitions, clock: .replay)
        guard try kafkaLog.timestampSource(of: Topic.submissions.name) == .sender else {
            throw ValidationError(
                "the topics are of a live register, and the demo is of 2011: make them by `topics apply --clock replay`"
            )
        }
        for topic in Topic.all
        where try kafkaLog.endOffsets(of: kafkaLog.partitions(of: topic)).contains(where: { $1 > 0 }) {
            throw ValidationError("\(topic.name) holds records already: the demo needs a cluster without a register")
        }
        return kafkaLog
    }

    private func logOptions() throws -> LogOptions {
        try LogOptions.parse(
            ["--log", log, "--partitions", "\(partitions)"] + (kafka.brokers.map { ["--kafka", $0] } ?? [])
        )
    }

    private func prepareFile() throws {
        let files = ["", "-wal", "-shm"].map { log + $0 }.filter { FileManager.default.fileExists(atPath: $0) }
        guard !files.isEmpty else { return }
        guard replace else {
            throw ValidationError("\(log) is there already: --replace replaces it, --log names another")
        }
        for file in files { try FileManager.default.removeItem(atPath: file) }
    }

    private func readCommunes() throws -> [CommuneReference]? {
        guard let communes else { return nil }
        return try CommuneFile.readWithPopulation(communes)
    }
}
