import Foundation
import Register
import Schemas
import WorkerKit

/// One consumer, one producer, one thread: polls, has the records decided on, commits everything in one step.
///
/// `step` does one round and returns; a thread, a test or a simulation calls it again and again. Between two calls
/// nothing is pending: what was decided is committed, or rolled back and will be delivered again.
package final class Lane<P: Processor> {
    private enum State {
        /// Reading the changelog up to the end it had when the partition was assigned.
        /// Becomes `running` when it gets there.
        case restoring(next: Int64, end: Int64)
        case running
    }

    /// A partition that is assigned. A class, so that its tables are changed in place.
    private final class Slot {
        var processor: P
        var state = State.running
        /// The next record to process.
        var position: Int64
        /// By the tables as they were committed.
        var leftOut: [LeftOut] = []
        /// The last day this lane asked to be closed; it reads the answer back later.
        var closedThrough: CivilDate?
        /// A day that is over, and where the partition ended when this lane first heard of it.
        var closing: (day: CivilDate, end: Int64)?
        /// A day for which this lane had nothing to close, and where it stood: not asked again before it has read on.
        var nothingToClose: (day: CivilDate, position: Int64)?

        init(_ processor: P, position: Int64) {
            self.processor = processor
            self.position = position
        }

        func mayClose(_ day: CivilDate) -> Bool {
            guard case .running = state, closedThrough.map({ $0 < day }) ?? true else { return false }
            return nothingToClose.map { $0.day < day || $0.position < position } ?? true
        }

        func passOver(upTo end: Int64) { position = max(position, end) }
    }

    private let log: any StreamLog
    private let group: String
    private let member: any GroupMember
    private let input: String
    private let changelog: String?
    private let calendar: (any CivilCalendar)?
    private let settings: LaneSettings
    private let makeProcessor: (Int) throws(LogError) -> P
    private let beforeBatch: () throws(LogError) -> Void
    private var slots: [TopicPartition: Slot] = [:]
    /// Positions that moved past records nobody waits for; committed with the next that somebody does, or after a while.
    private var uncommitted: [TopicPartition: Int64] = [:]
    /// Whose tables may have changed since the last commit.
    private var touched: Set<TopicPartition> = []
    /// Assigned, and not served yet: whatever failed in between is tried again.
    private var arriving: [TopicPartition: Poll.Assignment] = [:]
    /// Rolled back, and still to be read again from the committed position.
    private var returning: Set<TopicPartition> = []
    private var counters = LaneCounters()
    private var hasPolled = false
    /// Until the member says that it does not.
    private var writesAhead = true
    /// When the last commit began, and whether the round before brought all that it could hold.
    private var lastCommit: ContinuousClock.Instant?
    private var isBusy = false
    /// Since when something waits to be committed.
    private var waitingSince: ContinuousClock.Instant?

    /// `changelog` is nil for a processor without tables; `calendar` is for the owner of the calendar alone.
    package init(
        log: any StreamLog,
        group: String,
        member: String,
        input: String,
        changelog: String?,
        calendar: (any CivilCalendar)? = nil,
        settings: LaneSettings = LaneSettings(),
        beforeBatch: @escaping () throws(LogError) -> Void = {},
        makeProcessor: @escaping (Int) throws(LogError) -> P,
    ) throws(LogError) {
        self.log = log
        self.group = group
        self.input = input
        self.changelog = changelog
        self.calendar = calendar
        self.settings = settings
        self.beforeBatch = beforeBatch
        self.makeProcessor = makeProcessor
        // A day is closed where everything has been read.
        let endsWithin = calendar?.askEveryMilliseconds ?? .max
        self.member = try log.join(group: group, member: member, topics: [input], endsWithin: endsWithin)
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
        keepPace()
        let isRestoring = slots.values.contains { if case .restoring = $0.state { true } else { false } }
        let isWaiting = isRestoring || !arriving.isEmpty || !uncommitted.isEmpty && !mayWait
        let patience = min(timeoutMilliseconds, calendar?.askEveryMilliseconds ?? timeoutMilliseconds)
        let poll = try member.poll(limit: settings.batchSizeMax, timeoutMilliseconds: isWaiting ? 0 : patience)
        hasPolled = true
        isBusy = poll.batches.reduce(0) { $0 + $1.records.count } >= settings.batchSizeMax
        for partition in poll.revoked {
            if let changelog, case .restoring? = slots[partition]?.state {
                log.release(TopicPartition(changelog, partition.partition))
            }
            slots[partition] = nil
            uncommitted[partition] = nil
            touched.remove(partition)
            arriving[partition] = nil
            returning.remove(partition)
        }
        for assignment in poll.assigned { arriving[assignment.partition] = assignment }

        var round = Round(positions: uncommitted)
        do throws(LogError) {
            try prepare(poll, &round)
        } catch {
            counters.aborts[error.remedy, default: 0] += 1
            // What was polled is not processed: without this it would never come again.
            try rollBack(Set(slots.keys))
            if error.remedy == .abort { return true }
            throw error
        }
        let didWork = !poll.batches.isEmpty || round.restored || !poll.assigned.isEmpty
        if round.isSilent, round.positions.isEmpty { return didWork }
        if round.isSilent, mayWait {
            uncommitted = round.positions
            waitingSince = waitingSince ?? .now
            return didWork
        }
        for partition in touched.sorted() { drain(partition, into: &round.outgoing) }
        if round.isSilent, !poll.batches.isEmpty {
            uncommitted = round.positions
            return true
        }
        try commit(round)
        return true
    }

    /// What one round decides, until it is committed.
    private struct Round {
        var outgoing: [OutgoingRecord] = []
        var positions: [TopicPartition: Int64]
        var restored = false
        /// Of all that was decided, what is handed over or counted already.
        var written = 0
        var rejects = 0

        init(positions: [TopicPartition: Int64]) { self.positions = positions }

        /// Nothing that others read.
        var isSilent: Bool { outgoing.isEmpty && written == 0 }

        mutating func count() {
            written += outgoing.count
            let name = Topic.rejects.name
            // Without a copy of each.
            outgoing.withUnsafeBufferPointer { records in
                guard let first = records.baseAddress else { return }
                for index in records.indices where (first + index).pointee.partition.topic == name { rejects += 1 }
            }
        }
    }

    private func prepare(_ poll: Poll, _ round: inout Round) throws(LogError) {
        for (partition, assignment) in arriving.sorted(by: { $0.key < $1.key }) {
            try assign(assignment)
            arriving[partition] = nil
        }
        round.restored = try restoreSome()
        if !poll.batches.isEmpty { try beforeBatch() }
        for batch in poll.batches where slots[batch.partition] != nil { round.positions[batch.partition] = batch.next }
        for batch in poll.batches {
            guard let slot = slots[batch.partition] else { continue }
            touched.insert(batch.partition)
            // Without a copy of each.
            try batch.records.withUnsafeBufferPointer { records throws(LogError) in
                for index in records.indices {
                    try slot.processor.process(records[index], into: &round.outgoing)
                    if round.outgoing.count >= settings.partSize { try writeAhead(&round) }
                }
            }
            slot.position = batch.next
            counters.recordsIn += batch.records.count
            counters.refusedSignatures.merge(slot.processor.takeRefusedSignatures(), uniquingKeysWith: +)
            counters.lateReceptions.merge(slot.processor.takeLateReceptions(), uniquingKeysWith: +)
        }
        // Not committed: the marks of a log are no work, and a successor passes over them as well.
        for (partition, end) in poll.ends { slots[partition]?.passOver(upTo: end) }
        try closeDays(into: &round)
    }

    /// What is decided goes on its way while the rest is decided, and is forgotten here while it is at hand.
    private func writeAhead(_ round: inout Round) throws(LogError) {
        guard writesAhead else { return }
        writesAhead = try member.writeAhead(LogTransaction(records: round.outgoing, positions: round.positions))
        guard writesAhead else { return }
        round.count()
        round.outgoing.removeAll(keepingCapacity: true)
    }

    /// Leaves the group; what was decided is committed.
    package func close() throws(LogError) {
        if !uncommitted.isEmpty {
            var round = Round(positions: uncommitted)
            for partition in touched.sorted() { drain(partition, into: &round.outgoing) }
            try commit(round)
        }
        try member.leave()
        slots = [:]
    }
}

