import Foundation
import KafkaLog
import Stream

/// Publishes a load on a thread of its own, never far ahead of the answers: so the load still flows when things go wrong.
final class Publisher: Sendable {
    private static let aheadMax = 300
    private static let batchSize = 25

    private let state = NSCondition()
    nonisolated(unsafe) private var answered = 0
    nonisolated(unsafe) private var isStopped = false
    nonisolated(unsafe) private var problem: LogError?

    init(_ load: Load, on log: KafkaLog) {
        Thread { [self] in
            for start in stride(from: 0, to: load.records.count, by: Publisher.batchSize) {
                let end = min(start + Publisher.batchSize, load.records.count)
                guard waitForAnswers(end - Publisher.aheadMax) else { return }
                publish(Array(load.records[start..<end]), on: log)
            }
        }.start()
    }

    /// What kept it from publishing on.
    var failure: LogError? { state.withLock { problem } }

    func tell(answered count: Int) {
        state.withLock {
            answered = count
            state.signal()
        }
    }

    func stop() {
        state.withLock {
            isStopped = true
            state.signal()
        }
    }

    private func waitForAnswers(_ count: Int) -> Bool {
        state.withLock {
            while answered < count, !isStopped { state.wait() }
            return !isStopped && problem == nil
        }
    }

    private func publish(_ records: [OutgoingRecord], on log: KafkaLog) {
        while true {
            do throws(LogError) {
                return try log.append(records)
            } catch {
                // Nothing was written: a producer of the outer world would try again, too.
                guard error.remedy == .retry, !state.withLock({ isStopped }) else {
                    return state.withLock { problem = error }
                }
            }
        }
    }
}
