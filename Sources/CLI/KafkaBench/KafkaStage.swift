import Assembly
import Demo
import EmbeddedLog
import Foundation
import KafkaClient
import KafkaLog
import Logging
import Numbering
import Observability
import Register
import Schemas
import Sealing
import Stream
import WorkerKit

/// One worker alone on a topic that is full: numbering, from the first record to the commit of the last. Each record asks
/// for a number and gets one, with everything that follows: a fact, a receipt, a notice, two rows of the changelog.
struct KafkaStage {
    /// Beginning of the names of the topics that the bare client writes to: it does not read back what it writes.
    static let barePrefix = "nu-bench."

    let settings: KafkaLog.Settings
    let records: Int
    let seed: UInt64
    let partitions: Int
    let logger: Logger
    private let samples: [RegisterRecord]

    init(
        settings: KafkaLog.Settings,
        records: Int,
        seed: UInt64,
        partitions: Int,
        sealer: FormSealer,
        logger: Logger
    ) throws {
        self.settings = settings
        self.records = records
        self.seed = seed
        self.partitions = partitions
        self.logger = logger
        samples = try Self.samples(partitions, seed, sealer)
    }

    struct Measured {
        /// Records a second.
        var rate: Double
        /// Microseconds of this process for each record.
        var processor: Double
    }

    func run(_ log: KafkaLog, lanes: Int) throws -> Measured {
        let load = load()
        let group = LaneGroup(
            Assembly(log: log, calendar: ManualCalendar(), logger: logger),
            workers: [.numbering],
            lanes: lanes,
            instance: "bench"
        )
        defer { group.stop() }
        func statuses() throws -> [LaneStatus] {
            if let failure = group.failure { throw failure }
            return group.readings.map(\.status)
        }
        // Every lane has its share before there is anything to read.
        while true {
            let held = try statuses().map(\.partitions.count)
            if !held.contains(0), held.reduce(0, +) == partitions { break }
            usleep(10_000)
        }
        let ends = try put(load, into: log)
        var began: (at: ContinuousClock.Instant, records: Int, cpu: Double)?
        // What numbering writes to the register comes back to it, and does not count.
        var isDone = false
        while !isDone {
            let statuses = try statuses()
            let counted = statuses.reduce(0) { $0 + $1.counters.recordsIn }
            // The first round is not timed: it waits for the load.
            if began == nil, counted > 0 { began = (.now, counted, ProcessUsage.cpuSeconds()) }
            isDone = statuses.flatMap(\.partitions).allSatisfy { $0.position >= ends[$0.partition, default: 0] }
            usleep(500)
        }
        guard let began, began.records < load.count else {
            throw LogError(.configuration, .restart, "too few records to time: --records \(records)")
        }
        let timed = Double(load.count - began.records)
        return Measured(
            rate: timed / ((ContinuousClock.now - began.at) / .seconds(1)),
            processor: (ProcessUsage.cpuSeconds() - began.cpu) / timed * 1e6
        )
    }

    /// Records a second of the bare client on the same records, with as many loops as the stage has lanes. It writes what the
    /// stage would: the same bytes with the same keys and headers, to as many partitions.
    func runBare(_ log: KafkaLog, loops: Int) throws -> Double {
        let load = load()
        let outputs = try outputs(log)
        let names = Set(outputs.joined().map(\.partition.topic))
        try log.create(
            names.map {
                let count = try log.partitionCount(of: $0)
                return KafkaAdmin.NewTopic(
                    Self.barePrefix + $0,
                    partitions: count,
                    replication: 1,
                    configuration: [:]
                )
            }
        )
        func elsewhere(_ record: OutgoingRecord) -> OutgoingRecord {
            var record = record
            let isOfRegister = Topic.named(record.partition.topic)?.hasPartitionsOfRegister ?? true
            record.partition = TopicPartition(
                Self.barePrefix + record.partition.topic,
                isOfRegister ? BareLoop.ofInput : record.partition.partition
            )
            return record
        }
        let loop = BareLoop(
            // It has no state that says where to begin.
            consumer: { [settings] in
                settings.member(group: "nu-bench", name: "bare-\($0)")
                    .overridden(by: KafkaSettings(["auto.offset.reset": "earliest"]))
            },
            producer: { [settings] in settings.producer(id: "nu-bench.bare-\($0)") },
            input: Topic.register.name,
            outputs: outputs.map { $0.map(elsewhere) },
            batchSizeMax: LaneSettings().batchSizeMax,
            partitions: partitions,
        )
        let took = try loop.run(records: load.count, loops: loops, logger: logger) { _ = try put(load, into: log) }
        return Double(load.count) / took
    }

