import Assembly
import Dispatch
import Foundation
import Logging
import Observability
import Stream

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

    var failure: LogError? { threads.lazy.compactMap(\.thread.status.failure).first }

    /// How each lane is.
    var readings: [LaneReading] {
        var lanes: [WorkerName: Int] = [:]
        return threads.map { worker, thread in
            let lane = lanes[worker, default: 0]
            lanes[worker] = lane + 1
            return LaneReading(worker: worker.rawValue, group: worker.group, lane: lane, status: thread.status)
        }
    }

    func stop() {
        for entry in threads { entry.thread.requestStop() }
        for entry in threads { entry.thread.join() }
    }

    /// Returns on SIGTERM or SIGINT, when a lane fails, or when the task is cancelled.
    func waitForSignal() async {
        let (events, stopped) = AsyncStream.makeStream(of: Void.self)
        let signals = [SIGTERM, SIGINT].map { signal in
            Glibc.signal(signal, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: signal, queue: .global())
            source.setEventHandler { stopped.finish() }
            source.resume()
            return source
        }
        let failures = DispatchSource.makeTimerSource(queue: .global())
        failures.schedule(deadline: .now(), repeating: 0.5)
        failures.setEventHandler { if self.failure != nil { stopped.finish() } }
        failures.resume()
        for await _ in events {}
        failures.cancel()
        for source in signals { source.cancel() }
    }
}
