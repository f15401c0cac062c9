/// When a lane commits what it decided. A value.
///
/// Output that others read is committed at once. Offsets of input that produced none are committed with the next output, or
/// after a while: a process that dies repeats at most that much.
package struct CommitPolicy: Sendable, Equatable {
    /// How far apart commits should stand; 0 where a commit costs the same however little it holds.
    package let intervalMilliseconds: Int
    /// Input records without output after which their offsets are committed all the same.
    package var silentRecordsMax = 20_000
    /// In commit intervals: how long offsets of such input may wait.
    package var silentIntervalsMax = 40

    private var silentRecords = 0
    private var silentSince: ContinuousClock.Instant?

    package init(intervalMilliseconds: Int) { self.intervalMilliseconds = intervalMilliseconds }

    package enum Decision: Sendable, Equatable {
        case commit
        /// Keep it for a later round.
        case wait
    }

    /// `records`: of the input, processed in this round. `pollWasEmpty`: there is nothing more to read now.
    package mutating func decide(
        hasOutput: Bool,
        records: Int,
        pollWasEmpty: Bool,
        now: ContinuousClock.Instant,
    ) -> Decision {
        if hasOutput { return .commit }
        silentRecords += records
        let since = silentSince ?? now
        silentSince = since
        if silentRecords >= silentRecordsMax { return .commit }
        if intervalMilliseconds == 0 { return pollWasEmpty ? .commit : .wait }
        return now - since < .milliseconds(intervalMilliseconds * silentIntervalsMax) ? .wait : .commit
    }

    /// Whether offsets that wait are due now, so that a poll must not wait for input.
    package func isDue(now: ContinuousClock.Instant) -> Bool {
        guard let silentSince else { return false }
        return intervalMilliseconds == 0
            || now - silentSince >= .milliseconds(intervalMilliseconds * silentIntervalsMax)
    }

    package mutating func committed() {
        silentRecords = 0
        silentSince = nil
    }
}
