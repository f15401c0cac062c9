import ArgumentParser
import Observability

struct HealthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Asks a running process whether it is ready.",
        discussion: """
            Exits with 0 when every lane serves what it was given, with 1 otherwise, and says why in one line. Made for
            the health checks of containers.

            Example: numero-unique health --http 127.0.0.1:9464
            """,
    )

    @Option(
        help: ArgumentHelp(
            "What the process was given as --http. NU_HTTP, or else 127.0.0.1:9464.",
            valueName: "host:port"
        )
    )
    var http: String?

    func run() async throws {
        let address = try HTTPAddress(checking: http ?? Environment["NU_HTTP"] ?? "127.0.0.1:9464")
        switch await HealthProbe.ready(at: address.asked) {
        case .good:
            Terminal.write("ok")
        case .bad(let reason):
            Terminal.write(reason)
            throw ExitCode.failure
        }
    }
}
