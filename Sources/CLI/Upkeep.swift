import Assembly
import Dispatch
import EmbeddedLog
import Foundation
import Logging
import Schemas
import Stream

/// Takes out of the file of an embedded log what may not stay there: dropped keys, which otherwise are compacted away only
/// once enough others are written, and what was sent to the register, which stands open. A broker does both by itself.
struct Upkeep {
    let log: any StreamLog
    let logger: Logger
    /// For how many days what was sent is kept; nil for ever.
    let sentDays: Int?
    private static let first = Duration.seconds(60)
    private static let every = Duration.seconds(6 * 3_600)

    init(_ log: any StreamLog, sentDays: Int?, _ logger: Logger) {
        self.log = log
        self.sentDays = sentDays
        self.logger = logger
    }

    /// Goes on until it is cancelled.
    func run() async throws {
        try await Task.sleep(for: Upkeep.first)
        while true {
            if let embedded = log as? EmbeddedLog { await tidy(embedded) }
            try await Task.sleep(for: Upkeep.every)
        }
    }

    private func tidy(_ log: EmbeddedLog) async {
        let now = Int64(Date().timeIntervalSince1970 * 1_000)
        await withCheckedContinuation { done in
            DispatchQueue.global(qos: .utility).async {
                do throws(LogError) {
                    try log.compact(Topic.keys.name)
                    if let sentDays { try Upkeep.forget(log, before: now - Int64(sentDays) * 86_400_000) }
                    try log.settle()
                } catch {
                    logger.error(
                        "dropped keys or old submissions are still in the file",
                        metadata: ["error": "\(error)"]
                    )
                }
                done.resume()
            }
        }
    }

    /// Rejects hold what could not be read, byte for byte.
    static func forget(_ log: EmbeddedLog, before time: Int64) throws(LogError) {
        try log.forget(Topic.submissions.name, before: time, readBy: "nu.\(WorkerName.intake.rawValue)")
        try log.forget(Topic.rejects.name, before: time, readBy: nil)
    }
}
