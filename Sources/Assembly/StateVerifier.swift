import Deduplication
import Numbering
import Register
import Renewal
import Schemas
import Statistics
import Stream
import StrikeOff
import Verification
import WorkerKit

/// Checks the eighth promise on any log: folds the register anew with fresh workers, up to where each group stands, and
/// holds what they say and what they then know against what the log and the changelogs hold.
///
/// So a record that was processed twice, or lost, or an output that was, shows wherever it happened. The workers must be
/// of the version, and have the delays, that the log was written with.
package struct StateVerifier {
    private let assembly: Assembly

    package init(_ assembly: Assembly) { self.assembly = assembly }

    /// `checksOutputs`: hold the facts, receipts and notices too against what the workers decide, not only their tables.
    package func verify(
        settings: VerifierSettings = VerifierSettings(),
        checksOutputs: Bool = true,
    ) throws(LogError) -> Verdict {
        let log = assembly.log
        let calendar = assembly.legalCalendar
        let before = try positions(log)
        var fold = Fold(
            log: log,
            settings: settings,
            statisticsType: assembly.statisticsType,
            dispatchType: assembly.dispatchType,
            keepsOutputs: checksOutputs
        )
        try fold.check { DeduplicationWorker(calendar: calendar) }
        try fold.check { NumberingWorker(calendar: calendar) }
        try fold.check { RenewalWorker(calendar: calendar) }
        try fold.check { StrikeOffWorker(calendar: calendar) }
        try fold.check { StatisticsWorker() }
        if checksOutputs { try fold.compareOutputs { () throws(LogError) in try positions(log) == before } }
        return fold.findings.verdict
    }

    private func positions(_ log: any StreamLog) throws(LogError) -> [Int64] {
        var positions: [Int64] = []
        for worker in Topic.registerWorkers {
            for partition in 0..<(try log.partitionCount(of: Topic.register.name)) {
                let register = TopicPartition(Topic.register.name, partition)
                positions.append(try log.committedOffset(of: "nu.\(worker)", in: register) ?? 0)
            }
        }
        return positions
    }
}

private struct Fold {
    let log: any StreamLog
    let settings: VerifierSettings
    let statisticsType: ContentType
    let dispatchType: ContentType
    let keepsOutputs: Bool
    var findings: Findings
    /// What the workers decided: how often, and where the record stands that the last one follows from.
    private var outputs: [Int: (count: Int, cause: RecordPlace)] = [:]

    init(
        log: any StreamLog,
        settings: VerifierSettings,
        statisticsType: ContentType,
        dispatchType: ContentType,
        keepsOutputs: Bool,
    ) {
        self.log = log
        self.settings = settings
        self.statisticsType = statisticsType
        self.dispatchType = dispatchType
        self.keepsOutputs = keepsOutputs
        self.findings = Findings(max: settings.findingsMax)
    }

    mutating func check<W: Worker>(_ makeWorker: () -> W) throws(LogError) {
        let writer = try OutputWriter(log, statisticsType: statisticsType, dispatchType: dispatchType)
        for partition in 0..<(try log.partitionCount(of: Topic.register.name)) {
            var folded = WorkerProcessor(makeWorker(), partition: partition, writer: writer)
            let register = TopicPartition(Topic.register.name, partition)
            let end = try log.committedOffset(of: "nu.\(W.name)", in: register) ?? 0
            try fold(&folded, register, to: end)
            guard try log.committedOffset(of: "nu.\(W.name)", in: register) ?? 0 == end else {
                findings.wait()  // it went on meanwhile: its changelog is of another moment
                continue
            }
            try compare(folded, WorkerProcessor(makeWorker(), partition: partition, writer: writer), W.name, partition)
        }
    }

    private mutating func fold<W: Worker>(
        _ processor: inout WorkerProcessor<W>,
        _ register: TopicPartition,
        to end: Int64,
    ) throws(LogError) {
        var outgoing: [OutgoingRecord] = []
        var next: Int64 = 0
        while next < end {
            let batch = try log.read(register, from: next, limit: settings.readSizeMax)
            for record in batch.records where record.offset < end {
                outgoing.removeAll(keepingCapacity: true)
                processor.process(record, into: &outgoing)
                for output in outgoing where keepsOutputs {
                    keep(output, RecordPlace(register.topic, register.partition, record.offset))
                }
            }
            findings.read(batch.records.count)
            var pass = TablePass(.keep)
            processor.apply(&pass)
            guard batch.next > next else { break }
            next = batch.next
        }
    }

