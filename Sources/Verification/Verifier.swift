import Schemas
import Stream
import WorkerKit

/// Checks the promises on any log: reads it once, topic by topic, and keeps no record.
///
/// A log that moves meanwhile is no hindrance: positions are taken first, and what the workers had not read by then is
/// pending. What they wrote after that is read with the rest, and an answer whose fact was not read is not held against
/// them.
package struct Verifier {
    package struct Progress: Sendable {
        package var partition: TopicPartition
        package var offset: Int64
        package var end: Int64
    }

    package init() {}

    package func verify(
        _ log: any StreamLog,
        settings: VerifierSettings = VerifierSettings(),
        progress: (Progress) -> Void = { _ in },
    ) throws(LogError) -> Verdict {
        var settings = settings
        // Forms open in the register that they were sealed for.
        if let header = try log.registerHeader() { settings.register = header.id }
        var standing = Audit.Standing()
        for worker in Topic.registerWorkers {
            standing.positions[worker] = try positions(of: worker, in: .register, log)
        }
        standing.positions[WorkerGroup.intake] = try positions(of: WorkerGroup.intake, in: .submissions, log)
        // Submissions that come from now on are not looked for; their answers are not held against anybody.
        let submissionEnds = try ends(of: .submissions, log)

        let partitions = try log.partitionCount(of: Topic.register.name)
        var audit = Audit(settings: settings, registerPartitions: partitions, standing: standing)
        audit.submissionEnds = submissionEnds
        // The topics that follow from the register are read up to where they end before it is read, so that none is
        // ahead of it.
        let receipts = try ends(of: .receipts, log)
        let notices = try ends(of: .notices, log)
        let cells = try ends(of: .statistics, log)
        let register = try ends(of: .register, log)
        // Read before the register, and taken after it: the keys of all its forms are among them.
        try walk(.keys, try ends(of: .keys, log), log, settings, progress) { audit.takeKey($0, partition: $1) }
        try walk(.register, register, log, settings, progress) { audit.takeRegister($0, partition: $1) }
        audit.finishRegister()
        try walk(.receipts, receipts, log, settings, progress) { audit.takeReceipt($0, partition: $1) }
        try walk(.rejects, try ends(of: .rejects, log), log, settings, progress) { audit.takeReject($0, partition: $1) }
        try walk(.notices, notices, log, settings, progress) { audit.takeNotice($0, partition: $1) }
        try walk(.statistics, cells, log, settings, progress) { audit.takeCell($0, partition: $1) }
        try walk(.submissions, submissionEnds, log, settings, progress) { audit.takeSubmission($0, partition: $1) }
        for worker in Topic.registerWorkers {
            let state = Topic.state(of: worker)
            try walk(state, try ends(of: state, log), log, settings, progress) {
                audit.takeRow($0, of: worker, partition: $1)
            }
        }
        audit.isAtRest = try ends(of: .register, log) == register
        return audit.finish()
    }

    private func positions(of worker: String, in topic: Topic, _ log: any StreamLog) throws(LogError) -> [Int: Int64] {
        var positions: [Int: Int64] = [:]
        for partition in 0..<(try log.partitionCount(of: topic.name)) {
            let position = try log.committedOffset(of: "nu.\(worker)", in: TopicPartition(topic.name, partition))
            positions[partition] = position ?? 0
        }
        return positions
    }

    private func ends(of topic: Topic, _ log: any StreamLog) throws(LogError) -> [Int: Int64] {
        var ends: [Int: Int64] = [:]
        for partition in 0..<(try log.partitionCount(of: topic.name)) {
            ends[partition] = try log.endOffset(of: TopicPartition(topic.name, partition))
        }
        return ends
    }

    private func walk(
        _ topic: Topic,
        _ ends: [Int: Int64],
        _ log: any StreamLog,
        _ settings: VerifierSettings,
        _ progress: (Progress) -> Void,
        _ take: (LogRecord, Int) -> Void,
    ) throws(LogError) {
        for (number, end) in ends.sorted(by: { $0.key < $1.key }) {
            let partition = TopicPartition(topic.name, number)
            var next: Int64 = 0
            while next < end {
                let batch = try log.read(partition, from: next, limit: settings.readSizeMax)
                for record in batch.records where record.offset < end { take(record, number) }
                guard batch.next > next else { break }
                next = batch.next
                progress(Progress(partition: partition, offset: min(next, end), end: end))
            }
        }
    }
}
