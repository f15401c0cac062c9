import Register
import Schemas
import Stream
import SwiftProtobuf
import TestSupport
import Verification
import WorkerKit

/// A copy of a log at rest that can be read and tampered with.
///
/// `@unchecked`: a test makes one, tampers with it and verifies it, all in one thread.
package final class FrozenLog: StreamLog, @unchecked Sendable {
    private var partitions: [TopicPartition: [LogRecord]] = [:]
    private var ends: [TopicPartition: Int64] = [:]
    private var counts: [String: Int] = [:]
    private var positions: [String: [TopicPartition: Int64]] = [:]

    package init(_ log: SimulatedLog) throws {
        for topic in log.topics {
            counts[topic] = try log.partitionCount(of: topic)
            for number in 0..<(counts[topic] ?? 0) {
                let partition = TopicPartition(topic, number)
                partitions[partition] = log.records(of: partition)
                ends[partition] = try log.endOffset(of: partition)
                for group in log.groups {
                    positions[group, default: [:]][partition] = try log.committedOffset(of: group, in: partition)
                }
            }
        }
    }

    package init(_ other: FrozenLog) {
        (partitions, ends, counts, positions) = (other.partitions, other.ends, other.counts, other.positions)
    }

    // MARK: Reading

    package func createTopics(_ topics: [Topic], partitions: Int, clock: RegisterClock) throws(LogError) {}

    package func partitionCount(of topic: String) throws(LogError) -> Int {
        guard let count = counts[topic] else { throw LogError(.unknownTopic, .restart, topic) }
        return count
    }

    package func append(_ records: [OutgoingRecord]) throws(LogError) { throw FrozenLog.frozen }

    package func read(_ partition: TopicPartition, from offset: Int64, limit: Int) throws(LogError) -> ReadBatch {
        let found = Array((partitions[partition] ?? []).lazy.filter { $0.offset >= offset }.prefix(limit))
        let isLast = found.last?.offset == partitions[partition]?.last?.offset || found.isEmpty
        return ReadBatch(records: found, next: isLast ? ends[partition] ?? 0 : (found.last?.offset ?? offset) + 1)
    }

    package func endOffset(of partition: TopicPartition) throws(LogError) -> Int64 { ends[partition] ?? 0 }

    package func committedOffset(of group: String, in partition: TopicPartition) throws(LogError) -> Int64? {
        positions[group]?[partition]
    }

    package func join(
        group: String,
        member: String,
        topics: [String],
        endsWithin: Int
    ) throws(LogError) -> any GroupMember {
        throw FrozenLog.frozen
    }

    package func waitForAppend(timeoutMilliseconds: Int) {}

    private static let frozen = LogError(.notALog, .restart, "a frozen log is only read")

    // MARK: Tampering

    /// The place of the first record that it holds for.
    package func first(_ topic: Topic, where isMeant: (LogRecord) -> Bool) throws -> RecordPlace {
        for number in 0..<(counts[topic.name] ?? 0) {
            for record in partitions[TopicPartition(topic.name, number)] ?? [] where isMeant(record) {
                return RecordPlace(topic.name, number, record.offset)
            }
        }
        throw SimulationError("there is no such record in \(topic.name)")
    }

    package func fact(_ isMeant: (RegisterRecord) -> Bool) throws -> RecordPlace {
        try first(.register) { record in FrozenLog.opened(record).map(isMeant) ?? false }
    }

    package func drop(_ place: RecordPlace) { change(place) { _ in nil } }

    package func alter(_ place: RecordPlace, _ body: (inout LogRecord) -> Void) {
        change(place) { record in
            var record = record
            body(&record)
            return record
        }
    }

    package func alterFact(_ place: RecordPlace, _ body: (inout RegisterRecord) -> Void) {
        alter(place) { record in
            guard var opened = FrozenLog.opened(record) else { return }
            body(&opened)
            record.value = opened.encoded()[...]
        }
    }

    package func alterMessage<M: Message>(_ place: RecordPlace, as type: M.Type, _ body: (inout M) -> Void) throws {
        guard let value = record(place)?.value else { throw SimulationError("no record at \(place)") }
        let isJSON = value.first == UInt8(ascii: "{")
        var message = isJSON ? try M(jsonUTF8Bytes: value) : try M(serializedBytes: value)
        body(&message)
        let bytes: [UInt8] = isJSON ? try message.jsonUTF8Bytes() : try message.serializedBytes()
        alter(place) { $0.value = bytes[...] }
    }

    /// Appends a copy, which everybody has read.
    @discardableResult
    package func repeatRecord(_ place: RecordPlace, in partition: Int? = nil) -> RecordPlace {
        guard var record = record(place) else { return place }
        let target = TopicPartition(place.topic, partition ?? place.partition)
        record.offset = ends[target] ?? 0
        partitions[target, default: []].append(record)
        ends[target] = record.offset + 1
        for group in positions.keys where positions[group]?[target] != nil {
            positions[group]?[target] = record.offset + 1
        }
        return RecordPlace(target.topic, target.partition, record.offset)
    }

    package func swap(_ one: RecordPlace, _ other: RecordPlace) {
        guard let first = record(one), let second = record(other) else { return }
        alter(one) { ($0.key, $0.value) = (second.key, second.value) }
        alter(other) { ($0.key, $0.value) = (first.key, first.value) }
    }

    /// Where a group stands is changed: as if it had not come that far.
    package func setPosition(_ position: Int64, of worker: String, in partition: TopicPartition) {
        positions["nu.\(worker)", default: [:]][partition] = position
    }

    package static func opened(_ record: LogRecord) -> RegisterRecord? {
        record.value.flatMap { try? RegisterRecord.decode($0, offset: record.offset, interest: .everything) }
    }

    private func record(_ place: RecordPlace) -> LogRecord? {
        partitions[TopicPartition(place.topic, place.partition)]?.first { $0.offset == place.offset }
    }

    private func change(_ place: RecordPlace, _ body: (LogRecord) -> LogRecord?) {
        let partition = TopicPartition(place.topic, place.partition)
        guard let index = partitions[partition]?.firstIndex(where: { $0.offset == place.offset }),
            let record = partitions[partition]?[index]
        else { return }
        if let changed = body(record) {
            partitions[partition]?[index] = changed
        } else {
            partitions[partition]?.remove(at: index)
        }
    }
}
