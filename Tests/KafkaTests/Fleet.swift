import Assembly
import Foundation
import Testing

/// Two processes of each worker, started again when they end, as compose does with `restart: unless-stopped`.
final class Fleet {
    /// One process's place: what survives its end.
    struct Seat: Hashable, CustomStringConvertible {
        let worker: WorkerName
        let instance: String

        /// The lane's name in its group.
        var member: String { "\(worker.rawValue)-\(instance)-0" }
        var description: String { "\(worker.rawValue) \(instance)" }
    }

    static let seats = seats(["a", "b"])

    static func seats(_ instances: [String]) -> [Seat] {
        WorkerName.allCases.flatMap { worker in instances.map { Seat(worker: worker, instance: $0) } }
    }

    /// How often a process ended by itself and was started again.
    private(set) var restarts = 0
    private let address: String
    private let folder: URL
    private var processes: [Seat: Foundation.Process] = [:]

    init(address: String) throws {
        self.address = address
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("nu-fleet-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    func start(_ seats: [Seat] = Fleet.seats) throws {
        for seat in seats {
            let log = folder.appendingPathComponent("\(seat.member).log")
            processes[seat] = try Tool.start(
                ["worker", seat.worker.rawValue, "--kafka", address, "--instance", seat.instance],
                environment: Fleet.timeouts,
                errors: log,
            )
        }
    }

    /// Starts again what has ended.
    func tend() throws {
        for (seat, process) in processes where !process.isRunning {
            restarts += 1
            try start([seat])
        }
    }

    /// kill -9, and a new process in the same place.
    func kill(_ seats: [Seat]) throws {
        for seat in seats { try signal(seat, SIGKILL) }
        for seat in seats { processes[seat]?.waitUntilExit() }
        try start(seats)
    }

    func freeze(_ seats: [Seat]) throws { for seat in seats { try signal(seat, SIGSTOP) } }
    func thaw(_ seats: [Seat]) throws { for seat in seats { try signal(seat, SIGCONT) } }

    /// New processes under the names of others, which nobody looks after any more.
    func replace(_ seats: [Seat]) throws -> [Foundation.Process] {
        let old = seats.compactMap { processes[$0] }
        try start(seats)
        return old
    }

    /// As an operator does it. What was decided is committed, and the exit code is 0.
    func stop(_ seats: [Seat]? = nil) throws {
        let seats = seats ?? Array(processes.keys)
        for seat in seats { processes[seat]?.terminate() }
        for seat in seats {
            guard let process = processes.removeValue(forKey: seat) else { continue }
            process.waitUntilExit()
            #expect(process.terminationStatus == 0, "\(seat) stopped gracefully:\n\(lastLines(of: seat))")
        }
    }

    func end() {
        for process in processes.values where process.isRunning { Glibc.kill(process.processIdentifier, SIGKILL) }
        try? FileManager.default.removeItem(at: folder)
    }

    /// What every process logged last, for a test that failed.
    var lastLines: String { processes.keys.map { "\($0): \(lastLines(of: $0))" }.sorted().joined(separator: "\n") }

    private func lastLines(of seat: Seat) -> String {
        let text = try? String(contentsOf: folder.appendingPathComponent("\(seat.member).log"), encoding: .utf8)
        return (text ?? "").split(separator: "\n").suffix(4).joined(separator: "\n")
    }

    private func signal(_ seat: Seat, _ signal: Int32) throws {
        let process = try #require(processes[seat])
        Glibc.kill(process.processIdentifier, signal)
    }

    /// Short, so that a test need not wait long for a broker to give somebody up.
    static let timeouts = [
        "NU_KAFKA_SESSION_TIMEOUT_MS": "6000", "NU_KAFKA_HEARTBEAT_INTERVAL_MS": "500",
        "NU_KAFKA_TRANSACTION_TIMEOUT_MS": "5000",
    ]
}
