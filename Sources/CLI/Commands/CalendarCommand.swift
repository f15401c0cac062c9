import ArgumentParser
import Register
import Schemas
import Stream
import WorkerKit

struct CalendarCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar",
        abstract: "Shows which days are closed, and closes the days of a long stop.",
        subcommands: [Show.self, CatchUp.self],
        defaultSubcommand: Show.self,
    )

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows for each partition the last closed day, and what was received since.",
            discussion: "Example: numero-unique calendar show",
        )

        @OptionGroup var options: LogOptions

        func run() throws {
            let statuses = try CalendarReader(log: try options.openExisting()).statuses()
            var table = TextTable(["Partition", "Clos jusqu’au / closed", "Reçu jusqu’au / received", "Alerte / alarm"])
            for (number, status) in statuses.enumerated() {
                table.rows.append([
                    "\(number)", status.closed?.iso ?? "-", status.received?.iso ?? "-",
                    status.alarm.map { "\($0)" } ?? "",
                ])
            }
            Terminal.write(table.rendered())
        }
    }

    struct CatchUp: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "catch-up",
            abstract: "Allows renewal to close all days through one, however many are missing.",
            discussion: """
                Renewal closes up to \(CalendarRule.missingDaysMax) missing days by itself; more wait for this word, for it may \
                be a wrong clock that says them. Look first that the days are over, and that intake has read what came in them. \
                Each missing day is then acted on: files whose time ended in it lapse. It cannot be undone.

                Example: numero-unique calendar catch-up --through 2026-11-20 --agent dupont --dry-run
                """,
        )

        @OptionGroup var options: LogOptions
        @Option(help: "The last day that may be closed.", transform: CalendarCommand.day)
        var through: CivilDate
        @Option(help: "Who says so: the identifier of a person, not a name. It stands in the register.")
        var agent: String
        @Flag(help: "Says what would be closed, and writes nothing.")
        var dryRun = false
        @Flag(help: "Without asking.")
        var yes = false

        func validate() throws {
            guard !agent.isEmpty, agent.utf8.count <= 64 else { throw ValidationError("--agent takes 1 to 64 bytes") }
        }

        func run() throws {
            if let today = ParisCalendar().lastDayOver(), through > today {
                throw ValidationError("\(through) is not over by this machine's clock")
            }
            let log = try options.openExisting()
            let statuses = try CalendarReader(log: log).statuses()
            var partitions: [Int] = []
            for (number, status) in statuses.enumerated() {
                guard let received = status.received else {
                    throw ValidationError(
                        "partition \(number): nothing says yet which days are over: is intake running?"
                    )
                }
                guard through <= received else {
                    throw ValidationError("partition \(number): \(through) is not over: received through \(received)")
                }
                let first = status.closed.map { $0.adding(days: 1) }
                guard first.map({ $0 <= through }) ?? true else { continue }
                partitions.append(number)
                Terminal.write("partition \(number): \(first?.iso ?? "premier jour / first day") → \(through.iso)")
            }
            if partitions.isEmpty { return Terminal.write("rien à clore / nothing to close") }
            if dryRun { return }
            let question = "Clore ces jours ? Close these days?"
            guard yes || Terminal.canAsk && Terminal.asks(question) else {
                throw ValidationError("nothing was written: answer y, or give --yes")
            }
            let writer = try OutputWriter(log)
            let word = RegisterRecord(territory: nil, day: through, agent: agent, fact: .catchUp(WireCatchUp()))
            let now = ParisCalendar().nowMilliseconds
            // To each partition, so that all tell the same.
            try log.append(
                (0..<statuses.count).map {
                    writer.register(word, partition: $0, timestamp: now, traceParent: nil)
                }
            )
            Terminal.write("autorisé jusqu’au \(through.iso) / allowed through \(through.iso)")
        }
    }

    static func day(_ text: String) throws -> CivilDate {
        guard let day = CivilDate(iso: text) else { throw ValidationError("not a day, YYYY-MM-DD: \(text)") }
        return day
    }
}
