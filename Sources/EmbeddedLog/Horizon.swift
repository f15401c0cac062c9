import Synchronization

/// What this process last knew of the ends of partitions and the generations of groups.
///
/// A hint that lets an idle poll ask SQLite nothing. Whatever matters is read again inside a transaction.
final class Horizon: Sendable {
    private struct State {
        var ends: [Int64: Int64] = [:]
        var generations: [Int64: Int64] = [:]
    }

    private let state = Mutex(State())

    func end(of partition: Int64) -> Int64 {
        state.withLock { $0.ends[partition] ?? 0 }
    }

    func generation(of group: Int64) -> Int64? {
        state.withLock { $0.generations[group] }
    }

    /// Ends and generations only grow, so what is learnt late does no harm.
    func learn(ends: [(partition: Int64, end: Int64)], generations: [(group: Int64, generation: Int64)]) {
        state.withLock { state in
            for (partition, end) in ends { state.ends[partition] = max(end, state.ends[partition] ?? 0) }
            for (group, generation) in generations {
                state.generations[group] = max(generation, state.generations[group] ?? 0)
            }
        }
    }
}
