import Assembly
import Deduplication
import Numbering
import Register
import Schemas
import SimulationSupport
import Stream
import StrikeOff
import TestSupport
import Testing
import Verification
import WorkerKit

/// A simulation that cannot fail proves nothing: these break something on purpose, and it must be found within a few
/// seeds.
@Suite struct SelfTests {
    private static let seeds: ClosedRange<UInt64> = 1...60

    @Test func aSeedGivesTheSameRun() throws {
        let digests = try [7, 7, 8].map { (seed: UInt64) in
            let simulation = try Simulation(seed: seed, plan: Simulation.Plan(seed: seed))
            _ = try simulation.run()
            return simulation.digest
        }
        #expect(digests[0] == digests[1])
        #expect(digests[0] != digests[2])
    }

    /// Every kind of fact, every reason and every fault comes up somewhere in the first seeds: it stops once all have.
    @Test func everythingHappens() throws {
        let expected: Set<String> = [
            "accepted", "declined", "repeated", "cleared", "linked", "reviewOpened", "reviewClosed", "merged",
            "registered", "modified", "deleted", "imported", "daysClosed", "noticeDue", "noticeUndeliverable",
            "renewed",
            "lapsed", "held", "warned", "struckOff", "reinstated", "purged", "RADATT", "RADABA", "RADCON", "RADIRR",
            "RADREN", "held noticeTooLate", "held undeliverable", "ruled same", "ruled different", "ruled later",
            "ruled undo", "unmerged",
            "renewed by link", "litigationHeld", "reject", "reject sent again", "noticeProven", "held notProven",
            "another channel",
            "notice 1 by post", "notice 1 by email", "notice 2 by traceableLetter", "lapsed on a proof",
            "registered in XML", "linked in XML", "renewed in XML", "refused in XML",
            "dispatch CRE", "dispatch MOD", "dispatch REN", "dispatch RAD", "dispatch DERAD", "dispatch SUP",
            "dispatch FUS", "dispatch DEFUS", "accessJudged", "access denied", "access granted",
            "erased",
        ]
        var missing = expected
        var faults = SimulatedLog.FaultCounts()
        var counts: [Int] {
            [
                faults.crashesBeforeCommit, faults.crashesAfterCommit, faults.retries, faults.rebalances,
                faults.expulsions, faults.shortPolls, faults.compactions, faults.fencedCommits,
            ]
        }
        for seed in 1...600 as ClosedRange<UInt64> where !missing.isEmpty || counts.contains(0) {
            let simulation = try Simulation(seed: seed, plan: Simulation.Plan(seed: seed, isLarge: true))
            _ = try? simulation.run()
            missing.subtract(simulation.happened)
            let counts = simulation.log.faultCounts
            faults.crashesBeforeCommit += counts.crashesBeforeCommit
            faults.crashesAfterCommit += counts.crashesAfterCommit
            faults.retries += counts.retries
            faults.rebalances += counts.rebalances
            faults.expulsions += counts.expulsions
            faults.shortPolls += counts.shortPolls
            faults.compactions += counts.compactions
            faults.fencedCommits += counts.fencedCommits
        }
        #expect(missing == [])
        #expect(!counts.contains(0))
    }

    @Test func aCommitThatIsNotAtomicIsFound() throws {
        try expectFound { seed in
            try Simulation(
                seed: seed,
                plan: Simulation.Plan(seed: seed, isLarge: true),
                wrap: { TornLog($0, seed: seed) }
            )
        }
    }

    /// A worker that keeps what a refused commit had changed.
    @Test func aWorkerThatIsNotRolledBackIsFound() throws {
        try expectFound { seed in
            try simulation(seed) { assembly, log, worker, member throws(LogError) in
                guard worker == .numbering else { return try assembly.makeLane(worker, member: member) }
                return try lane(assembly, log, worker, member) { Stubborn(NumberingWorker()) }
            }
        }
    }

    /// A worker that starts anew each time, as if it had no changelog.
    @Test func aWorkerThatForgetsIsFound() throws {
        try expectFound { seed in
            try simulation(seed) { assembly, log, worker, member throws(LogError) in
                guard worker == .deduplication else { return try assembly.makeLane(worker, member: member) }
                return try lane(assembly, log, worker, member) { Forgetful(DeduplicationWorker()) }
            }
        }
    }

    /// A worker that leaves out one answer in twenty.
    @Test func aWorkerThatDoesNotAnswerIsFound() throws {
        try expectFound { seed in
            try simulation(seed) { assembly, log, worker, member throws(LogError) in
                guard worker == .numbering else { return try assembly.makeLane(worker, member: member) }
                return try lane(assembly, log, worker, member) { Silent(NumberingWorker()) }
            }
        }
    }

    /// A strike-off that purges and leaves the forms to be opened.
    @Test func aWorkerThatErasesNothingIsFound() throws {
        try expectFound(.erasure) { seed in
            try simulation(seed) { assembly, log, worker, member throws(LogError) in
                guard worker == .strikeOff else { return try assembly.makeLane(worker, member: member) }
                let law = assembly.legalCalendar
                return try lane(assembly, log, worker, member) { Keeping(StrikeOffWorker(calendar: law)) }
            }
        }
    }

    private func simulation(_ seed: UInt64, makeLane: @escaping Simulation.MakeLane) throws -> Simulation {
        try Simulation(seed: seed, plan: Simulation.Plan(seed: seed, isLarge: true), makeLane: makeLane)
    }

