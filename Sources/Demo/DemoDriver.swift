import Register
import Schemas
import Stream
import SwiftProtobuf

/// Publishes a scenario day by day, ``Scenario/daysUnderWay`` at once, waits for every answer, and compares each with what
/// the scenario expects.
///
/// Blocks; run it on a thread of its own while the workers run on theirs. Somebody else closes the days.
package struct DemoDriver {
    package struct Settings: Sendable {
        /// Imports published in one append.
        package var batchSize = 2_000
        /// Submissions published and not answered yet.
        package var inFlightMax = 20_000
        /// How long nothing may be answered before the driver gives up.
        package var patienceSeconds = 300

        package init() {}
    }

    /// Where the driver stands.
    package struct Progress: Sendable, Hashable {
        package enum Phase: Hashable, Sendable {
            case references
            case imports
            case day(CivilDate)
            case finished
        }

        package var phase: Phase
        package var published: Int
        package var answered: Int
        package var mismatches: Int
        /// Submissions in the whole scenario.
        package var total: Int
    }

    package private(set) var scenario: Scenario
    private let log: any StreamLog
    private let settings: Settings
    private let partitions: Int
    private let closeDay: (CivilDate, _ meanwhile: () -> Void) throws -> Void
    private let settle: () throws -> Void
    private let progress: (Progress) -> Void
    private var inbox: Inbox
    private var result = DemoResult()
    private var phase = Progress.Phase.references
    /// Receipts of days that the scenario is not to know of yet.
    private var early: [CivilDate: [WireReceipt]] = [:]
    /// The day whose answers are awaited.
    private var today = Scenario.firstDay

    /// `closeDay` closes the days through the one it is given, calls `meanwhile`, and returns when they are closed; `settle`
    /// returns when all that followed has happened.
    package init(
        _ scenario: Scenario,
        log: any StreamLog,
        settings: Settings = Settings(),
        closeDay: @escaping (CivilDate, _ meanwhile: () -> Void) throws -> Void,
        settle: @escaping () throws -> Void = {},
        progress: @escaping (Progress) -> Void = { _ in },
    ) throws {
        self.scenario = scenario
        self.log = log
        self.settings = settings
        self.closeDay = closeDay
        self.settle = settle
        self.progress = progress
        partitions = try log.partitionCount(of: Topic.submissions.name)
        inbox = try Inbox(log)
    }

    /// The whole year, and those after it where the scenario has them. `referencesPublished` may wait until intake knows the desks and the communes.
    package mutating func run(referencesPublished: () throws -> Void = {}) throws -> DemoResult {
        report()
        try publishReferences()
        try referencesPublished()

        phase = .imports
        while true {
            let batch = scenario.imports(batch: settings.batchSize)
            if batch.isEmpty { break }
            try publish(batch, on: today)
            try awaitAnswers(downTo: settings.inFlightMax - settings.batchSize)
        }
        try awaitAnswers()

        // The first day that is not published.
        var next = today
        while today.days(until: next) < Scenario.daysUnderWay {
            try publish(scenario.submissions(on: next), on: next)
            next = next.adding(days: 1)
        }
        while today <= scenario.until {
            phase = .day(today)
            try awaitAnswers(on: today)
            // The books of a year close with the first day of the next: all that belongs to it stands before.
            if today > Scenario.firstDay, today.isFirstOfYear { try settle() }
            // What the day that is published next rests on is answered, and will be closed.
            var submissions: [Outgoing] = []
            try closeDay(today) { submissions = scenario.submissions(on: next) }
            try publish(submissions, on: next)
            next = next.adding(days: 1)
            today = today.adding(days: 1)
            for receipt in early.removeValue(forKey: today) ?? [] { scenario.take(receipt) }
        }
        phase = .day(today)
        try settle()
        try closeDay(today) {}
        try settle()
        // Nobody should answer twice, or later: look once more.
        try takeAnswers()
        phase = .finished
        result.skipped = scenario.skipped
        report()
        return result
    }

    private func publishReferences() throws {
        let time = Scenario.firstDay.startInParis()
        let header: LogHeaders = [LogHeader(HeaderName.contentType, ContentType.protobuf.rawValue)]
        func records(_ topic: Topic, _ messages: [(key: String, value: [UInt8])]) throws -> [OutgoingRecord] {
            let count = try log.partitionCount(of: topic.name)
            return messages.map { key, value in
                let partition = TopicPartition(topic.name, Partitioner.partition(of: key, count: count))
                return OutgoingRecord(partition, key: Array(key.utf8), value: value, headers: header, timestamp: time)
            }
        }
        try log.append(
            records(Topic.desks, scenario.desks.map { ($0.code, try $0.serializedBytes()) })
                + records(Topic.communes, scenario.communes.map { ($0.code, try $0.serializedBytes()) })
        )
    }

    private mutating func publish(_ submissions: [Outgoing], on day: CivilDate) throws {
        guard !submissions.isEmpty else { return }
        try log.append(
            submissions.map { submission in
                let key = submission.territory.code
                return OutgoingRecord(
                    TopicPartition(Topic.submissions.name, Partitioner.partition(of: key, count: partitions)),
                    key: Array(key.utf8),
                    value: submission.value,
                    headers: [LogHeader(HeaderName.contentType, submission.contentType)],
                    timestamp: submission.timestamp,
                )
            }
        )
        for submission in submissions { result.expect(submission.answer, on: day) }
        report()
    }

    /// Returns when no more than `count` submissions wait for their answer, of a day or of all.
    private mutating func awaitAnswers(downTo count: Int = 0, on day: CivilDate? = nil) throws {
        let clock = ContinuousClock()
        var heard = clock.now
        while day.map(result.waiting) ?? result.waiting > max(count, 0) {
            if try takeAnswers() {
                heard = clock.now
                report()
                continue
            }
            guard clock.now - heard < .seconds(settings.patienceSeconds) else {
                throw DemoFailure(phase: phase, missing: result.waiting, examples: result.examplesWaiting)
            }
            // Short: what is appended between the look and the wait does not wake it.
            log.waitForAppend(timeoutMilliseconds: 5)
        }
    }

    /// Reads what has come. False when there was nothing.
    @discardableResult
    private mutating func takeAnswers() throws -> Bool {
        let (receipts, rejects) = try inbox.read(log)
        for receipt in receipts {
            if let day = result.compare(receipt), day > today {
                early[day, default: []].append(receipt)
            } else {
                scenario.take(receipt)
            }
        }
        for reject in rejects { result.compareReject(reject) }
        return !receipts.isEmpty || !rejects.isEmpty
    }

    private func report() {
        progress(
            Progress(
                phase: phase,
                published: result.published,
                answered: result.published - result.waiting,
                mismatches: result.mismatches.values.reduce(0) { $0 + $1.count },
                total: scenario.expected.submissions,
            )
        )
    }
}

