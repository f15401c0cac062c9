import Foundation
import Register
import Schemas
import WorkerKit

/// One consumer, one producer, one thread: polls, has the records decided on, commits everything in one step.
///
/// `step` does one round and returns; a thread, a test or a simulation calls it again and again. `LaneMachine` knows what is
/// to be done; this class does it, and tells the machine what came of it.
package final class Lane<P: Processor> {
    /// A class, so that its tables are changed in place.
    private final class Slot {
        var processor: P
        /// By the tables as they were committed.
        private(set) var leftOut: [LeftOut] = []
        private(set) var numbersUsed: [NumbersUsed] = []

        init(_ processor: P) { self.processor = processor }

        func takeFigures() {
            leftOut = processor.leftOut
            numbersUsed = processor.numbersUsed
        }
    }

    private let log: any StreamLog
    private let worker: LaneWorker
    private let member: any GroupMember
    private let calendar: (any CivilCalendar)?
    private let settings: LaneSettings
    private let makeProcessor: (Int) throws(LogError) -> P
    private let beforeBatch: () throws(LogError) -> Void
    private var machine: LaneMachine
    private var slots: [TopicPartition: Slot] = [:]
    private var counters = LaneCounters()
    private var hasPolled = false
    /// Until the member says that it does not.
    private var writesAhead = true
    /// When the last commit began, and whether the round before brought all that it could hold.
    private var lastCommit: ContinuousClock.Instant?
    private var isBusy = false

    /// `calendar` is for the worker alone that is told which days are over.
    package init(
        log: any StreamLog,
        worker: LaneWorker,
        member: String,
        calendar: (any CivilCalendar)? = nil,
        settings: LaneSettings = LaneSettings(),
        beforeBatch: @escaping () throws(LogError) -> Void = {},
        makeProcessor: @escaping (Int) throws(LogError) -> P,
    ) throws(LogError) {
        self.log = log
        self.worker = worker
        self.calendar = calendar
        self.settings = settings
        self.beforeBatch = beforeBatch
        self.makeProcessor = makeProcessor
        machine = LaneMachine(policy: CommitPolicy(intervalMilliseconds: log.commitIntervalMilliseconds))
        // The processor is told of a day where everything has been read.
        let endsWithin = calendar?.askEveryMilliseconds ?? .max
        self.member = try log.join(group: worker.group, member: member, topics: [worker.input], endsWithin: endsWithin)
    }

    /// The partitions this lane serves, restored or not.
    package var partitions: [TopicPartition] { slots.keys.sorted() }

    package func withProcessor<R>(of partition: TopicPartition, _ body: (P) -> R) -> R? {
        slots[partition].map { body($0.processor) }
    }

    /// One round. Returns true when it did something. Throws only what this process cannot mend (remedy `restart`), or
    /// what is worth a new try later (remedy `retry`); after either, the lane may be stepped again.
    @discardableResult
    package func step(timeoutMilliseconds: Int) throws(LogError) -> Bool {
        try rewind()
        waitForCommitInterval()
        let timeout = min(timeoutMilliseconds, calendar?.askEveryMilliseconds ?? timeoutMilliseconds)
        let limit = machine.pollLimit(settings.batchSizeMax)
        let poll = try member.poll(limit: limit, timeoutMilliseconds: machine.isBusy(now: .now) ? 0 : timeout)
        hasPolled = true
        isBusy = poll.batches.reduce(0) { $0 + $1.records.count } >= limit
        for partition in machine.polled(poll) { release(partition) }
        for partition in poll.revoked { slots[partition] = nil }

        var round = Round()
        do throws(LogError) {
            try prepare(poll, &round)
        } catch {
            return try undo(error)
        }
        let decision = machine.decide(
            hasOutput: !round.isSilent,
            records: round.records,
            pollWasEmpty: poll.batches.isEmpty,
            now: .now,
        )
        guard decision == .commit else { return !poll.batches.isEmpty || round.restored || !poll.assigned.isEmpty }
        return try commit(round)
    }

    /// Leaves the group; what was decided is committed.
    package func close() throws(LogError) {
        if !machine.changed.isEmpty { _ = try commit(Round()) }
        try member.leave()
        slots = [:]
    }

    /// What one round decides, until it is committed.
    private struct Round {
        var outgoing: [OutgoingRecord] = []
        /// Where the round will have come to, for what is handed over before it is decided.
        var planned: [TopicPartition: Int64] = [:]
        var records = 0
        var restored = false
        /// Of all that was decided, what is handed over or counted already.
        var written = 0
        var rejects = 0

        /// Nothing that others read.
        var isSilent: Bool { outgoing.isEmpty && written == 0 }

        mutating func count() {
            written += outgoing.count
            for record in outgoing where record.partition.topic == Topic.rejects.name { rejects += 1 }
        }
    }

    /// Undoes the round after an error. Returns when the lane can go on at once; else throws.
    private func undo(_ error: LogError) throws(LogError) -> Bool {
        counters.aborts[error.remedy, default: 0] += 1
        // What was polled is not processed: it is read again from the last commit.
        for partition in machine.aborted(error) {
            guard let slot = slots[partition] else { continue }
            var pass = TablePass(.rollBack)
            slot.processor.apply(&pass)
        }
        // A process that must restart forgets its state anyway.
        if error.remedy == .restart { throw error }
        try member.abandon()
        try rewind()
        if error.remedy == .abort { return true }
        throw error
    }

    private func release(_ partition: TopicPartition) {
        if let changelog = worker.changelog { log.release(TopicPartition(changelog, partition.partition)) }
    }
}

