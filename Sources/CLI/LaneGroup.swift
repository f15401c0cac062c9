import Assembly
import Dispatch
import Foundation
import Logging
import Stream
import Synchronization

/// The lanes of one process, from start to a graceful stop.
final class LaneGroup: Sendable {
    let threads: [(worker: WorkerName, thread: LaneThread)]

    /// `instance` tells this process from others of the same worker: a stable name takes its predecessor's place.
    init(_ assembly: Assembly, workers: [WorkerName], lanes: Int, instance: String) {
        threads = workers.flatMap { worker in
            (0..<lanes).map { index in
                let name = "\(worker.rawValue)-\(instance)-\(index)"
                return (
                    worker,
                    LaneThread(name: name, logger: assembly.logger) { () throws(LogError) in
                        try assembly.makeLane(worker, member: name)
                    }
                )
            }
        }
    }

    var failure: LogError? { threads.lazy.compactMap(\.thread.failure).first }

    func counters(of worker: WorkerName) -> LaneCounters {
        threads.filter { $0.worker == worker }.reduce(into: LaneCounters()) { sum, entry in
            let counters = entry.thread.counters
            sum.recordsIn += counters.recordsIn
            sum.recordsOut += counters.recordsOut
            sum.commits += counters.commits
            sum.aborts += counters.aborts
            sum.rowsRestored += counters.rowsRestored
        }
    }

    func stop() {
        for entry in threads { entry.thread.requestStop() }
        for entry in threads { entry.thread.join() }
    }

    /// Returns on SIGTERM or SIGINT, or when a lane fails.
    func waitForSignal() {
        let stopped = DispatchSemaphore(value: 0)
        let sources = [SIGTERM, SIGINT].map { signal in
            Glibc.signal(signal, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: signal, queue: .global())
            source.setEventHandler { stopped.signal() }
            source.resume()
            return source
        }
        while stopped.wait(timeout: .now() + 0.5) == .timedOut {
            if failure != nil { break }
        }
        for source in sources { source.cancel() }
    }
}
