import Assembly
import Foundation
import Intake
import KafkaLog
import KafkaSupport
import Register
import Schemas
import Sealing
import Stream
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// Who says when a submission came, on a real broker.
@Suite(.needsPrivateKafka) struct ReceptionTests {
    /// S-01: such a record got the number `0590309000001G5901`, and seniority from 2009.
    @Test func aCreationWithTheTimestampOfMarch2009IsOfToday() throws {
        let broker = try KafkaBroker.makePrivate()
        defer { broker.stop() }
        let log = try FaultRun.open(broker.address)
        try log.createTopics(Topic.all, partitions: Load.partitions, clock: .live)
        _ = try log.beginIfEmpty(comparison: FormSealer.unsealed.marker.comparison, clock: .live)
        try log.append([Load.desk, creation(timestamp: 1_235_862_000_000)])

        let before = CivilDate.paris(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
        try work(log) { try !receipts(log).isEmpty }
        let receipt = try #require(try receipts(log).first)
        let after = CivilDate.paris(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
        #expect(receipt.outcome == .registered)
        #expect([before.iso, after.iso].contains(receipt.firstFiledOn))
        let number = try #require(UniqueNumber(receipt.number))
        let filed = try #require(CivilDate(iso: receipt.firstFiledOn)).components
        #expect(number.month == filed.month && number.yearOfCentury == filed.year % 100)
    }

    /// Somebody gave the topic the sender's time: what comes then is not taken, nor lost, and `topics apply` mends it.
    @Test func intakeStopsOnALoosenedTopicAndGoesOnWhenItIsMended() throws {
        let broker = try KafkaBroker.makePrivate()
        defer { broker.stop() }
        let log = try FaultRun.open(broker.address)
        try log.createTopics(Topic.all, partitions: Load.partitions, clock: .live)
        _ = try log.beginIfEmpty(comparison: FormSealer.unsealed.marker.comparison, clock: .live)
        var loosened = Topic.submissions.configuration(replication: 1, clock: .live)
        loosened["message.timestamp.type"] = "CreateTime"
        try log.configure(Topic.submissions.name, loosened)
        try log.append([Load.desk, creation(timestamp: 1_235_862_000_000)])

        let failure = #expect(throws: LogError.self) {
            try work(log) { try !receipts(log).isEmpty }
        }
        #expect(failure?.remedy == .restart)
        #expect(failure?.reason.contains("topics apply") == true, "\(String(describing: failure))")
        #expect(try receipts(log).isEmpty)

        let plan = TopicPlan(
            TopicPlan.Wanted(Topic.all, partitions: Load.partitions, clock: .live),
            on: try ClusterTopics(Topic.all, on: log),
        )
        #expect(plan.changes.map(\.setting) == ["message.timestamp.type"])
        for (topic, configuration) in plan.configurations { try log.configure(topic, configuration) }
        // What came meanwhile bears the sender's time for good: it is set aside, to be sent again, and the next is answered.
        try log.append([creation(timestamp: 1_235_862_000_000)])
        try work(log) { try !receipts(log).isEmpty }
        #expect(try receipts(log).map(\.outcome) == [.registered])
        let rejects = try log.read(TopicPartition(Topic.rejects.name, 0), from: 0, limit: 10).records
        #expect(rejects.count == 1)
        #expect(rejects.first?.header(HeaderName.reason)?.contains("the time that senders give") == true)
    }

    private func creation(timestamp: Int64) throws -> OutgoingRecord {
        var submission = SubmissionFixtures.creation()
        submission.receivedOn = ""
        let value: [UInt8] = try submission.serializedBytes()
        let partition = Partitioner.partition(of: submission.territory, count: Load.partitions)
        return OutgoingRecord(
            TopicPartition(Topic.submissions.name, partition),
            key: Array(submission.territory.utf8),
            value: value,
            headers: [LogHeader(HeaderName.contentType, ContentType.protobuf.rawValue)],
            timestamp: timestamp,
        )
    }

    private func receipts(_ log: KafkaLog) throws -> [WireReceipt] {
        let partition = TopicPartition(Topic.receipts.name, 0)
        return try log.read(partition, from: 0, limit: 10).records.compactMap { record in
            try record.value.map { try WireReceipt(serializedBytes: $0) }
        }
    }

    /// The workers that answer a creation, in this process, until something has happened.
    private func work(_ log: KafkaLog, until isDone: () throws -> Bool) throws {
        var intake = IntakeSettings()
        intake.clock = .live
        let assembly = Assembly(log: log, calendar: ManualCalendar(), intake: intake, sealer: .unsealed)
        let lanes = try [WorkerName.intake, .deduplication, .numbering].map {
            try assembly.makeLane($0, member: "\($0.rawValue)-reception")
        }
        defer { for lane in lanes { try? lane.close() } }
        let deadline = ContinuousClock.now + .seconds(60)
        while try !isDone() {
            try #require(ContinuousClock.now < deadline, "nothing happened in a minute")
            for lane in lanes { try lane.step(timeoutMilliseconds: 5) }
        }
    }
}
