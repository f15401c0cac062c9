import Foundation

/// Where tests get Kafka from, looked for once in this process.
package enum KafkaSource: Sendable {
    /// A broker that somebody runs for the tests; it is used as it is.
    case running(address: String)
    /// Kafka's own files, from which tests start brokers of their own.
    case installed(KafkaInstallation)
    /// One line that says what to set.
    case absent(reason: String)

    /// `NU_TEST_KAFKA`, else `KAFKA_HOME`, else `/opt/kafka`. When there is none, says so once on standard error.
    package static let found: KafkaSource = {
        let source = look(in: ProcessInfo.processInfo.environment)
        if case .absent(let reason) = source { FileHandle.standardError.write(Data("\(reason)\n".utf8)) }
        return source
    }()

    /// Whether there is a broker for tests that share one.
    package var isPresent: Bool {
        switch self {
        case .running, .installed: true
        case .absent: false
        }
    }

    /// What private brokers are started from: nothing when the tests were given a broker.
    package var installation: KafkaInstallation? {
        switch self {
        case .installed(let installation): installation
        case .running, .absent: nil
        }
    }

    /// Why tests are left out, for those that are.
    var reason: String {
        switch self {
        case .running: "Kafka tests that start brokers are left out: NU_TEST_KAFKA names one that runs"
        case .installed: "Kafka is here"
        case .absent(let reason): reason
        }
    }

    static func look(in environment: [String: String], usual: String = "/opt/kafka") -> KafkaSource {
        if let address = environment["NU_TEST_KAFKA"], !address.isEmpty { return .running(address: address) }
        if let home = environment["KAFKA_HOME"], !home.isEmpty {
            return open(home, or: "Kafka tests are left out: KAFKA_HOME names \(home)")
        }
        return open(
            usual,
            or: "Kafka tests are left out: set NU_TEST_KAFKA=host:port, or KAFKA_HOME to a Kafka 4 folder"
        )
    }

    private static func open(_ home: String, or absent: String) -> KafkaSource {
        do {
            return .installed(try KafkaInstallation(home: home))
        } catch {
            return .absent(reason: "\(absent) (\(error.reason))")
        }
    }
}
