import Assembly
import Demo
import Foundation
import KafkaClient
import KafkaLog
import Logging
import Observability
import Register
import Schemas
import Sealing
import Stream
import WorkerKit

/// What the register does on a real cluster: a stage beside the bare client and beside a peer, the latency of an answer,
/// the demo's year, restore, memory.
struct KafkaBench {
    let settings: KafkaLog.Settings
    let records: Int
    /// How often the stage, the bare client and the peer are measured in turn.
    let rounds: Int
    let seconds: Int
    let yearSize: Double
    let seed: UInt64
    /// Does the stage in its own way; nil when there is none.
    let peer: String?
    let sealer: FormSealer
    let logger: Logger
    let parts: Set<Part>
    private let partitions = 8

    enum Part: String, CaseIterable {
        case idle, stage, latency, year
    }

    func run(into report: inout BenchReport) throws {
        let log = try KafkaLog(settings, logger: logger)
        let there = Topic.all.filter { (try? log.partitionCount(of: $0.name)) != nil }
        guard there.isEmpty else {
            throw LogError(
                .configuration,
                .restart,
                "\(settings.brokers) has \(there[0].name) already: the benchmark makes and deletes the topics of the "
                    + "register, and runs on a cluster without one"
            )
        }
        if parts.contains(.idle) {
            Terminal.note("six workers, idle…")
            try onFreshTopics { log in try idle(log, &report) }
        }
        if parts.contains(.stage) { try stage(into: &report) }
        // After the stage: a broker that has just started answers later than one that has worked for a minute.
        if parts.contains(.latency) { try latency(into: &report) }
        if parts.contains(.year), yearSize > 0 { try year(into: &report) }
    }

    private func stage(into report: inout BenchReport) throws {
        let stage = try KafkaStage(
            settings: settings,
            records: records,
            seed: seed,
            partitions: partitions,
            sealer: sealer,
            logger: logger
        )
        // What a broker does for the first time takes it twice as long, whoever asks.
        Terminal.note("warming the broker up…")
        for _ in 0..<2 {
            try onFreshTopics { log in _ = try stage.runBare(log, loops: 2) }
            try onFreshTopics { log in _ = try stage.run(log, lanes: 2) }
        }
        Terminal.note("one stage, \(records) records…")
        let alone = try onFreshTopics { log in try stage.run(log, lanes: 1) }
        report.add("one stage (numbering), one lane", alone.rate, "records/s")
        report.add("its processor time", alone.processor, "µs/record")
        // In turn, so that a slow minute of the machine is one of each.
        var lanes: [KafkaStage.Measured] = []
        var bare: [Double] = []
        var peers: [Double] = []
        for turn in 1...rounds {
            Terminal.note("two lanes, the bare client\(peer == nil ? "" : ", the peer"): \(turn) of \(rounds)…")
            lanes.append(try onFreshTopics { log in try stage.run(log, lanes: 2) })
            bare.append(try onFreshTopics { log in try stage.runBare(log, loops: 2) })
            if let peer { peers.append(try onFreshTopics { log in try stage.runPeer(log, peer) }) }
        }
        let rates = lanes.map(\.rate)
        report.add("one stage (numbering), two lanes", rates, "records/s")
        report.add("its processor time", lanes.map(\.processor), "µs/record")
        report.add("bare client, two loops, the same records", bare, "records/s")
        report.add("stage ÷ bare client", zip(rates, bare).map(/), "")
        if peer == nil { return }
        report.add("the peer", peers, "records/s")
        report.add("stage ÷ peer", zip(rates, peers).map(/), "")
    }

    private func latency(into report: inout BenchReport) throws {
        for rate in [200, 1_000] {
            Terminal.note("from a submission to its number, \(rate) submissions/s, \(seconds) s…")
            try onFreshTopics { log in
                try KafkaLatency(log: log, settings: settings, rate: rate, seconds: seconds, seed: seed, sealer: sealer)
                    .run(
                        into: &report
                    )
            }
        }
    }

