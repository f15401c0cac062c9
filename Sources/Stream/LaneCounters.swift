/// What a lane did since it started.
package struct LaneCounters: Sendable, Equatable {
    /// Those of a round that was undone come again, and count again.
    package var recordsIn = 0
    /// Committed, rows of the changelog included.
    package var recordsOut = 0
    /// Committed to `nu.rejects`.
    package var rejects = 0
    package var rowsRestored = 0
    /// Partitions whose committed offset was missing, or older than their state, when they were assigned.
    package var staleOffsets = 0
    /// Partitions that stopped at a record that cannot be read.
    package var stoppedPartitions = 0
    /// Submissions that were refused for their signature, by desk. Those of a round that was undone count again.
    package var refusedSignatures: [String: Int] = [:]
    /// Registered ex officio, by desk.
    package var lateReceptions: [String: Int] = [:]
    /// Of commits that went through.
    package var commitDurations = DurationHistogram()
    /// Rounds that were undone, by what their error asked for.
    package var aborts: [LogError.Remedy: Int] = [:]

    package init() {}

    package var commits: Int { commitDurations.count }
}
