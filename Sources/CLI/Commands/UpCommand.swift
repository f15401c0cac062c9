import ArgumentParser
import Assembly

struct UpCommand: AsyncParsableCommand {
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
    @OptionGroup var process: LaneProcess

    func run() async throws { try await process.run(WorkerName.allCases, options) }
}

struct WorkerCommand: AsyncParsableCommand {
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
    @OptionGroup var process: LaneProcess

    func run() async throws { try await process.run([name], options) }
}

extension WorkerName: ExpressibleByArgument {}