// MARK: - Assignment and restore

extension Lane {
    private func assign(_ assignment: Poll.Assignment) throws(LogError) {
        let partition = assignment.partition
        let processor = try makeProcessor(partition.partition)
        var end: Int64?
        if let changelog = worker.changelog {
            end = try log.endOffset(of: TopicPartition(changelog, partition.partition))
        }
        slots[partition] = Slot(processor)
        machine.assigned(assignment, changelogEnd: end)
    }

    private func restoreSome() throws(LogError) -> Bool {
        guard let changelog = worker.changelog else { return false }
        var did = false
        for (partition, next) in machine.restoring {
            guard let slot = slots[partition] else { continue }
            did = true
            let source = TopicPartition(changelog, partition.partition)
            let batch = try log.read(source, from: next, limit: settings.restoreSizeMax)
            let (rows, position) = try TaskPosition.split(batch.records, of: source)
            var pass = TablePass(restoring: rows)
            slot.processor.apply(&pass)
            if let failure = pass.failure { throw LogError(.storage, .restart, "\(source): \(failure)") }
            counters.rowsRestored += batch.records.count
            machine.restored(partition, next: batch.next, position: position, rows: rows.count)
        }
        for partition in machine.restored {
            did = true
            try start(partition)
        }
        return did
    }

    /// Holds the restored state against the input and the committed offset, and begins where it ends.
    private func start(_ partition: TopicPartition) throws(LogError) {
        guard let task = machine.tasks[partition], let slot = slots[partition], let changelog = worker.changelog else {
            return
        }
        release(partition)
        let evidence = try worker.evidence(of: task, partition, on: log)
        switch TaskStart(evidence) {
        case .stop(let refusal): throw refusal.error(worker: worker.name, input: partition, changelog: changelog)
        case .process(let offset, let epoch, let last, let isOffsetStale):
            if isOffsetStale { counters.staleOffsets += 1 }
            slot.takeFigures()
            machine.begin(partition, from: offset, epoch: epoch, last: last, isOffsetStale: isOffsetStale)
        }
    }

    private func rewind() throws(LogError) {
        for (partition, position) in machine.rewinding {
            try member.resume(partition, from: position)
            machine.rewound(partition)
        }
    }
}

// MARK: - Processing

extension Lane {
    private func prepare(_ poll: Poll, _ round: inout Round) throws(LogError) {
        for (_, assignment) in machine.arriving.sorted(by: { $0.key < $1.key }) { try assign(assignment) }
        round.restored = try restoreSome()
        try rewind()
        if !poll.batches.isEmpty { try beforeBatch() }
        round.planned = machine.positions
        for batch in poll.batches where try machine.admits(batch) { round.planned[batch.partition] = batch.next }
        for batch in poll.batches where round.planned[batch.partition] == batch.next { try process(batch, &round) }
        // Not committed: the marks of a log are no work, and a successor passes over them as well.
        machine.passOver(poll.ends)
        try tellDay(into: &round)
    }

    private func process(_ batch: Poll.Batch, _ round: inout Round) throws(LogError) {
        guard let slot = slots[batch.partition] else { return }
        for (index, record) in batch.records.enumerated() {
            do throws(LogError) {
                if let error = machine.poison.error(at: PoisonSearch.Place(batch.partition, record.offset)) {
                    try slot.processor.setAside(record, because: error, into: &round.outgoing)
                } else {
                    try slot.processor.process(record, into: &round.outgoing)
                }
            } catch {
                guard error.code == .unreadable else { throw error }
                // What stands before it is done; nothing after it is.
                finish(
                    Poll.Batch(
                        partition: batch.partition,
                        records: Array(batch.records[..<index]),
                        next: record.offset
                    ),
                    slot,
                    &round
                )
                machine.stop(batch.partition, error)
                counters.stoppedPartitions += 1
                return
            }
            if round.outgoing.count >= settings.partSize { try writeAhead(&round) }
        }
        finish(batch, slot, &round)
    }

    private func finish(_ batch: Poll.Batch, _ slot: Slot, _ round: inout Round) {
        machine.processed(batch)
        round.records += batch.records.count
        counters.recordsIn += batch.records.count
        counters.refusedSignatures.merge(slot.processor.takeRefusedSignatures(), uniquingKeysWith: +)
        counters.lateReceptions.merge(slot.processor.takeLateReceptions(), uniquingKeysWith: +)
    }

    /// What is decided goes on its way while the rest is decided, and is forgotten here while it is at hand.
    private func writeAhead(_ round: inout Round) throws(LogError) {
        guard writesAhead else { return }
        writesAhead = try member.writeAhead(
            LogTransaction(records: round.outgoing, positions: round.planned)
        )
        guard writesAhead else { return }
        round.count()
        round.outgoing.removeAll(keepingCapacity: true)
    }

