import Assembly
import Foundation
import Register
import Schemas
import Sealing
import Stream
import SwiftProtobuf
import TestSupport
import Testing

/// What a desk may do follows from `nu.desks`, and a refusal by what stood there before is final.
@Suite struct ReferenceTests {
    /// Somebody adds a desk, dies in the middle of the commit, and leaves the transaction to the broker. Intake starts meanwhile.
    @Test func intakeJudgesNothingWhileWhatItKnowsOfDesksIsUndecided() throws {
        let log = UndecidedLog(SimulatedLog(random: SeededRandom(seed: 1)))
        try log.createTopics(Topic.all, partitions: 1)
        try log.beginRegister(.stub, comparison: FormSealer.unsealed.marker.comparison, clock: .replay)
        let desk = SubmissionFixtures.landlord()
        try log.append([
            OutgoingRecord(
                TopicPartition(Topic.desks.name, 0),
                key: Array(desk.code.utf8),
                value: desk.serializedBytes(),
                timestamp: 1
            )
        ])
        let submission = SubmissionFixtures.creation()
        try log.append([
            OutgoingRecord(
                TopicPartition(Topic.submissions.name, 0),
                key: Array("059".utf8),
                value: submission.serializedBytes(),
                headers: [LogHeader(HeaderName.contentType, ContentType.protobuf.rawValue)],
                timestamp: CivilDate(iso: submission.receivedOn)!.startInParis() + 12 * 3_600_000,
            )
        ])
        let assembly = Assembly(log: log, calendar: ManualCalendar(), sealer: .unsealed)
        let lane = try assembly.makeLane(.intake, member: "intake")
        for _ in 0..<3 {
            do throws(LogError) {
                // The first step may only learn of its partition.
                try lane.step(timeoutMilliseconds: 0)
            } catch {
                #expect(error.remedy == .retry)
                #expect(error.reason.contains("nu.desks"))
            }
        }
        #expect(try log.endOffset(of: TopicPartition(Topic.receipts.name, 0)) == 0, "nobody is refused")
        log.decide()
        while try log.endOffset(of: TopicPartition(Topic.register.name, 0)) == 1 {
            try lane.step(timeoutMilliseconds: 0)
        }
        #expect(try log.endOffset(of: TopicPartition(Topic.receipts.name, 0)) == 0)
    }

    /// A rebuild that stopped at an undecided transaction would write a state that lacks what stands behind it.
    @Test func whoNeedsAWholePartitionWaitsForTheDecision() throws {
        let log = UndecidedLog(SimulatedLog(random: SeededRandom(seed: 1)))
        try log.createTopics(Topic.all, partitions: 1)
        let desks = TopicPartition(Topic.desks.name, 0)
        for value in [1, 2] as [UInt8] {
            try log.append([OutgoingRecord(desks, key: [value], value: [value], timestamp: 0)])
        }
        log.decide(afterWaits: 2)
        var pass = PartitionPass(log, desks, to: try log.endOffset(of: desks))
        var read: [[UInt8]] = []
        while let records = try pass.records() { read += records.compactMap { $0.value.map(Array.init) } }
        #expect(read == [[1], [2]])
    }
}

/// A log whose last record of `nu.desks` belongs to a transaction that is not decided: its end counts it, and no reader gets there.
///
/// `@unchecked`: this test has one thread.
private final class UndecidedLog: StreamLog, @unchecked Sendable {
    private let log: SimulatedLog
    private var isDecided = false
    private var waitsLeft: Int?

    init(_ log: SimulatedLog) { self.log = log }

    func decide() { isDecided = true }

    /// Once somebody has waited so often.
    func decide(afterWaits waits: Int) { waitsLeft = waits }

    func createTopics(_ topics: [Topic], partitions: Int, clock: RegisterClock) throws(LogError) {
        try log.createTopics(topics, partitions: partitions, clock: clock)
    }
    func partitionCount(of topic: String) throws(LogError) -> Int { try log.partitionCount(of: topic) }
    func append(_ records: [OutgoingRecord]) throws(LogError) { try log.append(records) }
    func read(_ partition: TopicPartition, from offset: Int64, limit: Int) throws(LogError) -> ReadBatch {
        if partition.topic == Topic.desks.name, !isDecided { return ReadBatch(records: [], next: offset) }
        return try log.read(partition, from: offset, limit: limit)
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
        try log.join(group: group, member: member, topics: topics, endsWithin: endsWithin)
    }
    func waitForAppend(timeoutMilliseconds: Int) {
        waitsLeft = waitsLeft.map { $0 - 1 }
        if waitsLeft == 0 { decide() }
    }
}
