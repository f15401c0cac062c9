import ArgumentParser
import Assembly
import Foundation
import Register
import Schemas
import Stream

struct StateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "state",
        abstract: "Makes the state of a worker anew from the register, after a changelog was lost.",
        subcommands: [Rebuild.self],
    )

    struct Rebuild: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Folds the register and writes the rows that the worker's changelog lacks.",
            discussion: """
                A worker that finds its state missing, or behind its committed offset, does not start and names this command.
                Nothing is decided anew: the state goes up to where the worker stood. Stop the worker's processes first.
                A rebuild that is stopped goes on where it was when it is started again.

                Example: numero-unique state rebuild numbering --dry-run
                         numero-unique state rebuild numbering --yes
                """,
        )

        @Argument(help: "intake, deduplication, numbering, renewal, strike-off or statistics.")
        var worker: WorkerName
        @OptionGroup var options: LogOptions
        @OptionGroup var legal: LegalOptions
        @Flag(help: "Says what would be written, and writes nothing.")
        var dryRun = false
        @Flag(help: "Does not ask. Needed where there is no terminal.")
        var yes = false

        func run() throws {
            let log = try options.openExisting()
            let members = try log.members(of: worker.group)
            guard members.isEmpty || dryRun else {
                throw ValidationError(
                    "\(worker.rawValue) is running (\(members.joined(separator: ", "))): stop its processes first"
                )
            }
            let rebuild = StateRebuild(Assembly(log: log, legalCalendar: try legal.calendar), worker)
            let count = try rebuild.partitionCount()
            var plans: [StateRebuild.Plan] = []
            for partition in 0..<count {
                let end = try log.endOffset(of: TopicPartition(Topic.register.name, partition))
                var bar = ProgressBar("\(worker.rawValue) \(partition + 1)/\(count)", total: Int(end))
                defer { bar.finish() }
                plans.append(try rebuild.plan(partition) { bar.update(Int($0.offset)) })
            }
            for plan in plans { Terminal.write(Self.line(plan, Topic.state(of: worker.rawValue))) }
            if dryRun { return }
            guard plans.contains(where: { !$0.isEmpty }) else {
                Terminal.note("the changelog holds all of it: nothing was written")
                return
            }
            if !yes {
                guard Terminal.canAsk else {
                    throw ValidationError("nothing was written: without a terminal, say --yes to go ahead")
                }
                guard Terminal.asks("Go ahead?") else {
                    Terminal.note("nothing was written")
                    throw ExitCode.failure
                }
            }
            for plan in plans where !plan.isEmpty {
                var bar = ProgressBar(
                    "\(Topic.state(of: worker.rawValue).name)[\(plan.partition)]",
                    total: plan.rows.count
                )
                defer { bar.finish() }
                try rebuild.write(plan) { bar.update($0) }
            }
            Terminal.note("rebuilt: \(worker.rawValue) can be started")
        }

        private static func line(_ plan: StateRebuild.Plan, _ topic: Topic) -> String {
            var line =
                "\(topic.name)[\(plan.partition)]: position \(plan.position), \(plan.rowsInAll) rows, "
                + "\(plan.rows.count - plan.removed) to write, \(plan.removed) to remove"
            if let lost = plan.lostFrom { line += "; input \(lost)..<\(plan.position) was deleted before it was read" }
            return line
        }
    }
}