    private func year(into report: inout BenchReport) throws {
        Terminal.note("the demo's year…")
        try onFreshTopics { log in
            let scenario = Scenario(seed: 2011, size: yearSize)
            let run = try DemoRun(log: log, lanes: 1, scenario: scenario, sealer: sealer) { _ in }.run()
            report.add("the demo's year, \(run.result.published) submissions", run.seconds, "s")
            report.add("its processor time, brokers apart", run.cpuSeconds, "s")
            Terminal.note("restore…")
            try restore(log, into: &report)
        }
    }

    /// With topics that have never held anything, which are deleted afterwards. The log is made anew: it remembers topics.
    private func onFreshTopics<R>(_ body: (KafkaLog) throws -> R) throws -> R {
        let log = try KafkaLog(settings, logger: logger)
        try log.createTopics(Topic.all, partitions: partitions)
        _ = try log.beginIfEmpty(comparison: sealer.marker.comparison, clock: .replay)
        // Deletion goes on in the background, and a topic cannot be made anew before its end.
        defer { try? log.deleteTopics(Topic.all.flatMap { [$0.name, KafkaStage.barePrefix + $0.name] }) }
        return try body(log)
    }

    /// Every row of the largest changelog, into the tables of its worker.
    private func restore(_ log: KafkaLog, into report: inout BenchReport) throws {
        for worker in [WorkerName.deduplication, .numbering] {
            let assembly = Assembly(log: log, calendar: ManualCalendar(), logger: logger)
            let start = ContinuousClock.now
            // A lane of another name in the group's place: it restores every partition before it reads.
            let group = LaneGroup(assembly, workers: [worker], lanes: 1, instance: "restore")
            defer { group.stop() }
            var began: ContinuousClock.Instant?
            while true {
                if let failure = group.failure { throw failure }
                let status = group.readings[0].status
                if began == nil, status.counters.rowsRestored > 0 { began = .now }
                if status.partitions.count == partitions, status.partitions.allSatisfy({ $0.rowsLeft == nil }) { break }
                usleep(1_000)
            }
            let rows = group.readings[0].status.counters.rowsRestored
            let took = (ContinuousClock.now - (began ?? start)) / .seconds(1)
            report.add("\(worker.rawValue), restore of \(rows) rows", took, "s")
            report.add("\(worker.rawValue), restore", Double(rows) / took, "rows/s")
        }
    }

    /// The memory of six processes that have their partitions and nothing to do.
    private func idle(_ log: KafkaLog, _ report: inout BenchReport) throws {
        guard let program = Bundle.main.executablePath else { return }
        // They have nothing to seal.
        let key = KeyFile(
            FileManager.default.temporaryDirectory.appendingPathComponent("nu-bench-\(getpid()).key").path
        )
        defer { unlink(key.path) }
        _ = try key.make()
        var processes: [Process] = []
        defer {
            for process in processes { process.terminate() }
            for process in processes { process.waitUntilExit() }
        }
        for worker in WorkerName.allCases {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: program)
            process.arguments = ["worker", worker.rawValue, "--kafka", settings.brokers]
            process.environment = ProcessInfo.processInfo.environment.merging(
                ["NU_MASTER_KEY_FILE": key.path],
                uniquingKeysWith: { $1 }
            )
            process.standardError = FileHandle.nullDevice
            try process.run()
            processes.append(process)
        }
        // The group's first rebalance takes 3 s by the broker's own delay.
        Thread.sleep(forTimeInterval: 8)
        let before = processes.map { ProcessUsage.cpuSeconds(of: $0.processIdentifier) }
        Thread.sleep(forTimeInterval: 5)
        let spent = zip(processes, before).reduce(0) { $0 + ProcessUsage.cpuSeconds(of: $1.0.processIdentifier) - $1.1 }
        let bytes = processes.map { ProcessUsage.residentBytes(of: "\($0.processIdentifier)") }
        guard processes.allSatisfy(\.isRunning) else {
            throw LogError(.configuration, .restart, "a worker did not start: try `numero-unique worker` by hand")
        }
        report.add("six idle workers, memory", Double(bytes.reduce(0, +)) / 1e6, "MB")
        report.add("six idle workers, processor time", spent / 5 * 100, "% of a core")
    }
}
