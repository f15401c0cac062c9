import ArgumentParser
import Foundation
import KafkaClient
import KafkaLog
import Logging
import Schemas
import Stream

/// Which Kafka cluster a command works on, and how it connects.
///
/// Settings come from the environment (`NU_KAFKA_SASL_PASSWORD` is `sasl.password`), then the file, then `--kafka-set`,
/// each going before the one named earlier. Values are never printed.
struct KafkaOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Brokers of a Kafka cluster, instead of the embedded log.", valueName: "host:port,…"))
    var kafka: String?

    @Option(help: ArgumentHelp("Settings of librdkafka, one name=value a line: TLS, SASL.", valueName: "file"))
    var kafkaConfig: String?

    @Option(help: ArgumentHelp("A setting of librdkafka; not for secrets.", valueName: "name=value"))
    var kafkaSet: [String] = []

    /// Nil: the embedded log.
    var brokers: String? { kafka ?? ProcessInfo.processInfo.environment["NU_KAFKA"] }

    func validate() throws {
        if brokers == nil, kafkaConfig != nil || !kafkaSet.isEmpty {
            throw ValidationError("--kafka-config and --kafka-set are for use with --kafka")
        }
        if brokers != nil { _ = try settings() }
    }

    /// Nil when no cluster is named.
    func open() throws -> KafkaLog? {
        guard brokers != nil else { return nil }
        let settings = try settings()
        var logger = Logger(label: "kafka")
        logger.logLevel = Logger(label: "numero-unique").logLevel
        logger.info("librdkafka", metadata: ["version": "\(KafkaHandle.version)"])
        return try KafkaLog(settings, logger: logger)
    }

    func settings() throws -> KafkaLog.Settings {
        var settings = KafkaLog.Settings(brokers: brokers ?? "")
        let environment = ProcessInfo.processInfo.environment
        for (variable, value) in environment.sorted(by: { $0.key < $1.key }) where variable.hasPrefix(Self.prefix) {
            let name = variable.dropFirst(Self.prefix.count).lowercased().replacing("_", with: ".")
            // NU_KAFKA_CONFIG names a file.
            guard name != "config" else { continue }
            try refuseCode(name, from: variable)
            try set(name, value, from: variable, &settings)
        }
        if let kafkaConfig = kafkaConfig ?? environment[Self.prefix + "CONFIG"] { try readFile(kafkaConfig, &settings) }
        for pair in kafkaSet {
            guard let (name, value) = Self.parse(pair[...]) else {
                throw ValidationError("--kafka-set takes name=value")
            }
            guard !Self.secrets.contains(name) else {
                throw ValidationError(
                    "\(name) is a secret: give it in a file (--kafka-config) or in the environment "
                        + "(\(Self.prefix)\(name.uppercased().replacing(".", with: "_"))), where other users cannot see it"
                )
            }
            try refuseCode(name, from: "--kafka-set")
            try set(name, value, from: "--kafka-set", &settings)
        }
        return settings
    }

    /// Whoever may set a variable for a process, or an argument, need not be who may choose what runs in it.
    private func refuseCode(_ name: String, from place: String) throws {
        guard Self.runsCode.contains(name) else { return }
        throw ValidationError("\(place): \(name) loads or runs a program: give it in a file (--kafka-config)")
    }

    private func readFile(_ path: String, _ settings: inout KafkaLog.Settings) throws {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw ValidationError("\(path) cannot be read")
        }
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.trimmingPrefix { $0.isWhitespace }
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            guard let (name, value) = Self.parse(line) else {
                throw ValidationError("\(path):\(index + 1): a line is name=value, or begins with #")
            }
            try set(name, value, from: "\(path):\(index + 1)", &settings)
        }
    }

    private func set(_ name: String, _ value: String, from place: String, _ settings: inout KafkaLog.Settings) throws {
        guard !Self.ours.contains(name) else {
            throw ValidationError("\(place): \(name) is set by the register itself; its promises depend on it")
        }
        do throws(KafkaError) {
            try KafkaSettings.check(name, value)
        } catch {
            throw ValidationError("\(place): \(error.reason)")
        }
        settings.client[name] = value
    }

    private static func parse(_ pair: Substring) -> (name: String, value: String)? {
        guard let mark = pair.firstIndex(of: "=") else { return nil }
        let name = pair[..<mark].trimmingCharacters(in: .whitespaces)
        let value = pair[pair.index(after: mark)...].trimmingCharacters(in: .whitespacesAndNewlines)
        return name.isEmpty ? nil : (name, value)
    }

    private static let prefix = "NU_KAFKA_"
    private static let secrets: Set = [
        "sasl.password", "ssl.key.password", "ssl.keystore.password", "ssl.key.pem", "sasl.oauthbearer.client.secret",
        "sasl.oauthbearer.config",
    ]
    private static let runsCode: Set = [
        "plugin.library.paths", "ssl.engine.location", "ssl.providers", "sasl.kerberos.kinit.cmd",
    ]
    /// What exactly-once stands on.
    private static let ours: Set = [
        "group.id", "group.instance.id", "transactional.id", "enable.idempotence", "isolation.level",
        "enable.auto.commit", "enable.auto.offset.store", "enable.partition.eof", "partition.assignment.strategy",
        "partitioner", "auto.offset.reset", "acks",
    ]
}
