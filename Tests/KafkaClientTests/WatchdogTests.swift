import Dispatch
import Foundation
import KafkaClient
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1)))
struct WatchdogTests {
    /// It names the call that does not come back, and only that one.
    @Test func aCallThatDoesNotComeBackIsNamed() {
        let bitten = DispatchSemaphore(value: 0)
        let name = Mutex("")
        let watchdog = Watchdog(boundMilliseconds: 20, logger: quiet) { what in
            name.withLock { $0 = what }
            bitten.signal()
        }
        watchdog.watch("a short call") {}
        watchdog.watch("a call that hangs") { bitten.wait() }
        #expect(name.withLock { $0 } == "a call that hangs")
    }

    /// A call that throws has come back.
    @Test func aCallThatFailedIsNotWatchedAnyMore() throws {
        let bitten = Mutex(0)
        let watchdog = Watchdog(boundMilliseconds: 20, logger: quiet) { _ in bitten.withLock { $0 += 1 } }
        #expect(throws: CancellationError.self) { try watchdog.watch("a call") { throw CancellationError() } }
        // Another watchdog of the same bound has bitten by now: this one has looked, too.
        let later = DispatchSemaphore(value: 0)
        let other = Watchdog(boundMilliseconds: 40, logger: quiet) { _ in later.signal() }
        other.watch("a call that hangs") { later.wait() }
        #expect(bitten.withLock { $0 } == 0)
    }
}
