import ArgumentParser

@main
struct NumeroUnique: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "numero-unique",
        abstract: "The register of social-housing applications, as workers on a log.",
        discussion: """
            Try it:            numero-unique demo --size 0.01
            Run a register:    numero-unique up --log register.sqlite
            Give a desk:       numero-unique desks add G5901 --kind BAILLEUR --territory 059 --name "Bailleur du Nord"
            Send submissions:  numero-unique submit submissions.jsonl
            """,
        version: "0.1.0",
        subcommands: [
            DemoCommand.self, UpCommand.self, WorkerCommand.self, SubmitCommand.self, ImportCommand.self,
            DesksCommand.self, TerritoriesCommand.self, ShowCommand.self, StatsCommand.self, VerifyCommand.self,
            RejectsCommand.self, CalendarCommand.self, NoticesCommand.self, ReviewsCommand.self, KeysCommand.self,
            MatchCommand.self,
            BenchCommand.self, HealthCommand.self, TopicsCommand.self, StateCommand.self,
        ],
    )
}