    /// Runs a program on the same records. It finds the broker and the number of records in its environment, prints `ready`
    /// when it can begin, and its records a second as the last line.
    func runPeer(_ log: KafkaLog, _ command: String) throws -> Double {
        let load = load()
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        process.environment = ProcessInfo.processInfo.environment.merging([
            "NU_KAFKA": settings.brokers, "NU_BENCH_RECORDS": "\(load.count)",
        ]) { $1 }
        process.standardOutput = output
        try process.run()
        var said = Data()
        while !said.split(separator: UInt8(ascii: "\n")).contains(Data("ready".utf8)) {
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { break }
            said += more
        }
        _ = try put(load, into: log)
        said += output.fileHandleForReading.readDataToEndOfFile()
        let text = String(decoding: said, as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0, let line = text.split(separator: "\n").last, let rate = Double(line)
        else {
            throw LogError(.configuration, .restart, "the peer did not print its records a second: \(text)")
        }
        return rate
    }

    /// Requests for numbers, spread over the register's partitions. The same every time.
    private func load() -> [OutgoingRecord] {
        // One territory for each partition, as one department after the other would be.
        let territories = (1...95).compactMap { Territory(code: String(format: "%03d", $0)) }
        let homes = Dictionary(grouping: territories) {
            Partitioner.partition(of: Array($0.code.utf8), count: partitions)
        }
        return (0..<records).compactMap { index -> OutgoingRecord? in
            guard let territory = homes[index % partitions]?.first else { return nil }
            var record = samples[index % samples.count]
            record.submission = SubmissionID(high: UInt64(index) &* 0x9E37_79B9_7F4A_7C15, low: seed)
            record.territory = territory
            return OutgoingRecord(
                TopicPartition(Topic.register.name, index % partitions),
                key: Array(territory.code.utf8),
                value: record.encoded(),
                timestamp: 0
            )
        }
    }

    /// In one transaction, so that everything is there at once. Returns where it ends, its marker left out.
    private func put(_ records: [OutgoingRecord], into log: KafkaLog) throws -> [TopicPartition: Int64] {
        var patient = settings
        patient.transactionMilliseconds = 60_000
        try KafkaLog(patient, logger: logger).append(records)
        return try log.endOffsets(of: log.partitions(of: .register)).mapValues { $0 - 1 }
    }

    /// Requests for numbers as deduplication writes them, from a small year.
    private static func samples(_ partitions: Int, _ seed: UInt64, _ sealer: FormSealer) throws -> [RegisterRecord] {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("nu-bench-\(UUID().uuidString).sqlite")
            .path
        defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) } }
        let log = try EmbeddedLog(path: path)
        try log.createTopics(Topic.all, partitions: partitions)
        _ = try DemoRun(log: log, lanes: 1, scenario: Scenario(seed: seed, size: 0.01), sealer: sealer) { _ in }.run()
        var found: [RegisterRecord] = []
        try log.readAll(.register) { _, record in
            guard let value = record.value,
                let fact = try RegisterRecord.decode(value, offset: record.offset, interest: Interest([.cleared])),
                case .cleared(let cleared) = fact.fact, cleared.kind == .creation
            else { return }
            found.append(fact)
        }
        guard !found.isEmpty else { throw LogError(.configuration, .restart, "the demo asked for no number") }
        return found
    }

    /// What the worker says to each of the samples, with the rows that change.
    private func outputs(_ log: KafkaLog) throws -> [[OutgoingRecord]] {
        var processor = WorkerProcessor(NumberingWorker(), partition: 0, writer: try OutputWriter(log))
        var outputs = try samples.enumerated().map { index, sample in
            var outgoing: [OutgoingRecord] = []
            let value = sample.encoded()[...]
            try processor.process(
                LogRecord(offset: Int64(index), timestamp: 0, key: nil, value: value, headers: []),
                into: &outgoing
            )
            return outgoing
        }
        // As a round does it, which writes a row once, however often it changes.
        var pass = TablePass(.drain)
        processor.apply(&pass)
        let changelog = TopicPartition(Topic.state(of: WorkerName.numbering.rawValue).name, 0)
        for (index, change) in pass.changes.enumerated() {
            let row = OutgoingRecord(changelog, key: change.key, value: change.value, timestamp: 0)
            outputs[index % outputs.count].append(row)
        }
        return outputs
    }
}
