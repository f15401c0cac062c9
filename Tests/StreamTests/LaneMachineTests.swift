import Register
import TestSupport
import Testing

@testable import Stream

/// What a lane does next, told event by event, without a log.
@Suite struct LaneMachineTests {
    private let partition = TopicPartition("nu.register", 0)
    private let other = TopicPartition("nu.register", 1)
    private let register = RegisterID(high: 7, low: 7)
    private let now = ContinuousClock.now

    private func assigned(_ partitions: [TopicPartition], changelogEnd: Int64?) -> LaneMachine {
        var machine = LaneMachine(policy: CommitPolicy(intervalMilliseconds: 0))
        var poll = Poll()
        poll.assigned = partitions.map { Poll.Assignment(partition: $0, committed: 5) }
        #expect(machine.polled(poll).isEmpty)
        for assignment in machine.arriving.values { machine.assigned(assignment, changelogEnd: changelogEnd) }
        return machine
    }

    private func running(_ partitions: [TopicPartition]) -> LaneMachine {
        var machine = assigned(partitions, changelogEnd: 0)
        for partition in partitions {
            machine.begin(partition, from: 5, epoch: 2, last: nil)
            machine.rewound(partition)
        }
        return machine
    }

    private func batch(_ partition: TopicPartition, _ offsets: ClosedRange<Int64>) -> Poll.Batch {
        let records = offsets.map {
            LogRecord(offset: $0, timestamp: 0, key: nil, value: [UInt8($0)][...], headers: [])
        }
        return Poll.Batch(partition: partition, records: records, next: offsets.upperBound + 1)
    }

    @Test func aTaskIsRestoredCheckedAndThenRead() {
        var machine = assigned([partition], changelogEnd: 4)
        #expect(machine.restoring.map(\.next) == [0] && machine.restored.isEmpty)
        machine.restored(partition, next: 2, position: nil, rows: 2)
        #expect(machine.restoring.map(\.next) == [2] && machine.isBusy(now: now))
        let row = TaskPosition(register: register, next: 5, last: nil, epoch: 1)
        machine.restored(partition, next: 4, position: row, rows: 1)
        #expect(machine.restoring.isEmpty && machine.restored == [partition])
        #expect(machine.tasks[partition]?.restored == row && machine.tasks[partition]?.hasRows == true)
        machine.begin(partition, from: 5, epoch: 2, last: nil)
        #expect(machine.rewinding.map(\.position) == [5])
        machine.rewound(partition)
        #expect(!machine.isBusy(now: now))
    }

    @Test func aRestoreThatIsInterruptedIsTold() {
        var machine = assigned([partition, other], changelogEnd: 4)
        machine.restored(other, next: 4, position: nil, rows: 0)
        var poll = Poll()
        poll.revoked = [partition, other]
        #expect(machine.polled(poll) == [partition])
        #expect(machine.tasks.isEmpty)
    }

    @Test func aBatchOfAPartitionThatIsNotReadIsNotProcessed() throws {
        let machine = assigned([partition], changelogEnd: 4)
        #expect(try !machine.admits(batch(partition, 5...6)))
        #expect(try !machine.admits(batch(other, 5...6)))
    }

    @Test func aRecordBeforeThePositionIsNeverProcessedAgain() throws {
        let machine = running([partition])
        #expect(try machine.admits(batch(partition, 5...6)))
        let error = #expect(throws: LogError.self) { try machine.admits(batch(partition, 4...6)) }
        #expect(error?.code == .stateMismatch && error?.remedy == .restart)
    }

    /// Else a quiet partition would seem to be behind for ever, and its offset be missing again at the next start.
    @Test func anOffsetThatExpiredIsCommittedThoughNoRecordComes() {
        var machine = assigned([partition], changelogEnd: 0)
        machine.begin(partition, from: 5, epoch: 2, last: nil, isOffsetStale: true)
        machine.rewound(partition)
        #expect(machine.positions == [partition: 5])
        #expect(machine.decide(hasOutput: false, records: 0, pollWasEmpty: true, now: now) == .commit)
        machine.committed()
        #expect(machine.positions.isEmpty)
    }

    @Test func whatIsCommittedIsThePositionAfterTheLastRecord() {
        var machine = running([partition, other])
        machine.processed(batch(partition, 5...8))
        #expect(machine.positions == [partition: 9])
        #expect(machine.row(of: partition, register)?.next == 9)
        #expect(machine.row(of: partition, register)?.last?.offset == 8)
        machine.committed()
        #expect(machine.positions.isEmpty)
    }

    @Test func anAbortGoesBackToTheLastCommit() {
        var machine = running([partition, other])
        machine.processed(batch(partition, 5...8))
        machine.committed()
        machine.processed(batch(partition, 9...9))
        let undone = machine.aborted(LogError(.fenced, .abort, "lost"))
        #expect(undone == [partition, other])
        #expect(machine.rewinding.map(\.position) == [9, 5])
        #expect(machine.row(of: partition, register)?.last?.offset == 8)
        #expect(machine.positions.isEmpty)
    }

