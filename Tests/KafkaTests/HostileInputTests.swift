import Assembly
import EmbeddedLog
import Foundation
import KafkaClient
import KafkaLog
import KafkaSupport
import Logging
import Register
import Schemas
import Sealing
import Stream
import SwiftProtobuf
import TestSupport
import Testing

/// Goal: whatever is written to `nu.submissions` ends in one reject or one refusal, and the next submission is answered.
///
/// Method: every kind of hostile record goes through real lanes, on the embedded log and on a broker, each followed by a submission
/// that is right.
@Suite(.serialized) struct HostileInputTests {
    @Test func onTheEmbeddedLogEachEndsInOneAnswerAndTheNextIsServed() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("nu-hostile-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let log = try EmbeddedLog(path: folder.appendingPathComponent("log.sqlite").path)
        try HostileRun(log) { try log.append([$0]) }.run(takesAnySize: true)
    }

    @Test(.needsPrivateKafka) func onABrokerEachEndsInOneAnswerAndTheNextIsServed() throws {
        let broker = try KafkaBroker.makePrivate()
        defer { broker.stop() }
        let log = try KafkaLog(KafkaLog.Settings(brokers: broker.address), logger: HostileRun.logger)
        let watchdog = Watchdog(boundMilliseconds: 60_000, logger: HostileRun.logger)
        // As somebody would send it who minds none of our limits; the broker's answer is waited for.
        func sender(_ compression: String) throws(KafkaError) -> KafkaProducer {
            let settings = KafkaSettings([
                "bootstrap.servers": broker.address, "message.max.bytes": "100000000", "compression.type": compression,
                "transactional.id": "sender-\(compression)",
            ])
            return try KafkaProducer(settings, logger: HostileRun.logger, watchdog: watchdog)
        }
        var plain = try sender("none")
        let run = try HostileRun(log) { record in
            do throws(KafkaError) {
                try plain.commit([record])
            } catch {
                guard error.kind == .tooLarge else { throw error }
                // Its sequence has a hole from then on.
                plain = try sender("none")
            }
        }
        try run.run(takesAnySize: false)

        // Forty megabytes of one letter are some forty kilobytes on the wire.
        let rejects = try run.rejects.count
        let bomb = [UInt8](repeating: UInt8(ascii: " "), count: 40_000_000)
        for compression in ["gzip", "lz4", "zstd", "snappy"] {
            let error = #expect(throws: KafkaError.self, "a broker takes no bomb of \(compression)") {
                try sender(compression).commit([
                    OutgoingRecord(HostileRun.submissions, key: nil, value: bomb, timestamp: 0)
                ])
            }
            #expect(error?.kind == .tooLarge, "\(compression): \(error?.reason ?? "")")
            try run.serve("a bomb of \(compression)")
        }
        #expect(try run.rejects.count == rejects)
    }

    /// What cannot be written is named, so that a lane can set aside what it follows from.
    @Test(.needsPrivateKafka) func aRecordThatIsTooLargeForItsTopicIsNamed() throws {
        let broker = try KafkaBroker.makePrivate()
        defer { broker.stop() }
        let log = try KafkaLog(KafkaLog.Settings(brokers: broker.address), logger: HostileRun.logger)
        try log.createTopics(Topic.all, partitions: 1)
        let receipts = TopicPartition("nu.receipts", 0)
        for (partition, size) in [(receipts, 2_100_000), (HostileRun.submissions, 530_000)] {
            let large = OutgoingRecord(partition, key: nil, value: [UInt8](repeating: 1, count: size), timestamp: 0)
            let error = #expect(throws: LogError.self) { try log.append([large]) }
            #expect(error?.code == .recordTooLarge)
            #expect(error?.remedy == .abort)
            #expect(error?.reason.contains("\(partition)") == true)
            #expect(error?.reason.contains("\(size)") == true)
        }
        // What the broker alone finds too large: the topic takes less than we think.
        try log.configure("nu.receipts", ["max.message.bytes": "1000"])
        var seeded = SeededRandom(seed: 1)
        let random = (0..<50_000).map { _ in UInt8.random(in: .min ... .max, using: &seeded) }
        let error = #expect(throws: LogError.self) {
            try log.append([OutgoingRecord(receipts, key: nil, value: random, timestamp: 0)])
        }
        #expect(error?.code == .recordTooLarge)
        #expect(error?.reason.contains("nu.receipts") == true)
        // Nothing is stuck behind it.
        try log.append([OutgoingRecord(receipts, key: nil, value: [1], timestamp: 0)])
        #expect(try log.read(receipts, from: 0, limit: 10).records.map { $0.value.map(Array.init) } == [[1]])
    }
}

