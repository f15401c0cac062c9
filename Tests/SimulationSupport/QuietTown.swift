import Assembly
import Logging
import Register
import Schemas
import Sealing
import Stream
import SwiftProtobuf
import TestSupport

/// A register in which nothing goes wrong: what is submitted is answered before the next thing happens.
package final class QuietTown {
    package let log = SimulatedLog(random: SeededRandom(seed: 1))
    package let assembly: Assembly
    /// Made from a seed, so that two runs are the same.
    package static let masterKeys = MasterKeys.derived(from: 1)
    private let calendar = ManualCalendar()
    private var lanes: [any AnyLane] = []
    private var today: CivilDate
    private var figure: UInt64 = 0
    private let partitions: Int

    package init(partitions: Int = 2, on today: CivilDate) throws {
        self.partitions = partitions
        self.today = today
        try log.createTopics(Topic.all, partitions: partitions)
        try log.beginRegister(.stub, comparison: PersonMarker(QuietTown.masterKeys).comparison, clock: .replay)
        assembly = Assembly(
            log: log,
            calendar: calendar,
            sealer: FormSealer(QuietTown.masterKeys, of: .stub, source: .seeded(1)),
            logger: Logger(label: "quiet town", factory: { _ in SwiftLogNoOpLogHandler() }),
        )
        for desk in [SubmissionFixtures.landlord(), SubmissionFixtures.manager(), SubmissionFixtures.townHall()] {
            try append(.desks, key: desk.code, try desk.serializedBytes())
        }
        for worker in WorkerName.allCases { lanes.append(try assembly.makeLane(worker, member: "a")) }
    }

    /// Closes the days before this one, each in its turn.
    package func go(to day: CivilDate) throws {
        while today < day {
            calendar.close(through: today)
            today = today.adding(days: 1)
            try rest()
        }
    }

    /// Publishes a request and returns the number its receipt names, if any.
    @discardableResult
    package func submit(
        _ kind: WireRequest.OneOf_Kind,
        id: UInt64? = nil,
        desk: String = SubmissionFixtures.landlordDesk,
        territory: String = "059",
    ) throws -> String {
        figure += 1
        let submission = WireSubmission.with {
            $0.submissionID = SubmissionFixtures.id(id ?? figure)
            $0.desk = desk
            $0.agent = "agent-1"
            $0.territory = territory
            $0.receivedOn = today.iso
            $0.request.kind = kind
        }
        try publish(try submission.serializedBytes(), territory: territory)
        let receipts = log.records(of: Topic.receipts.name).compactMap { record in
            record.value.flatMap { try? WireReceipt(serializedBytes: $0) }
        }
        return receipts.last { $0.submissionID == submission.submissionID }?.number ?? ""
    }

    package func publish(_ value: [UInt8], territory: String = "059") throws {
        try append(.submissions, key: territory, value)
        try rest()
    }

    private func append(_ topic: Topic, key: String, _ value: [UInt8]) throws {
        let partition = TopicPartition(topic.name, Partitioner.partition(of: key, count: partitions))
        let noon = today.startInParis() + 12 * 3_600_000
        try log.append([OutgoingRecord(partition, key: Array(key.utf8), value: value, timestamp: noon)])
    }

    private func rest() throws {
        var idle = 0
        while idle < 2 {
            var did = false
            for lane in lanes where try lane.step(timeoutMilliseconds: 0) { did = true }
            idle = did ? 0 : idle + 1
        }
    }
}
