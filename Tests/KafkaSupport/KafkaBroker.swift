import Foundation
import Synchronization

/// A Kafka broker of the tests' own: one node, on the loopback interface, in a temporary folder.
///
/// It ends, and its folder goes, when `stop` is called, when the last reference goes, or when this process ends in any
/// way: see `BrokerKeeper`.
package final class KafkaBroker: Sendable {
    /// A user that the broker knows. One is enough to be refused.
    package struct Credentials: Sendable {
        package let user: String
        package let password: String

        package init(user: String, password: String) {
            self.user = user
            self.password = password
        }
    }

    /// What clients connect to: the same over `kill` and `start`.
    package let address: String
    /// Data, settings and logs.
    package let folder: URL

    /// Its partitions and checkpoints.
    package var data: URL { folder.appendingPathComponent("data") }

    private let port: Int
    private let keeper: BrokerKeeper
    private let process: Mutex<Int32?>

    /// Starts a broker on free ports; with `credentials`, one that lets nobody else in (SASL/PLAIN, without TLS).
    package init(_ installation: KafkaInstallation, credentials: Credentials? = nil) throws {
        let ports = try FreePorts.find(2)
        let folder = try Self.makeFolder()
        let settings = BrokerSettings(ports: ports, folder: folder, credentials: credentials)
        self.port = ports[0]
        self.address = "127.0.0.1:\(ports[0])"
        self.folder = folder
        // From here on somebody removes the folder.
        self.keeper = try BrokerKeeper(folder: folder, command: settings.command(installation))
        self.process = Mutex(nil)
        try settings.write()
        let formatted = try installation.run("kafka.tools.StorageTool", settings.formatArguments)
        guard formatted.status == 0 else {
            throw KafkaSupportError("Kafka's folder cannot be made: \(formatted.output)")
        }
        try start()
    }

    /// The broker's process, while there is one: a test may freeze it.
    package var processIdentifier: Int32? { process.withLock { $0 } }

    /// Starts the broker again after `kill`, on its data and its port, and returns once it serves.
    ///
    /// It takes some seconds: the controller has to see that the broker's former self is gone.
    package func start() throws {
        let run = try process.withLock { process in
            precondition(process == nil, "the broker runs")
            let run = try keeper.start()
            process = run.process
            return run
        }
        let deadline = Date(timeIntervalSinceNow: 300)
        while true {
            let log = (try? String(contentsOf: run.log, encoding: .utf8)) ?? ""
            if log.contains("Kafka Server started"), FreePorts.answers(port) { return }
            guard Self.isAlive(run.process), Date() < deadline else {
                let lines = log.split(separator: "\n").suffix(20).joined(separator: "\n")
                throw KafkaSupportError("the broker at \(address) did not start:\n\(lines)")
            }
            // Nothing tells when a file has grown.
            Thread.sleep(forTimeInterval: 0.02)
        }
    }

    /// As a power cut would: nothing is closed, nothing is flushed. Returns when the process is gone.
    package func kill() throws {
        try process.withLock { process in
            guard process != nil else { return }
            try keeper.kill()
            process = nil
        }
    }

    /// Ends the broker for good and removes its folder. Returns when both are gone.
    package func stop() {
        process.withLock { process in
            keeper.stop()
            process = nil
        }
    }

    private static func makeFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("nu-kafka-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    /// Not gone, and not a zombie that waits for its parent.
    private static func isAlive(_ process: Int32) -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
        return !status.contains(") Z ")
    }
}
