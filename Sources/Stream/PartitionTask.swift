import Register

/// One partition that a lane serves: from its assignment until it is taken away. A value; it reads and writes nothing.
package struct PartitionTask: Sendable {
    package enum State: Sendable, Equatable {
        /// Reading the changelog up to the end that it had when the partition was assigned.
        /// Can become `restored`.
        case restoring(next: Int64, end: Int64)
        /// The changelog is read; it is still to be held against the input and the committed offset.
        /// Can become `rewinding`, or the lane stops.
        case restored
        /// Reading must begin at `position`: after the restore, or after an abort.
        /// Can become `running`.
        case rewinding
        /// Can become `rewinding` by an abort, or `stopped` by a record that cannot be read.
        case running
        /// A record of the register cannot be read: nothing after it is processed until a process starts that can read it.
        case stopped(LogError)
    }

    package private(set) var state: State
    /// The offset of the next record to process.
    package private(set) var position: Int64
    /// The group's offset when the partition was assigned; nil where it had none.
    package let committedOffset: Int64?
    /// The position row of the changelog when it was restored; nil where it had none.
    package private(set) var restored: TaskPosition?
    /// Where an abort goes back to: the position of the last commit, and the last record before it.
    private var committed: (position: Int64, last: RecordMark?)
    package private(set) var hasRows = false
    /// The last record that was processed.
    package private(set) var last: RecordMark?
    private(set) var epoch: UInt64 = 1
    /// A day that is over, and where the partition ended when this lane first heard of it.
    private var ending: (day: CivilDate, end: Int64)?
    /// The day that the processor was last told is over, and when.
    private var told: (day: CivilDate, at: ContinuousClock.Instant)?

    init(committedOffset: Int64?, changelogEnd: Int64?) {
        self.committedOffset = committedOffset
        position = committedOffset ?? 0
        committed = (committedOffset ?? 0, nil)
        state =
            switch changelogEnd {
            case nil: .rewinding
            case 0: .restored
            case let end?: .restoring(next: 0, end: end)
            }
    }

    var isRunning: Bool { state == .running }

    // MARK: Restore

    /// A part of the changelog was read. `position`: the last position row in it.
    mutating func restored(next: Int64, position: TaskPosition?, rows: Int) {
        guard case .restoring(_, let end) = state else { return }
        if let position { restored = position }
        hasRows = hasRows || rows > 0
        // Short of the end nothing may come for a while: a transaction of a predecessor is not decided yet, and what it wrote
        // belongs to the state if it is committed.
        state = next >= end ? .restored : .restoring(next: next, end: end)
    }

    mutating func begin(from offset: Int64, epoch: UInt64, last: RecordMark?) {
        position = offset
        self.epoch = epoch
        self.last = last
        committed = (offset, last)
        state = .rewinding
    }

    mutating func rewound() { state = .running }

    // MARK: Processing

    /// Throws for a batch that begins before the position: the log gave records that are processed already.
    func admit(_ batch: Poll.Batch) throws(LogError) {
        guard let first = batch.records.first, first.offset < position else { return }
        throw LogError(
            .stateMismatch,
            .restart,
            "\(batch.partition) delivered \(first.offset), which is processed already: \(position) was expected",
        )
    }

    mutating func processed(_ batch: Poll.Batch) {
        if let record = batch.records.last { last = RecordMark(record) }
        position = max(position, batch.next)
    }

    /// Markers of the log, which are no records.
    mutating func passOver(upTo end: Int64) { position = max(position, end) }

    mutating func stop(_ error: LogError) { state = .stopped(error) }

    /// The row that a commit writes.
    func row(of register: RegisterID) -> TaskPosition {
        TaskPosition(register: register, next: position, last: last, epoch: epoch)
    }

    mutating func commitSucceeded() { committed = (position, last) }

    /// What was decided since the last commit is undone.
    mutating func abort() {
        ending = nil
        told = nil
        guard isRunning || state == .rewinding else { return }
        (position, last) = committed
        state = .rewinding
    }

    // MARK: Calendar

    /// Whether the processor is to hear that `day` is over. Another day than before, also an earlier one: a clock may have gone
    /// back. The same one again after `interval`, where there is one.
    func mayHear(_ day: CivilDate, againAfter interval: Duration?, now: ContinuousClock.Instant) -> Bool {
        guard isRunning else { return false }
        guard let told, told.day == day else { return true }
        return interval.map { now - told.at >= $0 } ?? false
    }

    /// Whether it is known where the partition ended when this lane heard of the day.
    func knowsEnd(of day: CivilDate) -> Bool { ending?.day == day }

    mutating func ended(_ day: CivilDate, at end: Int64) { ending = (day, end) }

    /// Whether everything is processed that was there when this lane heard of the day.
    func isPast(_ day: CivilDate) -> Bool { ending.map { $0.day == day && $0.end <= position } ?? false }

    mutating func heard(_ day: CivilDate, now: ContinuousClock.Instant) {
        ending = nil
        told = (day, now)
    }
}