/// The lanes of three workers on one partition, stepped by hand, and what they say.
private final class HostileRun {
    static let submissions = TopicPartition(Topic.submissions.name, 0)
    static var logger: Logger {
        var logger = Logger(label: "hostile")
        logger.logLevel = .critical
        return logger
    }

    private let log: any StreamLog
    private let publish: (OutgoingRecord) throws -> Void
    private let lanes: [any AnyLane]
    private var servedID: UInt64 = 1

    init(_ log: any StreamLog, _ publish: @escaping (OutgoingRecord) throws -> Void) throws {
        self.log = log
        self.publish = publish
        try log.createTopics(Topic.all, partitions: 1)
        _ = try log.beginIfEmpty(comparison: FormSealer.unsealed.marker.comparison, clock: .replay)
        for desk in [SubmissionFixtures.landlord(), SubmissionFixtures.manager()] {
            let record = OutgoingRecord(
                TopicPartition(Topic.desks.name, 0),
                key: Array(desk.code.utf8),
                value: try desk.serializedBytes(),
                timestamp: 0
            )
            try log.append([record])
        }
        let assembly = Assembly(log: log, sealer: .unsealed, logger: HostileRun.logger)
        lanes = try [WorkerName.intake, .deduplication, .numbering].map {
            try assembly.makeLane($0, member: "hostile-\($0)")
        }
    }

    var rejects: [LogRecord] { get throws { try records(of: .rejects) } }

    private func records(of topic: Topic) throws -> [LogRecord] {
        var records: [LogRecord] = []
        var next: Int64 = 0
        while true {
            let batch = try log.read(TopicPartition(topic.name, 0), from: next, limit: 10_000)
            records += batch.records
            guard batch.next > next else { return records }
            next = batch.next
        }
    }

    private func receipts(of id: String) throws -> [WireReceipt] {
        try records(of: .receipts).compactMap { record in
            guard let value = record.value else { return nil }
            let isJSON = record.header(HeaderName.contentType) == ContentType.json.rawValue
            return isJSON ? try? WireReceipt(jsonUTF8Bytes: value) : try? WireReceipt(serializedBytes: value)
        }
        .filter { $0.submissionID == id }
    }

    func run(takesAnySize: Bool) throws {
        try serve("at first")
        let published = SubmissionFixtures.publishedAt
        for record in try HostileRecord.all(published) {
            let before = (rejects: try rejects.count, receipts: try records(of: .receipts).count)
            try publish(
                OutgoingRecord(
                    HostileRun.submissions,
                    key: record.key,
                    value: record.value,
                    headers: LogHeaders(record.headers),
                    timestamp: record.timestamp ?? published,
                )
            )
            try serve(record.name)
            let new = (
                rejects: try rejects.count - before.rejects,
                receipts: try records(of: .receipts).count - before.receipts - 1
            )
            if record.isTooLargeForATopic, !takesAnySize {
                #expect(new == (0, 0), "\(record.name): the broker refuses it")
                continue
            }
            switch record.end {
            case .reject: #expect(new == (1, 0), "\(record.name)")
            case .refusal, .answer: #expect(new == (0, 1), "\(record.name)")
            case .rejectOrRefusal: #expect(new.rejects + new.receipts == 1, "\(record.name)")
            }
            if new.rejects == 1, let reject = try rejects.last {
                #expect(reject.header(HeaderName.originalTopic) == Topic.submissions.name, "\(record.name)")
                let size = reject.headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.count }
                #expect(size < 20_000, "\(record.name): headers of \(size) bytes")
            }
        }
        for receipt in try records(of: .receipts) {
            let size = (receipt.value?.count ?? 0) + receipt.headers.reduce(0) { $0 + $1.value.count }
            #expect(size < 100_000, "a receipt of \(size) bytes")
        }
    }

    /// A submission that is right is answered, whatever came before it.
    func serve(_ after: String) throws {
        servedID += 1
        let id = SubmissionFixtures.id(servedID)
        let submission = SubmissionFixtures.creation(id: id)
        try publish(
            OutgoingRecord(
                HostileRun.submissions,
                key: Array("059".utf8),
                value: try submission.serializedBytes(),
                timestamp: SubmissionFixtures.publishedAt
            )
        )
        let deadline = Date().addingTimeInterval(60)
        while try receipts(of: id).isEmpty {
            guard Date() < deadline else {
                Issue.record("the next one is not answered after: \(after)")
                return
            }
            for lane in lanes { try lane.step(timeoutMilliseconds: 20) }
        }
        // All of its answers stand there: nothing comes twice.
        for _ in 0..<3 { for lane in lanes { try lane.step(timeoutMilliseconds: 0) } }
    }
}
