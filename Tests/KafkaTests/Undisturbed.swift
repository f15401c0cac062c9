import Assembly
import EmbeddedLog
import Foundation
import Register
import Schemas
import Sealing
import Stream
import Synchronization
import Testing

/// The register of a run in which nothing goes wrong: one process, on the other log.
enum Undisturbed {
    private static let known = Mutex<[Int: RegisterContent]>([:])

    static func content(of load: Load) throws -> RegisterContent {
        try known.withLock { known in
            if let content = known[load.records.count] { return content }
            let content = try run(load)
            known[load.records.count] = content
            return content
        }
    }

    private static func run(_ load: Load) throws -> RegisterContent {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "nu-undisturbed-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let log = try EmbeddedLog(path: folder.appendingPathComponent("register.sqlite").path)
        try log.createTopics(Topic.all, partitions: Load.partitions)
        _ = try log.beginIfEmpty(comparison: try Tool.comparison, clock: .replay)
        try log.append([Load.desk] + load.records)
        try Crew(log).work(until: load.records.count)
        return try RegisterContent(of: log)
    }
}

/// The six workers in this process, on one thread, one after the other.
final class Crew {
    private let log: any StreamLog
    private let lanes: [any AnyLane]

    init(_ log: any StreamLog) throws {
        self.log = log
        // No day is over: the load is of one day.
        let assembly = Assembly(
            log: log,
            calendar: ManualCalendar(),
            sealer: FormSealer(try MasterKeys(text: Tool.masterKey), of: RegisterID(high: 0, low: 0))
        )
        lanes = try WorkerName.allCases.map { try assembly.makeLane($0, member: "\($0.rawValue)-crew") }
    }

    /// Returns, having left the groups, once this many submissions are answered and everything that follows is done.
    func work(until answers: Int) throws {
        var progress = Progress()
        let deadline = ContinuousClock.now + .seconds(120)
        while try progress.answered < answers || !progress.isSettled(log) {
            for lane in lanes { try lane.step(timeoutMilliseconds: 5) }
            try progress.read(log)
            try #require(.now < deadline, "\(progress.answered) of \(answers) are answered, and nothing more happens")
        }
        for lane in lanes { try lane.close() }
    }
}
