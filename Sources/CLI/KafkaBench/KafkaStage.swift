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
    static let bareOutput = "nu-bench.bare"

    let settings: KafkaLog.Settings
    let records: Int
    let seed: UInt64
    let partitions: Int
    let sealer: FormSealer
    let logger: Logger

    /// What the stage writes for each record it reads.
    struct Cost {
        var copies = 5
        var size = 150
    }

    struct Measured {
        /// Records a second.
        var rate: Double
        /// Microseconds of this process for each record.
        var processor: Double
        var cost: Cost
    }

    func run(_ log: KafkaLog, lanes: Int) throws -> Measured {
        let load = try load(log)
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
        let ends = try put(load.records, into: log)
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
        guard let began, began.records < load.records.count else {
            throw LogError(.configuration, .restart, "too few records to time: --records \(records)")
        }
        let timed = Double(load.records.count - began.records)
        return Measured(
            rate: timed / ((ContinuousClock.now - began.at) / .seconds(1)),
            processor: (ProcessUsage.cpuSeconds() - began.cpu) / timed * 1e6,
            cost: load.cost
        )
    }

    /// Records a second.
    func runBare(_ log: KafkaLog, _ cost: Cost) throws -> Double {
        let load = try load(log)
        try log.create([
            KafkaAdmin.NewTopic(Self.bareOutput, partitions: partitions, replication: 1, configuration: [:])
        ])
        _ = try put(load.records, into: log)
        let loop = BareLoop(
            consumer: settings.member(group: "nu-bench", name: "bare"),
            producer: settings.producer(id: "nu-bench.bare"),
            input: Topic.register.name,
            output: Self.bareOutput,
            copies: cost.copies,
            size: cost.size,
            batchSizeMax: LaneSettings().batchSizeMax,
            partitions: partitions,
        )
        return Double(load.records.count) / (try loop.run(records: load.records.count, logger: logger))
    }

    /// Runs a program on the same records. It finds the broker and the number of records in its environment, prints `ready`
    /// when it can begin, and its records a second as the last line.
    func runPeer(_ log: KafkaLog, _ command: String) throws -> Double {
        let load = try load(log)
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        process.environment = ProcessInfo.processInfo.environment.merging([
            "NU_KAFKA": settings.brokers, "NU_BENCH_RECORDS": "\(load.records.count)",
        ]) { $1 }
        process.standardOutput = output
        try process.run()
        var said = Data()
        while !said.split(separator: UInt8(ascii: "\n")).contains(Data("ready".utf8)) {
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { break }
            said += more
        }
        _ = try put(load.records, into: log)
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
    private func load(_ log: KafkaLog) throws -> (records: [OutgoingRecord], cost: Cost) {
        let samples = try samples()
        // One territory for each partition, as one department after the other would be.
        let territories = (1...95).compactMap { Territory(code: String(format: "%03d", $0)) }
        let homes = Dictionary(grouping: territories) {
            Partitioner.partition(of: Array($0.code.utf8), count: partitions)
        }
        let made = (0..<records).compactMap { index -> OutgoingRecord? in
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
        return (made, try cost(samples, log))
    }

    /// In one transaction, so that everything is there at once. Returns where it ends, its marker left out.
    private func put(_ records: [OutgoingRecord], into log: KafkaLog) throws -> [TopicPartition: Int64] {
        var patient = settings
        patient.transactionMilliseconds = 60_000
        try KafkaLog(patient, logger: logger).append(records)
        return try log.endOffsets(of: log.partitions(of: .register)).mapValues { $0 - 1 }
    }

    /// Requests for numbers as deduplication writes them, from a small year.
    private func samples() throws -> [RegisterRecord] {
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
        return found
    }

    /// Lets the worker decide on a few records, and looks at what it says.
    private func cost(_ samples: [RegisterRecord], _ log: KafkaLog) throws -> Cost {
        var processor = WorkerProcessor(NumberingWorker(), partition: 0, writer: try OutputWriter(log))
        var outgoing: [OutgoingRecord] = []
        for (index, sample) in samples.enumerated() {
            let record = LogRecord(
                offset: Int64(index),
                timestamp: 0,
                key: nil,
                value: sample.encoded()[...],
                headers: []
            )
            processor.process(record, into: &outgoing)
        }
        var bytes = outgoing.reduce(0) { sum, record in
            sum + (record.key?.count ?? 0) + (record.value?.count ?? 0)
                + record.headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.count }
        }
        var pass = TablePass(.drain)
        processor.apply(&pass)
        bytes += pass.changes.reduce(0) { $0 + $1.key.count + ($1.value?.count ?? 0) }
        let count = outgoing.count + pass.changes.count
        guard !samples.isEmpty, count > 0 else { return Cost() }
        return Cost(copies: (count + samples.count / 2) / samples.count, size: bytes / count)
    }
}
