import Dispatch
import Foundation
import Logging
import Synchronization

/// Ends the process when a call outlives its bound.
///
/// A call into librdkafka that never comes back (librdkafka #5456: the group coordinator is away while positions are
/// sent) would hold its partitions for as long as the process lives, while its heartbeats go on.
package final class Watchdog: Sendable {
    private struct Call {
        let what: String
        let deadline: UInt64
    }

    private struct State {
        var calls: [Int: Call] = [:]
        var last = 0
        var isWatching = false
    }

    private let state = Mutex(State())
    private let bound: UInt64
    private let bite: @Sendable (String) -> Void

    /// `bite` is what happens to the process; a test gives another.
    package init(boundMilliseconds: Int, logger: Logger, bite: (@Sendable (String) -> Void)? = nil) {
        bound = UInt64(boundMilliseconds) * 1_000_000
        self.bite =
            bite ?? { what in
                logger.critical("a call did not come back: the process ends", metadata: ["call": "\(what)"])
                // Not `exit`: its handlers would wait for the very thread that hangs.
                _exit(70)
            }
    }

    /// Runs a call that must come back within the bound.
    package func watch<R, E: Error>(_ what: String, _ call: () throws(E) -> R) throws(E) -> R {
        let (number, isFirst) = state.withLock { state in
            state.last += 1
            state.calls[state.last] = Call(what: what, deadline: DispatchTime.now().uptimeNanoseconds + bound)
            defer { state.isWatching = true }
            return (state.last, !state.isWatching)
        }
        if isFirst { patrol() }
        defer { state.withLock { _ = $0.calls.removeValue(forKey: number) } }
        return try call()
    }

    private func patrol() {
        let pause = Int(max(1_000_000, bound / 10))
        DispatchQueue.global().asyncAfter(deadline: .now() + .nanoseconds(pause)) { [weak self] in
            guard let self else { return }
            let now = DispatchTime.now().uptimeNanoseconds
            if let late = state.withLock({ $0.calls.values.first { $0.deadline < now } }) { bite(late.what) }
            patrol()
        }
    }
}
