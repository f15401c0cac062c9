import ArgumentParser
import Foundation
import Observability

/// Where a process answers who watches it.
struct MonitoringOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Serves /metrics, /health/live and /health/ready there, without any access control. NU_HTTP; off without.",
            valueName: "host:port",
        )
    )
    var http: String?

    var address: HTTPAddress? {
        get throws {
            guard let text = http ?? Environment["NU_HTTP"] else { return nil }
            return try HTTPAddress(checking: text)
        }
    }

    func validate() throws { _ = try address }
}

extension HTTPAddress {
    init(checking text: String) throws {
        guard let address = HTTPAddress(text) else {
            throw ValidationError("\(text) is no address: say 127.0.0.1:9464, 0.0.0.0:9464 or [::1]:9464")
        }
        self = address
    }
}

/// Variables of the environment; an empty one is one that is not set.
enum Environment {
    static subscript(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
