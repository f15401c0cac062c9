import GRDB
import Stream
import Synchronization

/// Notices what other processes wrote.
///
/// SQLite tells, for a few microseconds, whether another connection changed the file; only then are the ends of
/// partitions read.
final class Watcher: Sendable {
    private struct State {
        var dataVersion: Int64 = -1
        var checkedAt: Int64 = 0
    }

    private let connection: DatabaseQueue
    private let interval: Int64
    private let horizon: Horizon
    private let signal: AppendSignal
    private let state = Mutex(State())

    init(store: Store, horizon: Horizon, signal: AppendSignal) throws(LogError) {
        connection = try store.makeReader()
        interval = Int64(store.settings.watchMilliseconds)
        self.horizon = horizon
        self.signal = signal
        checkIfDue()
    }

    /// Cheap enough to be called at each poll.
    func checkIfDue() {
        let found = state.withLockIfAvailable { state in
            let now = uptimeMilliseconds()
            guard now - state.checkedAt >= interval else { return false }
            state.checkedAt = now
            return (try? check(&state)) ?? false
        }
        if found == true { signal.signal() }
    }

    private func check(_ state: inout State) throws -> Bool {
        try connection.unsafeRead { db in
            let version = try Int64.fetchOne(db.cachedStatement(sql: "PRAGMA data_version")) ?? 0
            guard version != state.dataVersion else { return false }
            let ends = try db.rows("SELECT id, next_offset FROM partitions")
            let generations = try db.rows("SELECT id, generation FROM consumer_groups")
            horizon.learn(
                ends: try ends.map { (try $0.value(0), try $0.value(1)) },
                generations: try generations.map { (try $0.value(0), try $0.value(1)) },
            )
            // Only now: had the reads failed, the next check would try again.
            state.dataVersion = version
            return true
        }
    }
}
