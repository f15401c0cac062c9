import Stream
import WorkerKit

/// Whether a process works, and if not, why, in one line.
package enum Health: Equatable, Sendable {
    case good
    case bad(String)

    /// Can this process go on? If not, whoever supervises it starts it again.
    ///
    /// `now` is of the clock of `LaneStatus.lastStep`. The bound is far above what a commit may take: a lane that waits
    /// for a slow log is alive.
    package static func live(_ lanes: [LaneReading], now: UInt64, boundSeconds: UInt64 = 150) -> Health {
        for status in lanes.map(\.status) {
            if let failure = status.failure { return .bad("lane \(status.name) failed: \(failure)") }
            // A step may have ended since `now` was read.
            let age = (now > status.lastStep ? now - status.lastStep : 0) / 1_000_000_000
            if age > boundSeconds { return .bad("lane \(status.name) has taken no step for \(age) s") }
        }
        return .good
    }

    /// Is what this process was given being served? A lane without partitions is ready: there may be more lanes than
    /// partitions. A calendar that stands still is not: somebody must look.
    package static func ready(_ lanes: [LaneReading]) -> Health {
        for status in lanes.map(\.status) {
            if let failure = status.failure { return .bad("lane \(status.name) failed: \(failure)") }
            guard status.hasPolled else { return .bad("lane \(status.name) has not joined its group yet") }
            let restoring = status.partitions.filter { $0.rowsLeft != nil }.map(\.partition).sorted()
            if let partition = restoring.first {
                let others = restoring.count > 1 ? " and \(restoring.count - 1) more" : ""
                return .bad("lane \(status.name) restores \(partition)\(others)")
            }
            for served in status.partitions.sorted(by: { $0.partition < $1.partition }) {
                if let stopped = served.stopped {
                    return .bad("lane \(status.name) stopped \(served.partition): \(stopped)")
                }
                if let alarm = served.calendar?.alarm {
                    return .bad("lane \(status.name), calendar of \(served.partition): \(alarm)")
                }
            }
        }
        return .good
    }
}
