import ArgumentParser
import Assembly
import Deduplication
import Demo
import EmbeddedLog
import Foundation
import Logging
import Numbering
import Register
import Renewal
import Schemas
import Sealing
import Statistics
import Stream
import StrikeOff
import SwiftProtobuf
import WorkerKit

struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measures the path, each worker alone, restore, memory; with --kafka, on a real cluster.",
        discussion: """
            Works on a temporary log. The path is timed by the clock; a worker alone and restore by the processor
            time that they take. Figures depend on the machine: compare, do not quote.

            With --kafka it works on a cluster that has no register yet, makes the topics, and deletes them at the end: one
            stage beside a loop of the bare client and beside --peer, the time from a submission to its number, the demo's
            year, restore, and the memory of six idle workers.

            Example: numero-unique bench --submissions 100000
            Example: numero-unique bench --parts doubles --doubles 200000
            Example: numero-unique bench --kafka localhost:9092
            """,
    )

    @Option(help: "How many submissions go through the whole path.")
    var submissions: Int = 60_000
    @Option(help: "Share of the demo's year that makes the register for the workers alone.")
    var yearSize: Double = 0.1
    @Option(help: "People whose doubles deduplication looks for, alone; 0 leaves it out.")
    var doubles = 50_000
    @Option(help: "Share of these who file with a co-applicant. The demo's households: 0.37.")
    var coApplicants = 0.37
    @Option(help: "Seed of the generator.")
    var seed: UInt64 = 1
    @Flag(help: "One JSON object.")
    var json = false
    @OptionGroup var kafka: KafkaOptions
    @Option(help: "With --kafka: records that the one stage reads.")
    var records = 400_000
    @Option(help: "With --kafka: how often the stage, the bare client and the peer take turns. Medians are printed.")
    var rounds = 5
    @Option(help: "With --kafka: how long latency is measured, at each rate.")
    var seconds = 15
    @Option(
        help: """
            These parts alone, separated by commas: doubles, path, workers; with --kafka idle, stage, latency, year.
            """
    )
    var parts: String?
    @Option(help: "With --kafka: share of the demo's year; 0 leaves it out.")
    var kafkaYearSize = 1.0
    @Flag(help: "Seals nothing: what sealing costs is the difference.")
    var unsealed = false
    @Option(
        help: ArgumentHelp(
            """
            With --kafka: a program that does the stage in its own way. It finds NU_KAFKA and NU_BENCH_RECORDS in its \
            environment, reads nu.register, prints `ready` when it waits for records there, and the records a second that \
            it numbered as its last line.
            """,
            valueName: "command"
        )
    )
    var peer: String?

    enum Part: String, CaseIterable {
        case doubles, path, workers
    }

    /// All, where none is named; nil when one of them is unknown.
    private func chosen<Kind: RawRepresentable<String> & CaseIterable & Hashable>(_: Kind.Type) -> Set<Kind>? {
        guard let parts else { return Set(Kind.allCases) }
        let found = parts.split(separator: ",").map { Kind(rawValue: String($0)) }
        return found.contains(nil) ? nil : Set(found.compactMap(\.self))
    }

    func validate() throws {
        guard (1_000...1_300_000).contains(submissions) else {
            throw ValidationError("--submissions takes 1000 to 1300000")
        }
        guard (0.001...1).contains(yearSize) else { throw ValidationError("--year-size takes 0.001 to 1") }
        guard (0...2_000_000).contains(doubles) else { throw ValidationError("--doubles takes 0 to 2000000") }
        guard (10_000...2_000_000).contains(records) else { throw ValidationError("--records takes 10000 to 2000000") }
        guard (1...100).contains(rounds) else { throw ValidationError("--rounds takes 1 to 100") }
        guard (1...600).contains(seconds) else { throw ValidationError("--seconds takes 1 to 600") }
        guard (0...1).contains(coApplicants) else { throw ValidationError("--co-applicants takes 0 to 1") }
        if kafka.brokers == nil {
            guard chosen(Part.self) != nil else {
                throw ValidationError("--parts takes some of doubles, path, workers; others with --kafka")
            }
        } else {
            guard chosen(KafkaBench.Part.self) != nil else {
                throw ValidationError("with --kafka, --parts takes some of idle, stage, latency, year")
            }
        }
        guard kafkaYearSize == 0 || (0.001...1).contains(kafkaYearSize) else {
            throw ValidationError("--kafka-year-size takes 0, or 0.001 to 1")
        }
    }

    func run() throws {
        LoggingSystem.bootstrap { LineLogHandler(label: $0) }
        let sealer =
            unsealed
            ? FormSealer.unsealed
            : FormSealer(try MasterKeys(text: MasterKeys.generated()), of: RegisterID(high: 0, low: 1))
        if kafka.brokers != nil {
            var report = BenchReport()
            let bench = KafkaBench(
                settings: try kafka.settings(),
                records: records,
                rounds: rounds,
                seconds: seconds,
                yearSize: kafkaYearSize,
                seed: seed,
                peer: peer,
                sealer: sealer,
                logger: Logger(label: "kafka"),
                parts: chosen(KafkaBench.Part.self) ?? [],
            )
            // What was measured before a failure is worth seeing.
            defer { Terminal.write((json ? try? report.json() : report.table()) ?? "") }
            return try bench.run(into: &report)
        }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("nu-bench-\(getpid())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func makeLog(_ name: String) throws -> EmbeddedLog {
            let log = try EmbeddedLog(path: folder.appendingPathComponent(name).path)
            try log.createTopics(Topic.all, partitions: 8)
            _ = try log.beginIfEmpty(comparison: sealer.marker.comparison, clock: .replay)
            return log
        }

        let parts = chosen(Part.self) ?? []
        var report = BenchReport()
        if parts.contains(.doubles), doubles > 0 {
            Terminal.note("doubles among \(doubles) people…")
            try BenchDoubles(people: doubles, coApplicants: coApplicants, seed: seed, sealer: sealer).run(into: &report)
        }
        if parts.contains(.path) {
            let path = try makeLog("path.sqlite")
            Terminal.note("the whole path, \(submissions) submissions…")
            try BenchPath(log: path, submissions: submissions, seed: seed, sealer: sealer).run(into: &report)
            Terminal.note("restore…")
            let applications = try path.readApplications()
            try report.restore(path, applications) { NumberingWorker() }
            try report.restore(path, applications) { RenewalWorker() }
            try report.restore(path, applications) { StrikeOffWorker() }
            try report.restore(path, applications, prepare: { $0.prepare() }) { DeduplicationWorker() }
            try report.restore(path, applications) { StatisticsWorker() }
        }
        if parts.contains(.workers) {
            Terminal.note("each worker alone, on the register of a small year…")
            let year = try makeLog("year.sqlite")
            _ = try DemoRun(log: year, lanes: 1, scenario: Scenario(seed: seed, size: yearSize), sealer: sealer) { _ in
            }
            .run()
            try report.process(year) { NumberingWorker() }
            try report.process(year) { DeduplicationWorker() }
            try report.process(year) { RenewalWorker() }
            try report.process(year) { StrikeOffWorker() }
            try report.process(year) { StatisticsWorker() }
        }
        Terminal.write(json ? try report.json() : report.table())
    }
}

