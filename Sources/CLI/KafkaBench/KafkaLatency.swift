import Assembly
import Demo
import Foundation
import KafkaClient
import KafkaLog
import Logging
import Observability
import Register
import Schemas
import Sealing
import Stream
import SwiftProtobuf

/// How long a desk waits: from the moment a submission is due to be published to the moment its receipt is read. In
/// between are three commits, of intake, of deduplication and of numbering, while the other workers follow.
struct KafkaLatency {
    let log: KafkaLog
    let settings: KafkaLog.Settings
    /// Submissions a second.
    let rate: Int
    let seconds: Int
    let seed: UInt64
    let sealer: FormSealer

    func run(into report: inout BenchReport) throws {
        // Published for as long again before: the first commits of a producer are slow, and brokers warm up.
        let count = rate * seconds * 2
        var scenario = Scenario(seed: seed, size: min(1, max(0.01, Double(count) / 100_000)))
        let publisher = ScenarioPublisher(log: log, partitions: try log.partitionCount(of: Topic.submissions.name))
        try publisher.publishReferences(scenario)
        var waiting: [OutgoingRecord] = []
        while waiting.count < count {
            let batch = scenario.imports(batch: min(2_000, count - waiting.count))
            if batch.isEmpty { break }
            waiting += batch.map(publisher.record)
        }
        let assembly = Assembly(log: log, calendar: ManualCalendar(), sealer: sealer)
        let group = LaneGroup(assembly, workers: WorkerName.allCases, lanes: 1, instance: "bench")
        defer { group.stop() }
        while !group.readings.allSatisfy({ !$0.status.partitions.isEmpty }) {
            if let failure = group.failure { throw failure }
            usleep(10_000)
        }
        var alone = settings
        alone.gatherMilliseconds = 0
        let reader = try KafkaLog(alone, logger: Logger(label: "bench")).join(
            group: "nu-bench",
            member: "reader",
            topics: [Topic.receipts.name]
        )
        var joined = 0
        while joined < (try log.partitionCount(of: Topic.receipts.name)) {
            for assignment in try reader.poll(limit: 1, timeoutMilliseconds: 100).assigned {
                try reader.resume(assignment.partition, from: assignment.committed ?? 0)
                joined += 1
            }
        }
        let clock = ContinuousClock()
        let start = clock.now + .milliseconds(100)
        var due: [SubmissionID: ContinuousClock.Instant] = [:]
        for (index, record) in waiting.enumerated() {
            guard let id = try Self.id(of: record) else { continue }
            due[id] = start + .seconds(Double(index) / Double(rate))
        }
        let source = try KafkaProducer(
            settings.common.overridden(by: KafkaSettings(["linger.ms": "0", "enable.idempotence": "true"])),
            logger: Logger(label: "bench"),
            watchdog: Watchdog(boundMilliseconds: 60_000, logger: Logger(label: "bench"))
        )
        var durations: [Double] = []
        var next = 0
        let end = start + .seconds(seconds * 2 + 30)
        var answered = 0
        while answered < waiting.count, clock.now < end {
            let now = clock.now
            let reached = min(waiting.count, max(next, Int((now - start) / .seconds(1) * Double(rate))))
            if reached > next { try source.publish(Array(waiting[next..<reached])) }
            next = max(next, reached)
            let pause = max(1, Int((start + .seconds(Double(next + 1) / Double(rate)) - clock.now) / .milliseconds(1)))
            let poll = try reader.poll(limit: 1_000, timeoutMilliseconds: min(pause, 20))
            let received = clock.now
            for record in poll.batches.flatMap(\.records) {
                guard let receipt = WireReceipt(record: record), let id = SubmissionID(receipt.submissionID),
                    let sent = due.removeValue(forKey: id)
                else { continue }
                answered += 1
                guard sent - start >= .seconds(seconds) else { continue }
                durations.append((received - sent) / .milliseconds(1))
            }
            if let failure = group.failure { throw failure }
        }
        try reader.leave()
        guard answered == waiting.count else {
            throw LogError(
                .storage,
                .restart,
                "\(waiting.count - answered) of \(waiting.count) submissions had no answer"
            )
        }
        durations.sort()
        for (name, share) in [("p50", 0.5), ("p99", 0.99)] {
            let value = durations[min(durations.count - 1, Int(Double(durations.count) * share))]
            report.add("submission to receipt at \(rate)/s, \(name)", value, "ms")
        }
    }

    private static func id(of record: OutgoingRecord) throws -> SubmissionID? {
        guard let value = record.value else { return nil }
        let isJSON = record.headers.contains { $0.value == Array(ContentType.json.rawValue.utf8) }
        let message = isJSON ? try WireSubmission(jsonUTF8Bytes: value) : try WireSubmission(serializedBytes: value)
        return SubmissionID(message.submissionID)
    }
}
