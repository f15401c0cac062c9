import ArgumentParser
import Assembly
import Foundation
import Logging
import Stream

struct UpCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract: "Runs all six workers in one process, on a durable embedded log.",
        discussion: """
            Stops on SIGTERM or Ctrl-C once everything decided is committed. May be killed at any time: what was
            acknowledged is kept, and the next start goes on from there.

            Example: numero-unique up --log register.sqlite
            """,
    )

    @OptionGroup var options: LogOptions
    @Option(help: "Lanes (threads) per worker.")
    var lanes: Int = 1
    @Option(help: "A stable name of this process among others on the same log.")
    var instance: String = "up"

    func run() throws {
        try runLanes(WorkerName.allCases, options, lanes: lanes, instance: instance)
    }
}

struct WorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Runs one worker: intake, deduplication, numbering, renewal, strike-off or statistics.",
        discussion: """
            Processes of one worker share its partitions; start more to scale it. Each needs an --instance of its own.

            Example: numero-unique worker numbering --log register.sqlite --instance a
            """,
    )

    @Argument(help: "The worker's name.")
    var name: WorkerName
    @OptionGroup var options: LogOptions
    @Option(help: "Lanes (threads) in this process.")
    var lanes: Int = 1
    @Option(help: "A stable name of this process among those of the same worker.")
    var instance: String = "1"

    func run() throws {
        try runLanes([name], options, lanes: lanes, instance: instance)
    }
}

extension WorkerName: ExpressibleByArgument {}

private func runLanes(_ workers: [WorkerName], _ options: LogOptions, lanes: Int, instance: String) throws {
    guard (1...64).contains(lanes) else { throw ValidationError("--lanes takes 1 to 64") }
    LoggingSystem.bootstrap { LineLogHandler(label: $0) }
    let logger = Logger(label: "numero-unique")
    let assembly = Assembly(log: try options.open(), logger: logger)
    let group = LaneGroup(assembly, workers: workers, lanes: lanes, instance: instance)
    logger.info(
        "workers started",
        metadata: ["workers": "\(workers.map(\.rawValue).joined(separator: ","))", "log": "\(options.place)"]
    )
    group.waitForSignal()
    logger.info("stopping: committing and leaving the groups")
    group.stop()
    for worker in workers {
        let counters = group.counters(of: worker)
        logger.info(
            "worker stopped",
            metadata: [
                "worker": "\(worker.rawValue)", "records_in": "\(counters.recordsIn)",
                "records_out": "\(counters.recordsOut)", "commits": "\(counters.commits)",
            ]
        )
    }
    if let failure = group.failure {
        Terminal.note("Error: \(failure)")
        throw ExitCode.failure
    }
}
