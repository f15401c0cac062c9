import ArgumentParser
import Assembly
import Foundation
import Intake
import Logging
import Observability
import Register
import Sealing
import Stream
import WorkerKit

/// A process that runs lanes until it is told to stop.
struct LaneProcess: ParsableArguments {
    @Option(help: "Lanes (threads) of each worker in this process.")
    var lanes: Int = 1
    @Option(
        help: """
            A stable name of this process among those of the same worker: with it a new process takes its \
            predecessor's place. NU_INSTANCE, or else the name of the machine.
            """
    )
    var instance: String = Environment["NU_INSTANCE"] ?? hostName()
    @Option(
        help: """
            Days for which an embedded log keeps what was sent to it (nu.submissions, nu.rejects), which stands open there; \
            0 keeps it for ever.
            """
    )
    var keepSentDays: Int = 90
    @OptionGroup var monitoring: MonitoringOptions
    @OptionGroup var legal: LegalOptions
    @OptionGroup var sealing: SealingOptions

    func validate() throws {
        guard (1...64).contains(lanes) else { throw ValidationError("--lanes takes 1 to 64") }
        guard (0...36_500).contains(keepSentDays) else { throw ValidationError("--keep-sent-days takes 0 to 36500") }
        guard !instance.isEmpty else { throw ValidationError("--instance takes a name") }
    }

    func run(_ workers: [WorkerName], _ options: LogOptions) async throws {
        LoggingSystem.bootstrap { LineLogHandler(label: $0) }
        let logger = Logger(label: "numero-unique")
        let startedAt = Date().timeIntervalSince1970
        let address = try monitoring.address
        let calendar = try legal.calendar
        let seals = workers.contains(.intake)
        if seals { try sealing.requireKeys(options) }
        let log = try options.open()
        let sealer = seals ? try sealing.sealer(log, options) : nil
        // On Kafka that is for `topics apply`, where an operator sees what is made.
        if let sealer, options.kafka.brokers == nil {
            _ = try log.beginIfEmpty(comparison: sealer.marker.comparison, clock: .live)
        }
        // Its times are those of its senders; a clock has no place in it.
        if let header = try log.registerHeader(), header.clock == .replay {
            throw ValidationError(
                "this register is a demonstration’s or a test’s (replay): no live worker writes to it"
            )
        }
        let assembly = Assembly(log: log, legalCalendar: calendar, sealer: sealer, logger: logger)
        let group = LaneGroup(assembly, workers: workers, lanes: lanes, instance: instance)
        logger.info(
            "workers started",
            metadata: ["workers": "\(workers.map(\.rawValue).joined(separator: ","))", "log": "\(options.place)"]
        )
        if let sealer, !sealer.isSealing {
            logger.warning("nothing is sealed: names stand open in the register, and cannot be erased there")
        }
        let server = address.map { address in
            MonitoringServer(address, log: log) {
                group.readings
            } process: {
                ProcessFacts(
                    version: NumeroUnique.configuration.version,
                    startedAt: startedAt,
                    cpuSeconds: ProcessUsage.cpuSeconds(),
                    residentBytes: ProcessUsage.residentBytes(),
                )
            }
        }
        await runUntilSignal(
            group,
            server,
            Upkeep(
                log,
                isSealing: sealer?.isSealing == true,
                sentDays: keepSentDays == 0 ? nil : keepSentDays,
                logger
            ),
            logger
        )
        logger.info("stopping: committing and leaving the groups")
        group.stop()
        report(group, workers, logger)
        if let failure = group.failure {
            Terminal.note("Error: \(failure)")
            throw ExitCode.failure
        }
    }

    /// Lanes alone decide when a process ends. Whoever watches them, and who tidies up, do not: where they fail, that is logged.
    private func runUntilSignal(
        _ group: LaneGroup,
        _ server: MonitoringServer?,
        _ upkeep: Upkeep,
        _ logger: Logger,
    ) async {
        await withTaskGroup(of: Void.self) { tasks in
            // It throws when it is cancelled, and only then.
            tasks.addTask { try? await upkeep.run() }
            if let server { tasks.addTask { await server.runAlways(logger) } }
            await group.waitForSignal()
            tasks.cancelAll()
        }
    }

    private func report(_ group: LaneGroup, _ workers: [WorkerName], _ logger: Logger) {
        let readings = group.readings
        for worker in workers {
            let counters = readings.filter { $0.worker == worker.rawValue }.map(\.status.counters)
            func sum(_ count: (LaneCounters) -> Int) -> String { "\(counters.map(count).reduce(0, +))" }
            logger.info(
                "worker stopped",
                metadata: [
                    "worker": "\(worker.rawValue)", "records_in": "\(sum(\.recordsIn))",
                    "records_out": "\(sum(\.recordsOut))", "commits": "\(sum(\.commits))",
                ]
            )
        }
    }
}

private func hostName() -> String {
    // Not `ProcessInfo.hostName`: it asks the network.
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
    return name.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
}