// MARK: - Assignment and restore

extension Lane {
    private func assign(_ assignment: Poll.Assignment) throws(LogError) {
        let partition = assignment.partition
        uncommitted[partition] = nil
        let slot = Slot(try makeProcessor(partition.partition), position: assignment.position)
        if let changelog {
            let end = try log.endOffset(of: TopicPartition(changelog, partition.partition))
            if end > 0 { slot.state = .restoring(next: 0, end: end) }
        }
        slots[partition] = slot
        if case .running = slot.state { member.resume(partition) }
    }

    private func restoreSome() throws(LogError) -> Bool {
        guard let changelog else { return false }
        var did = false
        for (partition, slot) in slots.sorted(by: { $0.key < $1.key }) {
            guard case .restoring(let next, let end) = slot.state else { continue }
            did = true
            let source = TopicPartition(changelog, partition.partition)
            let batch = try log.read(source, from: next, limit: settings.restoreSizeMax)
            var pass = TablePass(restoring: batch.records)
            slot.processor.apply(&pass)
            if let failure = pass.failure {
                throw LogError(.storage, .restart, "\(source): \(failure)")
            }
            counters.rowsRestored += batch.records.count
            // Short of the end nothing may come for a while: a transaction of a predecessor is not decided yet, and what
            // it wrote belongs to the state if it is committed.
            if batch.next >= end {
                slot.state = .running
                slot.leftOut = slot.processor.leftOut
                log.release(source)
                member.resume(partition)
            } else {
                slot.state = .restoring(next: batch.next, end: end)
            }
        }
        return did
    }
}

// MARK: - Calendar

