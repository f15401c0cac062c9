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

    func measure(_ log: KafkaLog, lanes: Int, into report: inout BenchReport) throws -> Cost {
        let load = try fill(log)
        let group = LaneGroup(
            Assembly(log: log, calendar: ManualCalendar(), logger: logger),
            workers: [.numbering],
            lanes: lanes,
            instance: "bench"
        )
        defer { group.stop() }
        var began: (at: ContinuousClock.Instant, records: Int, cpu: Double)?
        func count() -> Int { group.readings.reduce(0) { $0 + $1.status.counters.recordsIn } }
        while true {
            if let failure = group.failure { throw failure }
            let counted = count()
            // The first round is not timed: it waits for the group.
            if began == nil, counted > 0 { began = (.now, counted, ProcessUsage.cpuSeconds()) }
            // What numbering writes to the register comes back to it.
            if counted >= load.count { break }
            usleep(500)
        }
        guard let began else { return Cost() }
        let took = (ContinuousClock.now - began.at) / .seconds(1)
        let name = lanes == 1 ? "one stage (numbering), one lane" : "one stage (numbering), \(lanes) lanes"
        report.add(name, Double(load.count - began.records) / took, "records/s")
        report.add(
            "its processor time",
            (ProcessUsage.cpuSeconds() - began.cpu) / Double(load.count) * 1e6,
            "µs/record"
        )
        return load.cost
    }

    func measureBare(_ log: KafkaLog, _ cost: Cost, into report: inout BenchReport) throws {
        let rate = try runBare(log, cost)
        report.add("bare client, \(cost.copies) × \(cost.size) B out for each", rate, "records/s")
    }

    /// Records a second.
    func runBare(_ log: KafkaLog, _ cost: Cost) throws -> Double {
        let load = try fill(log)
        try log.create([
            KafkaAdmin.NewTopic(Self.bareOutput, partitions: partitions, replication: 1, configuration: [:])
        ])
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
        return Double(load.count) / (try loop.run(records: load.count, logger: logger))
    }

    /// Runs a program on the same records. It finds the broker and the number of records in its environment, and prints
    /// its records a second as the last line.
    func measurePeer(_ log: KafkaLog, _ command: String, into report: inout BenchReport) throws {
        let load = try fill(log)
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        process.environment = ProcessInfo.processInfo.environment.merging([
            "NU_KAFKA": settings.brokers, "NU_BENCH_RECORDS": "\(load.count)",
        ]) { $1 }
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0, let line = text.split(separator: "\n").last, let rate = Double(line)
        else {
            throw LogError(.configuration, .restart, "the peer did not print its records a second: \(text)")
        }
        report.add("the peer", rate, "records/s")
    }

    /// Puts requests for numbers into the register, spread over its partitions. The same every time.
    private func fill(_ log: KafkaLog) throws -> (count: Int, cost: Cost) {
        let samples = try samples()
        // One territory for each partition, as one department after the other would be.
        let territories = (1...95).compactMap { Territory(code: String(format: "%03d", $0)) }
        let homes = Dictionary(grouping: territories) {
            Partitioner.partition(of: Array($0.code.utf8), count: partitions)
        }
        var written: [OutgoingRecord] = []
        var done = 0
        while done < records {
            for _ in 0..<min(20_000, records - done) {
                let partition = done % partitions
                guard let territory = homes[partition]?.first else { continue }
                var record = samples[done % samples.count]
                record.submission = SubmissionID(high: UInt64(done) &* 0x9E37_79B9_7F4A_7C15, low: seed)
                record.territory = territory
                done += 1
                written.append(
                    OutgoingRecord(
                        TopicPartition(Topic.register.name, partition),
                        key: Array(territory.code.utf8),
                        value: record.encoded(),
                        timestamp: 0
                    )
                )
            }
            try log.append(written)
            written.removeAll(keepingCapacity: true)
        }
        return (done, try cost(samples, log))
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
