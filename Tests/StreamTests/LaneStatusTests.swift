import Logging
import Numbering
import Register
import Schemas
import Synchronization
import TestSupport
import Testing
import WorkerKit

@testable import Stream

/// What a lane tells of itself, after each step.
@Suite struct LaneStatusTests {
    private let log = SimulatedLog(random: SeededRandom(seed: 1))
    private let first = TopicPartition(Topic.register.name, 0)

    init() throws { try log.createTopics(Topic.all, partitions: 2) }

    @Test func laneTellsWhatItServesAndHowFarItIs() throws {
        try append(3)
        let lane = try lane()
        #expect(lane.status == LaneStatus(name: "lane", lastStep: 0))
        try lane.step(timeoutMilliseconds: 0)
        #expect(lane.status.hasPolled)
        #expect(positions(lane) == [0: 0, 1: 0])
        try lane.step(timeoutMilliseconds: 0)
        #expect(positions(lane) == [0: 3, 1: 0])
        let counters = lane.status.counters
        #expect(counters.recordsIn == 3)
        #expect(counters.recordsOut > 9, "a fact, a receipt, a notice, and rows")
        #expect(counters.commits == 1)
        #expect(counters.aborts == [:])
        #expect(counters.rejects == 0)
    }

    @Test func laneThatRestoresTellsHowManyRowsAreLeft() throws {
        try append(3)
        let predecessor = try lane()
        for _ in 0..<2 { try predecessor.step(timeoutMilliseconds: 0) }
        try predecessor.close()
        let rows = try log.endOffset(of: TopicPartition(Topic.state(of: NumberingWorker.name).name, 0))
        try #require(rows > 2)

        let lane = try lane(restoreSizeMax: 1)
        try lane.step(timeoutMilliseconds: 0)
        #expect(rowsLeft(lane) == [0: rows - 1, 1: nil])
        for _ in 2..<rows { try lane.step(timeoutMilliseconds: 0) }
        #expect(rowsLeft(lane) == [0: 1, 1: nil])
        try lane.step(timeoutMilliseconds: 0)
        #expect(rowsLeft(lane) == [0: nil, 1: nil])
        #expect(lane.status.counters.rowsRestored == Int(rows))
    }

    /// Assigned is not served: whatever comes between is tried again.
    @Test func partitionThatCouldNotBePreparedIsNotServed() throws {
        var fails = true
        let lane = try lane(beforeProcessor: { () throws(LogError) in
            if fails { throw LogError(.busy, .retry, "not now") }
        })
        #expect(throws: LogError.self) { try lane.step(timeoutMilliseconds: 0) }
        #expect(rowsLeft(lane) == [0: 0, 1: 0])
        #expect(lane.status.counters.aborts == [.retry: 1])
        fails = false
        try lane.step(timeoutMilliseconds: 0)
        #expect(rowsLeft(lane) == [0: nil, 1: nil])
    }

    @Test func roundThatWasUndoneCountsByItsRemedyAndNotAsACommit() throws {
        try append(1)
        var isLost = true
        let lane = try lane(beforeBatch: {
            if isLost { log.rebalance("numbering") }
            isLost = false
        })
        for _ in 0..<2 { try lane.step(timeoutMilliseconds: 0) }
        #expect(lane.status.counters.aborts == [.abort: 1])
        #expect(lane.status.counters.commits == 0)
        #expect(lane.status.counters.recordsOut == 0)
        for _ in 0..<2 { try lane.step(timeoutMilliseconds: 0) }
        #expect(lane.status.counters.aborts == [.abort: 1])
        #expect(lane.status.counters.commits == 1)
        #expect(lane.status.counters.recordsIn == 2, "read, undone, and read again")
    }

    @Test func whatIsSetAsideIsCounted() throws {
        try append(2)
        let writer = try OutputWriter(log)
        let worker = LaneWorker(
            name: "rejecter",
            group: "numbering",
            input: Topic.register.name,
            changelog: nil,
            register: RegisterID(high: 1, low: 1),
        )
        let lane = try Lane(log: log, worker: worker, member: "a") { partition throws(LogError) in
            Rejecter(partition: partition, writer: writer)
        }
        for _ in 0..<2 { try lane.step(timeoutMilliseconds: 0) }
        #expect(lane.status.counters.rejects == 2)
    }

    /// Sets aside all that it reads.
    private struct Rejecter: Processor {
        let partition: Int
        let writer: OutputWriter

        mutating func process(_ record: LogRecord, into output: inout [OutgoingRecord]) {
            output.append(writer.reject(record, of: TopicPartition(Topic.register.name, partition), reason: "no"))
        }

        mutating func apply(_ pass: inout TablePass) {}
    }

    /// The partition is not read on behind it, however often the lane is stepped, and nothing is set aside. What stands before it
    /// is committed, and the other partitions are served.
    @Test func aRegisterRecordThatCannotBeReadStopsItsPartition() throws {
        try append(2)
        try log.append([OutgoingRecord(first, key: nil, value: [0xFF, 0xFF], timestamp: 0)])
        try append(1)
        let second = TopicPartition(Topic.register.name, 1)
        let lane = try lane()
        for _ in 0..<4 { try lane.step(timeoutMilliseconds: 0) }
        let stopped = try #require(lane.status.partitions.first { $0.partition == first }?.stopped)
        #expect(stopped.code == .unreadable && stopped.reason.hasPrefix("nu.register[0]@2: "))
        #expect(try log.committedOffset(of: "numbering", in: first) == 2)
        #expect(lane.status.partitions.first { $0.partition == second }?.stopped == nil)
        #expect(lane.status.counters.rejects == 0 && lane.status.counters.stoppedPartitions == 1)
    }

