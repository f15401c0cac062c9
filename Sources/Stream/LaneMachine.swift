import Register

/// What a lane knows of its partitions, and what it does next: told what was polled, restored, committed and refused, it answers
/// with what to restore, where to read on, and whether to commit. A value; `Lane` acts on its answers.
package struct LaneMachine: Sendable {
    package private(set) var tasks: [TopicPartition: PartitionTask] = [:]
    /// Assigned, and without a task yet: what failed in between is tried again.
    package private(set) var arriving: [TopicPartition: Poll.Assignment] = [:]
    /// The partitions whose tables or offsets changed since the last commit.
    package private(set) var changed: Set<TopicPartition> = []
    package private(set) var poison = PoisonSearch()
    private var policy: CommitPolicy
    /// The input records of the round, as far as a search for a poisonous one needs them.
    private var inputs: [PoisonSearch.Place] = []

    package init(policy: CommitPolicy) { self.policy = policy }

    // MARK: Assignment

    /// Takes in what a poll says of the assignment. Returns the partitions that were taken away while they were restored.
    package mutating func polled(_ poll: Poll) -> [TopicPartition] {
        var interrupted: [TopicPartition] = []
        for partition in poll.revoked {
            if case .restoring? = tasks[partition]?.state { interrupted.append(partition) }
            tasks[partition] = nil
            arriving[partition] = nil
            changed.remove(partition)
            poison.revoked(partition)
        }
        for assignment in poll.assigned { arriving[assignment.partition] = assignment }
        inputs = []
        return interrupted
    }

    /// `changelogEnd`: nil for a processor without tables.
    package mutating func assigned(_ assignment: Poll.Assignment, changelogEnd: Int64?) {
        arriving[assignment.partition] = nil
        tasks[assignment.partition] = PartitionTask(
            committedOffset: assignment.committed,
            changelogEnd: changelogEnd
        )
    }

    // MARK: Restore

    package var restoring: [(partition: TopicPartition, next: Int64)] {
        tasks.compactMap { partition, task in
            if case .restoring(let next, _) = task.state { (partition, next) } else { nil }
        }.sorted { $0.partition < $1.partition }
    }

    /// The partitions whose changelog is read, and not held against the log yet.
    package var restored: [TopicPartition] { partitions { $0 == .restored } }

    package mutating func restored(_ partition: TopicPartition, next: Int64, position: TaskPosition?, rows: Int) {
        tasks[partition]?.restored(next: next, position: position, rows: rows)
    }

    /// `isOffsetStale`: the group's offset is missing or behind, and is committed though no record may come for long.
    package mutating func begin(
        _ partition: TopicPartition,
        from offset: Int64,
        epoch: UInt64,
        last: RecordMark?,
        isOffsetStale: Bool = false,
    ) {
        tasks[partition]?.begin(from: offset, epoch: epoch, last: last)
        if isOffsetStale { changed.insert(partition) }
    }

    /// Where reading must begin, or begin anew.
    package var rewinding: [(partition: TopicPartition, position: Int64)] {
        partitions { $0 == .rewinding }.map { ($0, tasks[$0]?.position ?? 0) }
    }

    package mutating func rewound(_ partition: TopicPartition) { tasks[partition]?.rewound() }

    // MARK: Polling

    /// How many records a poll may bring.
    package func pollLimit(_ batchSizeMax: Int) -> Int { poison.isSearching ? 1 : batchSizeMax }

    /// Whether there is something to do that must not wait for input.
    package func isBusy(now: ContinuousClock.Instant) -> Bool {
        !arriving.isEmpty || !changed.isEmpty && policy.isDue(now: now)
            || tasks.values.contains {
                switch $0.state {
                case .restoring, .restored, .rewinding: true
                case .running, .stopped: false
                }
            }
    }

    // MARK: Processing

    /// Whether the batch is to be processed: of a task that stopped, or was never told to read, it is not.
    package func admits(_ batch: Poll.Batch) throws(LogError) -> Bool {
        guard let task = tasks[batch.partition], task.state == .running else { return false }
        try task.admit(batch)
        return true
    }

    package mutating func processed(_ batch: Poll.Batch) {
        tasks[batch.partition]?.processed(batch)
        changed.insert(batch.partition)
        // Which one it was only matters where it was alone.
        for record in batch.records.prefix(2) where inputs.count < 2 {
            inputs.append(PoisonSearch.Place(batch.partition, record.offset))
        }
    }

    package mutating func stop(_ partition: TopicPartition, _ error: LogError) { tasks[partition]?.stop(error) }

    package mutating func passOver(_ ends: [TopicPartition: Int64]) {
        for (partition, end) in ends { tasks[partition]?.passOver(upTo: end) }
    }

    /// The partitions whose processors are to hear that `day` is over once they have read on; their ends are not known yet.
    package func endless(_ day: CivilDate, againAfter interval: Duration?, now: ContinuousClock.Instant)
        -> [TopicPartition]
    {
        tasks.filter { $0.value.mayHear(day, againAfter: interval, now: now) && !$0.value.knowsEnd(of: day) }.keys
            .sorted()
    }

    package mutating func ended(_ day: CivilDate, at ends: [TopicPartition: Int64]) {
        for (partition, end) in ends { tasks[partition]?.ended(day, at: end) }
    }

    /// The partitions whose processors are to hear now that `day` is over: everything is processed that was there when this
    /// lane heard of it. What comes after does not hold that back.
    package func listening(for day: CivilDate, againAfter interval: Duration?, now: ContinuousClock.Instant)
        -> [TopicPartition]
    {
        tasks.filter { $0.value.mayHear(day, againAfter: interval, now: now) && $0.value.isPast(day) }.keys.sorted()
    }

    /// `answered`: the processor had something to say, which is to be committed.
    package mutating func heard(
        _ day: CivilDate,
        _ partition: TopicPartition,
        answered: Bool,
        now: ContinuousClock.Instant
    ) {
        tasks[partition]?.heard(day, now: now)
        if answered { changed.insert(partition) }
    }

    // MARK: Commit

    package mutating func decide(
        hasOutput: Bool,
        records: Int,
        pollWasEmpty: Bool,
        now: ContinuousClock.Instant,
    ) -> CommitPolicy.Decision {
        if changed.isEmpty, !hasOutput { return .wait }
        return policy.decide(hasOutput: hasOutput, records: records, pollWasEmpty: pollWasEmpty, now: now)
    }

    /// What the next commit stores.
    package var positions: [TopicPartition: Int64] {
        var positions: [TopicPartition: Int64] = [:]
        for partition in changed { positions[partition] = tasks[partition]?.position }
        return positions
    }

    package func row(of partition: TopicPartition, _ register: RegisterID) -> TaskPosition? {
        tasks[partition]?.row(of: register)
    }

    package mutating func committed() {
        poison.committed(positions)
        for partition in changed { tasks[partition]?.commitSucceeded() }
        changed = []
        policy.committed()
    }

    /// Nothing of the round stands: every task goes back to its last commit. Returns those that do.
    package mutating func aborted(_ error: LogError) -> [TopicPartition] {
        poison.refused(error, inputs: inputs, positions: positions)
        for partition in tasks.keys { tasks[partition]?.abort() }
        changed = []
        policy.committed()
        return rewinding.map(\.partition)
    }

    private func partitions(_ isMeant: (PartitionTask.State) -> Bool) -> [TopicPartition] {
        tasks.filter { isMeant($0.value.state) }.keys.sorted()
    }
}