/// The whole path: publish, six workers, receipts.
struct BenchPath {
    let log: EmbeddedLog
    let submissions: Int
    let seed: UInt64
    let sealer: FormSealer

    func run(into report: inout BenchReport) throws {
        // Twice the applications of a year's tenth, so that one call of `imports` after another never runs dry.
        let size = max(0.01, Double(submissions) / 130_000)
        var scenario = Scenario(seed: seed, size: size)
        let publisher = ScenarioPublisher(log: log, partitions: try log.partitionCount(of: Topic.submissions.name))
        try publisher.publishReferences(scenario)
        var batches: [[OutgoingRecord]] = []
        var published = 0
        while published < submissions {
            let batch = scenario.imports(batch: min(2_000, submissions - published))
            if batch.isEmpty { break }
            published += batch.count
            batches.append(batch.map(publisher.record))
        }

        let assembly = Assembly(log: log, calendar: ManualCalendar(), sealer: sealer)
        let group = LaneGroup(assembly, workers: WorkerName.allCases, lanes: 1, instance: "bench")
        var receipts = try ReceiptReader(log)
        var answered = 0
        var next = 0
        let start = DispatchTime.now().uptimeNanoseconds
        let cpu = ProcessUsage.cpuSeconds()
        while answered < published {
            // A bounded number is under way, as a publisher that reads its receipts would have it.
            while next < batches.count, next * 2_000 - answered < 20_000 {
                try log.append(batches[next])
                next += 1
            }
            let found = try receipts.next().count
            answered += found
            if let failure = group.failure { throw failure }
            if found == 0 { log.waitForAppend(timeoutMilliseconds: 20) }
        }
        let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
        report.add("embedded path, \(published) submissions", Double(published) / seconds, "submissions/s")
        report.add(
            "embedded path, processor time",
            (ProcessUsage.cpuSeconds() - cpu) / Double(published) * 1e6,
            "µs/submission"
        )
        group.stop()
    }
}

/// Named figures.
struct BenchReport {
    /// `spread`: the lowest and the highest, of a median.
    private var rows: [(name: String, value: Double, unit: String, spread: ClosedRange<Double>?)] = []

    /// Says it at once too: what is measured after it may take long, or fail.
    mutating func add(_ name: String, _ value: Double, _ unit: String) { add(name, [value], unit) }

    /// The median of several.
    mutating func add(_ name: String, _ values: [Double], _ unit: String) {
        let sorted = values.sorted()
        guard let low = sorted.first, let high = sorted.last else { return }
        let middle = sorted.count / 2
        let median = sorted.count % 2 == 0 ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
        rows.append((name, median, unit, sorted.count > 1 ? low...high : nil))
        Terminal.note("  \(name): \(BenchReport.text(median)) \(unit)")
    }

    private static func text(_ value: Double) -> String {
        value >= 100 ? Int(value).grouped : String(format: value < 10 ? "%.2f" : "%.1f", value)
    }

