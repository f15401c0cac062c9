import Assembly
import Dispatch
import EmbeddedLog
import Foundation
import Logging
import Schemas
import Stream

/// Takes out of the file of an embedded log what may not stay there: dropped keys, which otherwise are compacted away only
/// once enough others are written, and what was sent to the register, which stands open. A broker does both by itself, once
/// something is appended behind the dropped keys: that is a heartbeat (``KeyHeartbeat``).
struct Upkeep {
    let log: any StreamLog
    /// This process writes keys.
    let isSealing: Bool
    let logger: Logger
    /// For how many days what was sent is kept; nil for ever.
    let sentDays: Int?
    private static let first = Duration.seconds(60)
    private static let every = Duration.seconds(6 * 3_600)
    /// After a failure: a reader of the write-ahead log may have been in the way.
    private static let again = Duration.seconds(300)

    init(_ log: any StreamLog, isSealing: Bool, sentDays: Int?, _ logger: Logger) {
        self.log = log
        self.isSealing = isSealing
        self.sentDays = sentDays
        self.logger = logger
    }

    /// Goes on until it is cancelled.
    func run() async throws {
        try await Task.sleep(for: Upkeep.first)
        while true {
            let isDone = await onAThreadThatMayWait { () throws(LogError) in
                if let embedded = log as? EmbeddedLog { try tidy(embedded) } else if isSealing { try beat() }
            }
            try await Task.sleep(for: isDone ? Upkeep.every : Upkeep.again)
        }
    }

    private func onAThreadThatMayWait(_ work: @escaping @Sendable () throws(LogError) -> Void) async -> Bool {
        await withCheckedContinuation { done in
            DispatchQueue.global(qos: .utility).async {
                do throws(LogError) {
                    try work()
                    done.resume(returning: true)
                } catch {
                    logger.error(
                        "dropped keys or old submissions can still be read in the log",
                        metadata: ["error": "\(error)"]
                    )
                    done.resume(returning: false)
                }
            }
        }
    }

    private func tidy(_ log: EmbeddedLog) throws(LogError) {
        let now = Int64(Date().timeIntervalSince1970 * 1_000)
        try log.compact(Topic.keys.name)
        if let sentDays { try Upkeep.forget(log, before: now - Int64(sentDays) * 86_400_000) }
        try log.settle()
    }

    /// Four times as often as needed: a process that is started anew every day beats too.
    private func beat() throws(LogError) {
        try log.append(KeyHeartbeat.records(partitions: try log.partitionCount(of: Topic.keys.name)))
    }

    /// Rejects hold what could not be read, byte for byte.
    static func forget(_ log: EmbeddedLog, before time: Int64) throws(LogError) {
        try log.forget(Topic.submissions.name, before: time, readBy: "nu.\(WorkerName.intake.rawValue)")
        try log.forget(Topic.rejects.name, before: time, readBy: nil)
    }
}