    /// The thread tells after each step, and why it ended.
    @Test(.timeLimit(.minutes(1)))
    func threadTellsOfItsLane() async throws {
        let log = log
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let thread = LaneThread(name: "numbering-a-0", logger: logger) { () throws(LogError) in
            try LaneStatusTests.lane(log)
        }
        let start = thread.status
        #expect(start.name == "numbering-a-0")
        try await wait { thread.status.hasPolled }
        #expect(thread.status.partitions.count == 2)
        // Each step moves it.
        try await wait { thread.status.lastStep > start.lastStep }
        #expect(thread.status.failure == nil)
        log.kill("a", of: "numbering")
        try await wait { thread.status.failure != nil }
        #expect(thread.status.failure?.remedy == .restart)
        #expect(thread.status.name == "numbering-a-0")
    }
}

extension LaneStatusTests {
    /// What is tried again is told for as long as it does not go through.
    @Test(.timeLimit(.minutes(1)))
    func threadTellsWhyItsStepIsTriedAgain() async throws {
        let log = log
        let isFull = Mutex(true)
        try append(1)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let thread = LaneThread(name: "numbering-a-0", logger: logger) { () throws(LogError) in
            try LaneStatusTests.lane(log, 1_000) { () throws(LogError) in
                if isFull.withLock({ $0 }) { throw LogError(.storage, .retry, "the disk is full") }
            }
        }
        try await wait { thread.status.trouble?.reason == "the disk is full" }
        #expect(thread.status.failure == nil)
        isFull.withLock { $0 = false }
        try await wait { thread.status.trouble == nil && thread.status.counters.commits > 0 }
        thread.requestStop()
        thread.join()
    }

    private typealias NumberingLane = Lane<WorkerProcessor<NumberingWorker>>

    private func lane(
        restoreSizeMax: Int = 1_000,
        beforeBatch: @escaping () throws(LogError) -> Void = {},
        beforeProcessor: @escaping () throws(LogError) -> Void = {},
    ) throws -> NumberingLane {
        try Self.lane(log, restoreSizeMax, beforeBatch, beforeProcessor)
    }

    private static func lane(
        _ log: SimulatedLog,
        _ restoreSizeMax: Int = 1_000,
        _ beforeBatch: @escaping () throws(LogError) -> Void = {},
        _ beforeProcessor: @escaping () throws(LogError) -> Void = {},
    ) throws(LogError) -> NumberingLane {
        let writer = try OutputWriter(log)
        var settings = LaneSettings()
        settings.restoreSizeMax = restoreSizeMax
        return try NumberingLane(
            log: log,
            worker: LaneWorker(
                name: NumberingWorker.name,
                group: "numbering",
                input: Topic.register.name,
                changelog: Topic.state(of: NumberingWorker.name).name,
                register: RegisterID(high: 1, low: 1),
            ),
            member: "a",
            settings: settings,
            beforeBatch: beforeBatch,
        ) { partition throws(LogError) in
            try beforeProcessor()
            return WorkerProcessor(NumberingWorker(), partition: partition, writer: writer)
        }
    }

    /// Until the test's time is up.
    private func wait(until condition: () -> Bool) async throws {
        while !condition() {
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    private func append(_ count: UInt64) throws {
        try log.append(
            (0..<count).map { id in
                OutgoingRecord(first, key: nil, value: RegisterRecord.cleared(id).encoded(), timestamp: 0)
            }
        )
    }

    private func positions(_ lane: NumberingLane) -> [Int: Int64] {
        let entries = lane.status.partitions.map { ($0.partition.partition, $0.position) }
        return Dictionary(uniqueKeysWithValues: entries)
    }

    private func rowsLeft(_ lane: NumberingLane) -> [Int: Int64?] {
        let entries = lane.status.partitions.map { ($0.partition.partition, $0.rowsLeft) }
        return Dictionary(uniqueKeysWithValues: entries)
    }
}

extension Lane {
    /// As its thread would publish it.
    var status: LaneStatus {
        var status = LaneStatus(name: "lane", lastStep: 0)
        report(to: &status)
        return status
    }
}

@Suite struct DurationHistogramTests {
    @Test func durationGoesToTheFirstBucketThatHoldsIt() {
        var histogram = DurationHistogram()
        // Exactly a bound, just above it, and above all of them.
        for nanoseconds in [0, 1_000_000, 1_000_001, 10_000_000_001] as [UInt64] {
            histogram.record(nanoseconds: nanoseconds)
        }
        #expect(histogram.counts.count == DurationHistogram.bounds.count + 1)
        #expect(histogram.counts[0] == 2)
        #expect(histogram.counts[1] == 1)
        #expect(histogram.counts.last == 1)
        #expect(histogram.count == 4)
        #expect(histogram.seconds == 10.002000002)
    }

    @Test func boundsGoUp() { #expect(DurationHistogram.bounds == DurationHistogram.bounds.sorted()) }
}