    private mutating func compare<W: Worker>(
        _ folded: WorkerProcessor<W>,
        _ fresh: WorkerProcessor<W>,
        _ worker: String,
        _ partition: Int,
    ) throws(LogError) {
        let changelog = TopicPartition(Topic.state(of: worker).name, partition)
        var (folded, restored) = (folded, fresh)
        try walk(changelog) { records, findings in
            var pass = TablePass(
                .restore,
                restored: records.compactMap { record in record.key.map { RestoredRow(key: $0, value: record.value) } }
            )
            restored.apply(&pass)
            if pass.failure != nil {
                findings.add(
                    .stateUnreadable,
                    RecordPlace(changelog.topic, partition, records.first?.offset ?? 0)
                )
            }
        }
        var (expected, found) = (TablePass(.snapshot), TablePass(.snapshot))
        folded.apply(&expected)
        restored.apply(&found)
        var rows = Dictionary(uniqueKeysWithValues: expected.changes.map { ($0.key, $0.value) })
        findings.check(.state, count: rows.count)
        var differing: Set<[UInt8]> = []
        for row in found.changes where rows.removeValue(forKey: row.key) != .some(row.value) {
            differing.insert(row.key)
        }
        differing.formUnion(rows.keys)
        guard !differing.isEmpty else { return }
        var offsets: [[UInt8]: Int64] = [:]
        try walk(changelog) { records, _ in
            for record in records {
                if let key = record.key.map(Array.init), differing.contains(key) { offsets[key] = record.offset }
            }
        }
        for key in differing.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            findings.add(
                .stateDiffers,
                RecordPlace(changelog.topic, partition, offsets[key] ?? -1),
                "table \(key.first ?? 0)"
            )
        }
    }

    private mutating func walk(
        _ partition: TopicPartition,
        _ take: ([LogRecord], inout Findings) -> Void,
    ) throws(LogError) {
        let end = try log.endOffset(of: partition)
        var next: Int64 = 0
        while next < end {
            let batch = try log.read(partition, from: next, limit: settings.readSizeMax)
            take(batch.records, &findings)
            guard batch.next > next else { break }
            next = batch.next
        }
    }

    // MARK: Outputs

    /// Compacted topics keep the last of each key, so only the others can be counted.
    private static let counted = [Topic.register, .receipts, .notices, .dispatches]

    private mutating func keep(_ output: OutgoingRecord, _ cause: RecordPlace) {
        guard Fold.counted.contains(where: { $0.name == output.partition.topic }) else { return }
        let hash = Fold.hash(output.partition, output.key.map { $0[...] }, output.value.map { $0[...] })
        outputs[hash, default: (0, cause)].count += 1
        outputs[hash]?.cause = cause
    }

    private static func hash(_ partition: TopicPartition, _ key: Bytes?, _ value: Bytes?) -> Int {
        var hasher = Hasher()
        hasher.combine(partition)
        hasher.combine(key)
        hasher.combine(value)
        return hasher.finalize()
    }

    /// `isAtRest`: the workers did not go on meanwhile; else what is new in the log is nobody's fault.
    mutating func compareOutputs(_ isAtRest: () throws(LogError) -> Bool) throws(LogError) {
        var undecided: [RecordPlace] = []
        for topic in Fold.counted {
            for number in 0..<(try log.partitionCount(of: topic.name)) {
                let partition = TopicPartition(topic.name, number)
                var found = outputs
                outputs = [:]
                try walk(partition) { records, findings in
                    for record in records where Fold.isWorkers(record, topic) {
                        findings.check(.state)
                        let hash = Fold.hash(partition, record.key, record.value)
                        if let count = found[hash]?.count, count > 0 {
                            found[hash]?.count = count - 1
                        } else {
                            undecided.append(RecordPlace(topic.name, number, record.offset))
                        }
                    }
                }
                outputs = found
            }
        }
        for (_, output) in outputs where output.count > 0 { findings.add(.outputLost, output.cause) }
        if try isAtRest() {
            for place in undecided { findings.add(.outputUndecided, place) }
        } else if !undecided.isEmpty {
            findings.wait()
        }
    }

    /// What intake and operators say follows from no record of the register.
    private static func isWorkers(_ record: LogRecord, _ topic: Topic) -> Bool {
        if topic == .register {
            guard let value = record.value else { return true }
            let intakes = Interest([.accepted, .received, .header, .catchUp], submissions: .all)
            let opened = try? RegisterRecord.decode(value, offset: record.offset, interest: intakes)
            return opened == nil
        }
        return record.header(HeaderName.source) != "/numero-unique/\(WorkerName.intake.rawValue)"
    }
}