extension Lane {
    /// Closes the days that are over, in the partitions where everything is processed that was there when they were over.
    /// What comes after does not hold the end of a day back.
    private func closeDays(into round: inout Round) throws(LogError) {
        guard let calendar, let day = calendar.lastDayOver() else { return }
        let open = slots.filter { $0.value.mayClose(day) }
        let unknown = open.filter { $0.value.closing.map { $0.day < day } ?? true }
        if !unknown.isEmpty {
            for (partition, end) in try log.endOffsets(of: Array(unknown.keys)) {
                slots[partition]?.closing = (day, end)
            }
        }
        for (partition, slot) in open.sorted(by: { $0.key < $1.key }) {
            guard let end = slot.closing?.end, end <= slot.position else { continue }
            let before = round.outgoing.count
            slot.processor.closeDays(through: day, into: &round.outgoing)
            slot.closing = nil
            guard round.outgoing.count > before else {
                slot.nothingToClose = (day, slot.position)
                continue
            }
            slot.closedThrough = day
            round.positions[partition] = slot.position
            touched.insert(partition)
        }
    }
}

// MARK: - Pace

extension Lane {
    /// Lets records gather, so that commits stand apart as far as the log asks for. The first record after a pause is
    /// not kept waiting, nor is a lane that has more to do than a round holds.
    private func keepPace() {
        guard !isBusy, log.commitIntervalMilliseconds > 0, let lastCommit else { return }
        let interval = Duration.milliseconds(log.commitIntervalMilliseconds * settings.pace)
        let left = interval - (ContinuousClock.now - lastCommit)
        if left > .zero { usleep(UInt32(left / .microseconds(1))) }
    }

    /// Whether positions, and rows that change with them, may wait for something that others read to be committed with.
    private var mayWait: Bool {
        guard log.commitIntervalMilliseconds > 0 else { return false }
        guard let waitingSince else { return true }
        return ContinuousClock.now - waitingSince < .milliseconds(log.commitIntervalMilliseconds * Self.patience)
    }

    /// In commit intervals: what is done again at most when this process dies.
    private static var patience: Int { 40 }
}

// MARK: - Commit

extension Lane {
    private func drain(_ partition: TopicPartition, into outgoing: inout [OutgoingRecord]) {
        guard let changelog, let slot = slots[partition] else { return }
        var pass = TablePass(.drain)
        slot.processor.apply(&pass)
        let target = TopicPartition(changelog, partition.partition)
        outgoing.reserveCapacity(outgoing.count + pass.changes.count)
        for change in pass.changes {
            outgoing.append(OutgoingRecord(target, key: change.key, value: change.value, timestamp: 0))
        }
    }

    private func commit(_ round: Round) throws(LogError) {
        var round = round
        round.count()
        let transaction = LogTransaction(records: round.outgoing, positions: round.positions)
        let start = DispatchTime.now().uptimeNanoseconds
        lastCommit = .now
        waitingSince = nil
        do throws(LogError) {
            try member.commit(transaction)
        } catch {
            counters.aborts[error.remedy, default: 0] += 1
            // A process that must restart forgets its state anyway; every other remedy begins where the last commit was.
            if error.remedy != .restart {
                try rollBack(Set(transaction.positions.keys))
            }
            if error.remedy == .abort { return }
            throw error
        }
        for partition in touched {
            guard let slot = slots[partition] else { continue }
            var pass = TablePass(.keep)
            slot.processor.apply(&pass)
            slot.leftOut = slot.processor.leftOut
        }
        uncommitted = [:]
        touched = []
        counters.commitDurations.record(nanoseconds: DispatchTime.now().uptimeNanoseconds - start)
        counters.recordsOut += round.written
        counters.rejects += round.rejects
    }

    /// Puts the tables back at once; reading goes back now, or in the next round if the log cannot say where to.
    private func rollBack(_ partitions: Set<TopicPartition>) throws(LogError) {
        uncommitted = [:]
        waitingSince = nil
        for partition in partitions.sorted() {
            guard let slot = slots[partition] else { continue }
            var pass = TablePass(.rollBack)
            slot.processor.apply(&pass)
            slot.closedThrough = nil
            slot.closing = nil
            slot.nothingToClose = nil
            returning.insert(partition)
        }
        touched = []
        try member.abandon()
        try rewind()
    }

    private func rewind() throws(LogError) {
        for partition in returning.sorted() {
            guard let slot = slots[partition] else { continue }
            let position = try log.committedOffset(of: group, in: partition) ?? 0
            try member.rewind(partition)
            slot.position = position
            returning.remove(partition)
        }
    }
}

// MARK: - Status

extension Lane {
    package func report(to status: inout LaneStatus) {
        status.counters = counters
        status.hasPolled = hasPolled
        status.partitions = slots.map { partition, slot in
            let rowsLeft: Int64? = if case .restoring(let next, let end) = slot.state { end - next } else { nil }
            var status = PartitionStatus(partition, position: slot.position, rowsLeft: rowsLeft)
            status.leftOut = slot.leftOut
            status.closedThrough = slot.closedThrough
            return status
        }
        for (partition, assignment) in arriving where slots[partition] == nil {
            status.partitions.append(PartitionStatus(partition, position: assignment.position, rowsLeft: 0))
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
