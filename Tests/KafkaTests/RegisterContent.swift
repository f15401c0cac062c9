import Register
import Schemas
import Stream
import SwiftProtobuf

/// What a register says, whoever appended it when and on whichever log.
///
/// Offsets differ from run to run, as the marks of transactions take some too: a submission is known by its place among
/// those of its partition. The closed days are left out: they follow from the clock of a run.
struct RegisterContent: Equatable {
    /// By territory, sorted: workers append at their own pace.
    private(set) var facts: [String: [[UInt8]]] = [:]
    /// By partition and place of the submission.
    private(set) var receipts: [Place: [String]] = [:]
    private(set) var submissionCount = 0

    struct Place: Hashable {
        let partition: UInt32
        let index: UInt64
    }

    init(of log: any StreamLog) throws {
        var indexes: [Place: UInt64] = [:]
        var counts: [Int: UInt64] = [:]
        try Self.read(.submissions, of: log) { partition, record in
            // Intake's own, to prove that a day is over.
            if record.value == nil { return }
            indexes[Place(partition: UInt32(partition), index: UInt64(record.offset))] = counts[partition, default: 0]
            counts[partition, default: 0] += 1
            submissionCount += 1
        }
        try Self.read(.register, of: log) { _, record in
            var fact = try WireRegisterRecord(serializedBytes: record.value ?? [])
            switch fact.fact {
            case .daysClosed, .received, .header, .catchUp: return
            default: break
            }
            // No two runs seal alike.
            fact.key.removeAll()
            if case .accepted = fact.fact { fact.accepted.sealed.removeAll() }
            let place = Place(partition: fact.sourcePartition, index: fact.sourceOffset)
            fact.sourceOffset = indexes[place] ?? .max
            facts[fact.territory, default: []].append(try fact.serializedBytes())
        }
        for territory in facts.keys { facts[territory]?.sort { $0.lexicographicallyPrecedes($1) } }
        try Self.read(.receipts, of: log) { _, record in
            var receipt = try WireReceipt(serializedBytes: record.value ?? [])
            let place = Place(partition: receipt.sourcePartition, index: receipt.sourceOffset)
            receipt.sourceOffset = indexes[place] ?? .max
            receipts[Place(partition: receipt.sourcePartition, index: receipt.sourceOffset), default: []]
                .append(try receipt.jsonString())
        }
    }

    private static func read(
        _ topic: Topic,
        of log: any StreamLog,
        _ body: (Int, LogRecord) throws -> Void,
    ) throws {
        var follower = Follower(topic)
        while true {
            let batch = try follower.read(log)
            if batch.isEmpty { return }
            for (partition, record) in batch { try body(partition, record) }
        }
    }
}

/// Reads on in all partitions of a topic.
struct Follower {
    let topic: Topic
    /// Where the last record of each partition stands.
    private(set) var last: [Int: Int64] = [:]
    private(set) var count = 0
    private var next: [Int: Int64] = [:]

    init(_ topic: Topic) { self.topic = topic }

    /// What came since the last time; empty when nothing did.
    @discardableResult
    mutating func read(_ log: any StreamLog) throws(LogError) -> [(partition: Int, record: LogRecord)] {
        var found: [(partition: Int, record: LogRecord)] = []
        for partition in 0..<topic.partitions(inRegisterOf: Load.partitions) {
            let place = TopicPartition(topic.name, partition)
            let batch = try log.read(place, from: next[partition] ?? 0, limit: 100_000)
            next[partition] = batch.next
            if let record = batch.records.last { last[partition] = record.offset }
            found += batch.records.map { (partition, $0) }
        }
        count += found.count
        return found
    }
}