    @Test func aStoppedPartitionStaysWhereItIs() throws {
        var machine = running([partition, other])
        machine.processed(batch(partition, 5...5))
        machine.stop(partition, LogError(.unreadable, .restart, "bad"))
        #expect(try !machine.admits(batch(partition, 6...7)))
        #expect(try machine.admits(batch(other, 5...7)))
        #expect(machine.positions == [partition: 6])
        _ = machine.aborted(LogError(.fenced, .abort, "lost"))
        #expect(try !machine.admits(batch(partition, 6...7)))
    }

    @Test func aDayIsToldOnceItsRecordsAreProcessedAndAgainAfterAWhile() {
        var machine = running([partition])
        func listening(_ day: CivilDate, after passed: Duration = .zero) -> [TopicPartition] {
            machine.listening(for: day, againAfter: .seconds(60), now: now + passed)
        }
        #expect(machine.endless("2012-03-01", againAfter: nil, now: now) == [partition])
        machine.ended("2012-03-01", at: [partition: 7])
        #expect(listening("2012-03-01").isEmpty, "two records stand there still")
        machine.processed(batch(partition, 5...6))
        #expect(listening("2012-03-01") == [partition])
        machine.committed()
        machine.heard("2012-03-01", partition, answered: false, now: now)
        #expect(machine.positions.isEmpty)
        machine.ended("2012-03-01", at: [partition: 7])
        #expect(listening("2012-03-01").isEmpty)
        #expect(listening("2012-03-01", after: .seconds(61)) == [partition])
        #expect(machine.endless("2012-02-28", againAfter: nil, now: now) == [partition], "a clock may go back")
        machine.ended("2012-03-02", at: [partition: 7])
        machine.heard("2012-03-02", partition, answered: true, now: now)
        #expect(machine.positions == [partition: 7])
    }
}

/// When offsets of input without output are committed.
@Suite struct CommitPolicyTests {
    private let now = ContinuousClock.now

    @Test func outputIsCommittedAtOnce() {
        var policy = CommitPolicy(intervalMilliseconds: 5)
        #expect(policy.decide(hasOutput: true, records: 1, pollWasEmpty: false, now: now) == .commit)
    }

    /// A lane that always has more to read must not keep its offsets for ever.
    @Test func silentRoundsOfABusyLaneAreCommittedAfterSoManyRecords() {
        var policy = CommitPolicy(intervalMilliseconds: 0)
        policy.silentRecordsMax = 100
        #expect(policy.decide(hasOutput: false, records: 60, pollWasEmpty: false, now: now) == .wait)
        #expect(policy.decide(hasOutput: false, records: 60, pollWasEmpty: false, now: now) == .commit)
        policy.committed()
        #expect(policy.decide(hasOutput: false, records: 60, pollWasEmpty: false, now: now) == .wait)
        #expect(policy.decide(hasOutput: false, records: 0, pollWasEmpty: true, now: now) == .commit)
    }

    @Test func whereACommitIsDearTheyWaitForAWhile() {
        var policy = CommitPolicy(intervalMilliseconds: 5)
        #expect(policy.decide(hasOutput: false, records: 1, pollWasEmpty: true, now: now) == .wait)
        #expect(!policy.isDue(now: now + .milliseconds(199)))
        #expect(policy.isDue(now: now + .milliseconds(200)))
        let later = now + .milliseconds(200)
        #expect(policy.decide(hasOutput: false, records: 0, pollWasEmpty: true, now: later) == .commit)
    }
}

/// Which record is set aside.
@Suite struct PoisonSearchTests {
    private let partition = TopicPartition("nu.submissions", 0)
    private let tooLarge = LogError(.recordTooLarge, .abort, "a record of 3000000 bytes")
    private func place(_ offset: Int64) -> PoisonSearch.Place { PoisonSearch.Place(partition, offset) }

    @Test func aRecordThatFailsAloneEachTimeIsSetAside() {
        var search = PoisonSearch()
        search.refused(tooLarge, inputs: [place(4), place(5)], positions: [partition: 6])
        #expect(search.isSearching && search.error(at: place(4)) == nil)
        // Alone, the first goes through.
        search.committed([partition: 5])
        #expect(search.isSearching)
        for attempt in 1...PoisonSearch.attemptsMax {
            #expect(search.error(at: place(5)) == nil, "attempt \(attempt)")
            search.refused(tooLarge, inputs: [place(5)], positions: [partition: 6])
        }
        #expect(search.error(at: place(5)) == tooLarge)
        search.committed([partition: 6])
        #expect(!search.isSearching && search.error(at: place(5)) == nil)
    }

    /// A lost partition, a timeout, a broker that is away, a full disk.
    @Test(arguments: [LogError.Code.fenced, .busy, .storage, .crashed, .unknownTopic, .configuration])
    func otherErrorsNeverCount(code: LogError.Code) {
        var search = PoisonSearch()
        for _ in 0..<10 {
            search.refused(LogError(code, .abort, "x"), inputs: [place(5)], positions: [partition: 6])
        }
        #expect(!search.isSearching && search.error(at: place(5)) == nil)
    }
}
