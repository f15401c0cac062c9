import Register
import Schemas
import WorkerKit

/// Up to which day a partition of the register allows days to be closed, by the records read so far.
struct AuditedClock {
    private var isLive = false
    private var submissionPartitions: UInt32 = 1
    private var watermarks: [UInt32: CivilDate] = [:]
    /// The most that all watermarks had reached together at any time: a closing may be appended after they went back.
    private(set) var received: CivilDate?
    private var allowed: CivilDate?

    mutating func note(_ header: WireRegisterHeader) {
        isLive = header.clock == .live
        submissionPartitions = header.submissionPartitions
    }

    mutating func note(_ fact: WireReceived, _ day: CivilDate) {
        watermarks[fact.submissionPartition] = day
        guard watermarks.count >= max(1, Int(submissionPartitions)), let least = watermarks.values.min() else { return }
        received = max(received ?? least, least)
    }

    mutating func allow(_ day: CivilDate) { allowed = max(allowed ?? day, day) }

    /// `before`: the last day closed before.
    func mayClose(through day: CivilDate, after before: CivilDate?) -> Bool {
        guard let received, day <= received else { return false }
        guard isLive, let before else { return true }
        return max(before, allowed ?? before).days(until: day) <= CalendarRule.missingDaysMax
    }
}
