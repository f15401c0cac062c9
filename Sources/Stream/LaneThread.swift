import Foundation
import Logging
import Synchronization
import WorkerKit

/// A lane, whatever it runs.
package protocol AnyLane: AnyObject {
    @discardableResult
    func step(timeoutMilliseconds: Int) throws(LogError) -> Bool
    func close() throws(LogError)
    /// Fills in what the lane knows of itself.
    func report(to status: inout LaneStatus)
}

extension Lane: AnyLane {}

/// Steps a lane on a thread of its own until it is told to stop.
///
/// Log calls block, so the cooperative pool, which has as many threads as the machine has cores, is no place for them.
package final class LaneThread: Sendable {
    private struct Shared {
        var isStopping = false
        var isDone = false
        var status: LaneStatus
    }

    package let name: String
    private let shared: Mutex<Shared>
    private let done = DispatchSemaphore(value: 0)
    private let logger: Logger

    /// The lane is made on the thread and never leaves it.
    package init(
        name: String,
        logger: Logger,
        makeLane: @escaping @Sendable () throws(LogError) -> any AnyLane,
    ) {
        self.name = name
        self.logger = logger
        shared = Mutex(Shared(status: LaneStatus(name: name, lastStep: DispatchTime.now().uptimeNanoseconds)))
        let thread = Thread { [self] in
            run(makeLane)
            shared.withLock { $0.isDone = true }
            done.signal()
        }
        thread.name = name
        thread.stackSize = 4 << 20
        thread.start()
    }

    package var status: LaneStatus { shared.withLock { $0.status } }

    package func requestStop() { shared.withLock { $0.isStopping = true } }

    /// Returns once the lane has committed, left its group and ended.
    package func join() {
        done.wait()
        done.signal()
    }

    private func run(_ makeLane: () throws(LogError) -> any AnyLane) {
        var retries = 0
        do throws(LogError) {
            let lane = try makeLane()
            while !shared.withLock({ $0.isStopping }) {
                do throws(LogError) {
                    try lane.step(timeoutMilliseconds: 200)
                    retries = 0
                    publish(lane)
                } catch {
                    retries += 1
                    publish(lane)
                    guard error.remedy == .retry, retries <= 100 else { throw error }
                    logger.warning("lane waits and tries again", metadata: ["lane": "\(name)", "error": "\(error)"])
                    Thread.sleep(forTimeInterval: min(1, 0.01 * Double(retries)))
                }
            }
            try lane.close()
        } catch {
            logger.error("lane stopped", metadata: ["lane": "\(name)", "error": "\(error)"])
            shared.withLock { $0.status.failure = error }
        }
    }

    /// Says it once when the alarm of a partition's calendar begins, changes or ends.
    private func logCalendar(_ before: LaneStatus, _ now: LaneStatus) {
        for status in now.partitions {
            let old = before.partitions.first { $0.partition == status.partition }?.calendar?.alarm
            guard status.calendar?.alarm != old else { continue }
            let place: Logger.Metadata = ["lane": "\(name)", "partition": "\(status.partition)"]
            if let alarm = status.calendar?.alarm {
                logger.error("calendar: \(alarm)", metadata: place)
            } else {
                logger.notice("calendar: right again", metadata: place)
            }
        }
    }

    private func publish(_ lane: any AnyLane) {
        var status = LaneStatus(name: name, lastStep: DispatchTime.now().uptimeNanoseconds)
        lane.report(to: &status)
        let before = shared.withLock { shared in
            defer { shared.status = status }
            return shared.status
        }
        logCalendar(before, status)
    }
}