    /// Tells which day is over, where everything is processed that was there when this lane heard of it.
    private func tellDay(into round: inout Round) throws(LogError) {
        guard let calendar, let day = calendar.lastDayOver() else { return }
        let now = ContinuousClock.now
        let interval = calendar.tellAgainMilliseconds.map { Duration.milliseconds($0) }
        let endless = machine.endless(day, againAfter: interval, now: now)
        if !endless.isEmpty { machine.ended(day, at: try log.endOffsets(of: endless)) }
        for partition in machine.listening(for: day, againAfter: interval, now: now) {
            guard let slot = slots[partition] else { continue }
            let before = round.outgoing.count
            slot.processor.dayIsOver(day, into: &round.outgoing)
            machine.heard(day, partition, answered: round.outgoing.count > before, now: now)
        }
    }
}

// MARK: - Commit

extension Lane {
    /// Lets records gather, so that commits stand apart as far as the log asks for. The first record after a pause is
    /// not kept waiting, nor is a lane that has more to do than a round holds.
    private func waitForCommitInterval() {
        guard !isBusy, log.commitIntervalMilliseconds > 0, let lastCommit else { return }
        let interval = Duration.milliseconds(log.commitIntervalMilliseconds * settings.pace)
        let left = interval - (ContinuousClock.now - lastCommit)
        if left > .zero { usleep(UInt32(left / .microseconds(1))) }
    }

    /// Returns true when it is done, or undone and to be tried again.
    private func commit(_ decided: Round) throws(LogError) -> Bool {
        var round = decided
        let changed = machine.changed.sorted()
        for partition in changed { drain(partition, into: &round.outgoing) }
        round.count()
        for partition in changed { position(of: partition, into: &round.outgoing) }
        let transaction = LogTransaction(records: round.outgoing, positions: machine.positions)
        let start = DispatchTime.now().uptimeNanoseconds
        lastCommit = .now
        do throws(LogError) {
            try member.commit(transaction)
        } catch {
            return try undo(error)
        }
        machine.committed()
        for partition in changed {
            guard let slot = slots[partition] else { continue }
            var pass = TablePass(.keep)
            slot.processor.apply(&pass)
            slot.takeFigures()
        }
        counters.commitDurations.record(nanoseconds: DispatchTime.now().uptimeNanoseconds - start)
        counters.recordsOut += round.written
        counters.rejects += round.rejects
        return true
    }

    private func drain(_ partition: TopicPartition, into outgoing: inout [OutgoingRecord]) {
        guard let changelog = worker.changelog, let slot = slots[partition] else { return }
        var pass = TablePass(.drain)
        slot.processor.apply(&pass)
        let target = TopicPartition(changelog, partition.partition)
        outgoing.reserveCapacity(outgoing.count + pass.changes.count + 1)
        for change in pass.changes {
            outgoing.append(OutgoingRecord(target, key: change.key, value: change.value, timestamp: 0))
        }
    }

    private func position(of partition: TopicPartition, into outgoing: inout [OutgoingRecord]) {
        guard let changelog = worker.changelog, let row = machine.row(of: partition, worker.register) else { return }
        outgoing.append(
            OutgoingRecord(
                TopicPartition(changelog, partition.partition),
                key: TaskPosition.key,
                value: row.encoded,
                timestamp: 0
            )
        )
    }
}

// MARK: - Status

extension Lane {
    package func report(to status: inout LaneStatus) {
        status.counters = counters
        status.hasPolled = hasPolled
        status.partitions = machine.tasks.map { partition, task in
            var status = PartitionStatus(partition, position: task.position, rowsLeft: nil)
            switch task.state {
            case .restoring(let next, let end): status.rowsLeft = end - next
            case .restored: status.rowsLeft = 0
            case .stopped(let error): status.stopped = error
            case .rewinding, .running: break
            }
            status.leftOut = slots[partition]?.leftOut ?? []
            status.numbersUsed = slots[partition]?.numbersUsed ?? []
            status.calendar = slots[partition]?.processor.calendarStatus
            return status
        }
        for (partition, assignment) in machine.arriving where machine.tasks[partition] == nil {
            status.partitions.append(PartitionStatus(partition, position: assignment.committed ?? 0, rowsLeft: 0))
        }
    }
}

package struct LaneSettings: Sendable {
    /// Records per round at most: what one commit covers.
    package var batchSizeMax = 4_000
    /// Records that are handed over before the rest of a round is decided.
    package var partSize = 250
    /// Changelog rows per round while a partition is restored.
    package var restoreSizeMax = 50_000
    /// How many of the log's commit intervals stand between two commits: more for a worker whose answer nobody awaits.
    package var pace = 1

    package init() {}
}

extension TablePass {
    /// Takes in rows of a changelog.
    package init(restoring records: [LogRecord]) {
        self.init(
            .restore,
            restored: records.compactMap { record in record.key.map { RestoredRow(key: $0, value: record.value) } },
        )
    }
}