    /// Runs seeds until one of them fails.
    private func expectFound(_ promise: Promise? = nil, _ make: (UInt64) throws -> Simulation) throws {
        for seed in SelfTests.seeds {
            let simulation = try make(seed)
            let verdict = try simulation.run()
            if promise.map({ promise in verdict.findings.contains { $0.promise == promise } }) ?? !verdict.isKept {
                return
            }
        }
        Issue.record("nothing was found in seeds \(SelfTests.seeds)")
    }

    private func lane<W: Worker>(
        _ assembly: Assembly,
        _ log: any StreamLog,
        _ name: WorkerName,
        _ member: String,
        _ makeWorker: @escaping () -> W,
    ) throws(LogError) -> any AnyLane {
        let writer = try OutputWriter(log)
        return try Lane<WorkerProcessor<W>>(
            log: log,
            worker: LaneWorker(
                name: W.name,
                group: name.group,
                input: Topic.register.name,
                changelog: Topic.state(of: W.name).name,
                register: try log.requireHeader().id,
            ),
            member: member,
            settings: assembly.lanes,
        ) { partition throws(LogError) in
            WorkerProcessor(makeWorker(), partition: partition, writer: writer)
        }
    }
}

// MARK: - Broken workers

private struct Stubborn<W: Worker>: Worker {
    static var name: String { W.name }
    static var interest: Interest { W.interest }
    var worker: W

    init(_ worker: W) { self.worker = worker }

    mutating func process(_ record: RegisterRecord, into output: inout Output) { worker.process(record, into: &output) }

    mutating func apply(_ pass: inout TablePass) {
        if pass.action != .rollBack { worker.apply(&pass) }
    }
}

private struct Forgetful<W: Worker>: Worker {
    static var name: String { W.name }
    static var interest: Interest { W.interest }
    var worker: W

    init(_ worker: W) { self.worker = worker }

    mutating func process(_ record: RegisterRecord, into output: inout Output) { worker.process(record, into: &output) }

    mutating func apply(_ pass: inout TablePass) {
        if pass.action != .restore { worker.apply(&pass) }
    }
}

private struct Silent<W: Worker>: Worker {
    static var name: String { W.name }
    static var interest: Interest { W.interest }
    var worker: W

    init(_ worker: W) { self.worker = worker }

    mutating func process(_ record: RegisterRecord, into output: inout Output) {
        worker.process(record, into: &output)
        if record.offset % 20 == 0 { output.receipts.removeAll() }
    }

    mutating func apply(_ pass: inout TablePass) { worker.apply(&pass) }
}

private struct Keeping<W: Worker>: Worker {
    static var name: String { W.name }
    static var interest: Interest { W.interest }
    var worker: W

    init(_ worker: W) { self.worker = worker }

    mutating func process(_ record: RegisterRecord, into output: inout Output) {
        worker.process(record, into: &output)
        output.erasures.removeAll()
    }

    mutating func apply(_ pass: inout TablePass) { worker.apply(&pass) }
}

// MARK: - A broken log

/// Writes the records of a commit now and then and says that it did not: records and positions are two steps.
///
/// `@unchecked`: a simulation has one thread.
private final class TornLog: StreamLog, @unchecked Sendable {
    private let log: SimulatedLog
    private var random: SeededRandom

    init(_ log: SimulatedLog, seed: UInt64) {
        self.log = log
        random = SeededRandom(seed: seed)
    }

    func createTopics(_ topics: [Topic], partitions: Int, clock: RegisterClock) throws(LogError) {
        try log.createTopics(topics, partitions: partitions, clock: clock)
    }
    func partitionCount(of topic: String) throws(LogError) -> Int { try log.partitionCount(of: topic) }
    func append(_ records: [OutgoingRecord]) throws(LogError) { try log.append(records) }
    func read(_ partition: TopicPartition, from offset: Int64, limit: Int) throws(LogError) -> ReadBatch {
        try log.read(partition, from: offset, limit: limit)
    }
    func endOffset(of partition: TopicPartition) throws(LogError) -> Int64 { try log.endOffset(of: partition) }
    func committedOffset(of group: String, in partition: TopicPartition) throws(LogError) -> Int64? {
        try log.committedOffset(of: group, in: partition)
    }
    func join(
        group: String,
        member: String,
        topics: [String],
        endsWithin: Int
    ) throws(LogError) -> any GroupMember {
        TornMember(self, try log.join(group: group, member: member, topics: topics, endsWithin: endsWithin))
    }
    func waitForAppend(timeoutMilliseconds: Int) {}

    func tears() -> Bool { Int.random(in: 0..<30, using: &random) == 0 }
}

private final class TornMember: GroupMember {
    private let log: TornLog
    private let member: any GroupMember

    init(_ log: TornLog, _ member: any GroupMember) {
        self.log = log
        self.member = member
    }

    func poll(limit: Int, timeoutMilliseconds: Int) throws(LogError) -> Poll {
        try member.poll(limit: limit, timeoutMilliseconds: timeoutMilliseconds)
    }
    func resume(_ partition: TopicPartition, from offset: Int64) throws(LogError) {
        try member.resume(partition, from: offset)
    }
    func leave() throws(LogError) { try member.leave() }

    func commit(_ transaction: LogTransaction) throws(LogError) {
        if log.tears() {
            try log.append(transaction.records)
            throw LogError(.fenced, .abort, "torn: the records are written, the positions are not")
        }
        try member.commit(transaction)
    }
}
