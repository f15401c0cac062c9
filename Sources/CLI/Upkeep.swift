import Dispatch
import EmbeddedLog
import Logging
import Schemas
import Stream

/// Takes dropped keys out of the file of an embedded log. Otherwise they stay until enough others are written, which may
/// be never where little is. A broker does it by itself.
struct Upkeep {
    let log: any StreamLog
    let logger: Logger
    private static let first = Duration.seconds(60)
    private static let every = Duration.seconds(6 * 3_600)

    init(_ log: any StreamLog, _ logger: Logger) {
        self.log = log
        self.logger = logger
    }

    /// Goes on until it is cancelled.
    func run() async throws {
        try await Task.sleep(for: Upkeep.first)
        while true {
            if let embedded = log as? EmbeddedLog { await compact(embedded) }
            try await Task.sleep(for: Upkeep.every)
        }
    }

    private func compact(_ log: EmbeddedLog) async {
        await withCheckedContinuation { done in
            DispatchQueue.global(qos: .utility).async {
                do throws(LogError) {
                    try log.compact(Topic.keys.name)
                } catch {
                    logger.error("dropped keys are still in the file", metadata: ["error": "\(error)"])
                }
                done.resume()
            }
        }
    }
}