    /// A worker alone on one core: decode, decide, encode, drain, over every record of the register. Records per
    /// second of processor time, the median of three passes.
    mutating func process<W: Worker>(_ log: EmbeddedLog, _ makeWorker: () -> W) throws {
        let writer = try OutputWriter(log)
        let partitions = try log.partitions(of: .register).map { ($0, try log.read($0, from: 0, limit: .max).records) }
        let count = partitions.reduce(0) { $0 + $1.1.count }
        var rates: [Double] = []
        for _ in 0..<3 {
            let start = ProcessUsage.threadSeconds()
            for (partition, records) in partitions {
                var processor = WorkerProcessor(makeWorker(), partition: partition.partition, writer: writer)
                var outgoing: [OutgoingRecord] = []
                for (index, record) in records.enumerated() {
                    try processor.process(record, into: &outgoing)
                    guard index % 4_000 == 3_999 || index == records.count - 1 else { continue }
                    var drain = TablePass(.drain)
                    processor.apply(&drain)
                    var keep = TablePass(.keep)
                    processor.apply(&keep)
                    outgoing.removeAll(keepingCapacity: true)
                }
            }
            rates.append(Double(count) / (ProcessUsage.threadSeconds() - start))
        }
        add("\(W.name), alone, \(count) records", rates.sorted()[1], "register records/s")
    }

    /// Fills a worker's tables from its changelog, as a lane does when a partition is assigned.
    /// `prepare`: what it does before it decides for the first time.
    mutating func restore<W: Worker>(
        _ log: EmbeddedLog,
        _ applications: Int,
        prepare: (inout W) -> Void = { _ in },
        _ makeWorker: () -> W,
    ) throws {
        var rates: [Double] = []
        var held: [W] = []
        var memory = 0
        for _ in 0..<3 {
            held = []
            let before = ProcessUsage.trimmedResidentBytes()
            var rows = 0
            let start = ProcessUsage.cpuSeconds()
            for partition in try log.partitions(of: Topic.state(of: W.name)) {
                var worker = makeWorker()
                let end = try log.endOffset(of: partition)
                var next: Int64 = 0
                while next < end {
                    let batch = try log.read(partition, from: next, limit: LaneSettings().restoreSizeMax)
                    var pass = TablePass(restoring: batch.records)
                    worker.apply(&pass)
                    if let failure = pass.failure { throw LogError(.storage, .restart, "\(failure)") }
                    rows += batch.records.count
                    guard batch.next > next else { break }
                    next = batch.next
                }
                prepare(&worker)
                held.append(worker)
            }
            rates.append(Double(rows) / (ProcessUsage.cpuSeconds() - start))
            memory = max(memory, ProcessUsage.trimmedResidentBytes() - before)
        }
        add("\(W.name), restore", rates.sorted()[1], "rows/s")
        add("\(W.name), memory", Double(memory) / Double(max(1, applications)), "bytes/application")
    }

    func table() -> String {
        var table = TextTable(["", "", "", ""])
        for row in rows {
            let spread = row.spread.map {
                "\(BenchReport.text($0.lowerBound)) – \(BenchReport.text($0.upperBound))"
            }
            table.rows.append([row.name, BenchReport.text(row.value), row.unit, spread ?? ""])
        }
        return table.rendered()
    }

    func json() throws -> String {
        let object = rows.map { row in
            var object: [String: Any] = ["name": row.name, "value": row.value, "unit": row.unit]
            if let spread = row.spread {
                object["lowest"] = spread.lowerBound
                object["highest"] = spread.upperBound
            }
            return object
        }
        return String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
    }
}

extension StreamLog {
    /// How many applications the register has numbered or imported.
    func readApplications() throws -> Int {
        var count = 0
        let interest = Interest([.registered, .imported])
        try readAll(.register) { _, record in
            guard let value = record.value,
                try RegisterRecord.decode(value, offset: record.offset, interest: interest) != nil
            else { return }
            count += 1
        }
        return count
    }
}

/// Puts what a scenario says into records.
struct ScenarioPublisher {
    let log: any StreamLog
    let partitions: Int

    func record(_ outgoing: Outgoing) -> OutgoingRecord {
        let key = Array(outgoing.territory.code.utf8)
        return OutgoingRecord(
            TopicPartition(Topic.submissions.name, Partitioner.partition(of: key, count: partitions)),
            key: key,
            value: outgoing.value,
            headers: [LogHeader(HeaderName.contentType, outgoing.contentType)],
            timestamp: outgoing.timestamp,
        )
    }

    func publishReferences(_ scenario: Scenario) throws {
        func record(_ topic: Topic, _ key: String, _ value: [UInt8]) throws -> OutgoingRecord {
            let count = try log.partitionCount(of: topic.name)
            return OutgoingRecord(
                TopicPartition(topic.name, Partitioner.partition(of: key, count: count)),
                key: Array(key.utf8),
                value: value,
                timestamp: 0
            )
        }
        try log.append(scenario.desks.map { try record(.desks, $0.code, $0.serializedBytes()) })
        try log.append(scenario.communes.map { try record(.communes, $0.code, $0.serializedBytes()) })
    }
}
