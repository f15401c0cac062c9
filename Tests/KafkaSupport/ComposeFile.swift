import Foundation
import Yams

/// `Docker/compose.yaml`, as far as tests need it: which processes it starts, so that they can start the same ones.
package struct ComposeFile {
    package struct Service: Equatable, Sendable {
        /// What follows the image's entry point, with variables filled in.
        package var command: [String]
        package var replicas: Int
        package var image: String
        package var restart: String?
        /// The services that it waits for, and for what in each.
        package var conditions: [String: String]
    }

    package let services: [String: Service]

    /// The file of this repository.
    package init(variables: [String: String] = [:]) throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = root.appendingPathComponent("Docker/compose.yaml")
        try self.init(text: try String(contentsOf: file, encoding: .utf8), variables: variables)
    }

    /// `variables` are those of the environment; a variable that is not set has its default.
    package init(text: String, variables: [String: String]) throws {
        guard let file = try Yams.load(yaml: text) as? [String: Any], let services = file["services"] as? [String: Any]
        else { throw KafkaSupportError("the compose file has no services") }
        self.services = try services.mapValues { try Service($0, variables: variables) }
    }

    /// The arguments of a service's command, some replaced: a test's broker is not at `kafka:9092`.
    package func command(of service: String, replacing: [String: String] = [:]) -> [String] {
        (services[service]?.command ?? []).map { replacing[$0] ?? $0 }
    }
}

extension ComposeFile.Service {
    fileprivate init(_ content: Any, variables: [String: String]) throws {
        func filled(_ text: Any?) throws -> String? { try text.map { try Self.fill("\($0)", from: variables) } }

        guard let service = content as? [String: Any], let image = try filled(service["image"]) else {
            throw KafkaSupportError("a service has no image")
        }
        self.image = image
        guard let command = (service["command"] ?? [Any]()) as? [Any] else {
            throw KafkaSupportError("the command of \(image) is not a list: words would be split by a shell's rules")
        }
        self.command = try command.compactMap(filled)
        restart = try filled(service["restart"])
        let deploy = service["deploy"] as? [String: Any]
        guard let replicas = Int(try filled(deploy?["replicas"]) ?? "1") else {
            throw KafkaSupportError("\(image) has no number of replicas")
        }
        self.replicas = replicas
        let dependencies = service["depends_on"] as? [String: [String: Any]] ?? [:]
        conditions = try dependencies.compactMapValues { try filled($0["condition"]) }
    }

    /// `${NAME}` and `${NAME:-default}`, the forms that our file uses.
    private static func fill(_ text: String, from variables: [String: String]) throws -> String {
        try text.replacing(#/\$\{([A-Z_]+)(?::-([^}]*))?\}/#) { match in
            if let value = variables[String(match.1)], !value.isEmpty { return value }
            guard let value = match.2 else { throw KafkaSupportError("\(match.1) is not set and has no default") }
            return String(value)
        }
    }
}