/// Answers stopped coming.
package struct DemoFailure: Error, CustomStringConvertible {
    package let phase: DemoDriver.Progress.Phase
    package let missing: Int
    /// Ids of some submissions that wait.
    package let examples: [String]

    package var description: String {
        let moment =
            switch phase {
            case .references: "before the imports"
            case .imports: "during the imports of \(Scenario.firstDay)"
            case .day(let day): "on \(day)"
            case .finished: "at the end"
            }
        return "no more answers came \(moment): \(missing) are missing, among them \(examples.joined(separator: ", "))"
    }
}

/// Reads the receipts and rejects that come after the moment it was made.
private struct Inbox {
    private var positions: [TopicPartition: Int64] = [:]
    private let order: [TopicPartition]

    init(_ log: any StreamLog) throws {
        for topic in [Topic.receipts.name, Topic.rejects.name] {
            for partition in 0..<(try log.partitionCount(of: topic)) {
                let partition = TopicPartition(topic, partition)
                positions[partition] = try log.endOffset(of: partition)
            }
        }
        order = positions.keys.sorted()
    }

    mutating func read(_ log: any StreamLog) throws -> (receipts: [WireReceipt], rejects: [Bytes]) {
        var receipts: [WireReceipt] = []
        var rejects: [Bytes] = []
        let ends = try log.endOffsets(of: order)
        for partition in order where positions[partition]! < ends[partition] ?? 0 {
            let batch = try log.read(partition, from: positions[partition]!, limit: 5_000)
            positions[partition] = batch.next
            for record in batch.records {
                guard let value = record.value else { continue }
                if partition.topic == Topic.rejects.name {
                    rejects.append(value)
                } else if record.header(HeaderName.contentType) == ContentType.json.rawValue {
                    receipts.append(try WireReceipt(jsonUTF8Bytes: value))
                } else {
                    receipts.append(try WireReceipt(serializedBytes: value))
                }
            }
        }
        return (receipts, rejects)
    }
}

extension CivilDate {
    fileprivate var isFirstOfYear: Bool { components.month == 1 && components.day == 1 }
}
