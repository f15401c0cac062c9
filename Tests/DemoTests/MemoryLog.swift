import Register
import Schemas
import Stream
import SwiftProtobuf

@testable import Demo

/// A log in memory whose submissions are answered at once by a `ModelRegister`. What only workers need is missing.
///
/// `@unchecked`: a test uses it from one thread.
final class MemoryLog: StreamLog, @unchecked Sendable {
    var register: ModelRegister
    private var records: [TopicPartition: [LogRecord]] = [:]
    private let partitions = 3
    /// Ids that are never answered.
    var isMute = false
    /// Answers each receipt as this says, in place of the model's.
    var alter: (WireReceipt) -> WireReceipt = { $0 }
    /// Records appended to a topic, by its name.
    private(set) var appended: [String: Int] = [:]

    init(_ register: ModelRegister) { self.register = register }

    func createTopics(_ topics: [Topic], partitions: Int, clock: RegisterClock) throws(LogError) {}

    func partitionCount(of topic: String) throws(LogError) -> Int { partitions }

    func append(_ batch: [OutgoingRecord]) throws(LogError) {
        for record in batch {
            write(record)
            if record.partition.topic == Topic.submissions.name, !isMute { answer(record) }
        }
    }

    private func answer(_ record: OutgoingRecord) {
        let value = record.value!
        let type = record.headers.first { $0.name == HeaderName.contentType }.map {
            String(decoding: $0.value, as: UTF8.self)
        }
        switch register.receive(value, contentType: type!, timestamp: record.timestamp) {
        case .reject:
            write(OutgoingRecord(TopicPartition(Topic.rejects.name, 1), key: nil, value: value, timestamp: 0))
        case .receipt(let receipt):
            let receipt = alter(receipt)
            let partition = TopicPartition(
                Topic.receipts.name,
                Partitioner.partition(of: receipt.desk, count: partitions)
            )
            let bytes: [UInt8] =
                type == "application/json" ? try! receipt.jsonUTF8Bytes() : try! receipt.serializedBytes()
            write(
                OutgoingRecord(
                    partition,
                    key: Array(receipt.desk.utf8),
                    value: bytes,
                    headers: [LogHeader(HeaderName.contentType, type!)],
                    timestamp: 0
                )
            )
        }
    }

    private func write(_ record: OutgoingRecord) {
        appended[record.partition.topic, default: 0] += 1
        let offset = Int64(records[record.partition]?.count ?? 0)
        records[record.partition, default: []].append(
            LogRecord(
                offset: offset,
                timestamp: record.timestamp,
                key: record.key.map { $0[...] },
                value: record.value.map { $0[...] },
                headers: Array(record.headers)
            )
        )
    }

    func read(_ partition: TopicPartition, from offset: Int64, limit: Int) throws(LogError) -> ReadBatch {
        let found = Array((records[partition] ?? []).dropFirst(Int(offset)).prefix(limit))
        return ReadBatch(records: found, next: offset + Int64(found.count))
    }

    func endOffset(of partition: TopicPartition) throws(LogError) -> Int64 { Int64(records[partition]?.count ?? 0) }

    func committedOffset(of group: String, in partition: TopicPartition) throws(LogError) -> Int64? { nil }

    func join(
        group: String,
        member: String,
        topics: [String],
        endsWithin: Int
    ) throws(LogError) -> any GroupMember {
        throw LogError(.notALog, .restart, "no groups in this log")
    }

    func waitForAppend(timeoutMilliseconds: Int) {}

    /// Publishes the model's cells as the statistics worker would, an older value first.
    func publishStatistics() {
        for (key, cell) in register.cells {
            var older = cell
            older.registered += 7
            for value in [older, cell] {
                write(
                    OutgoingRecord(
                        TopicPartition(Topic.statistics.name, Partitioner.partition(of: key, count: partitions)),
                        key: Array(key.utf8),
                        value: try! value.jsonUTF8Bytes(),
                        headers: [LogHeader(HeaderName.contentType, "application/json")],
                        timestamp: 0
                    )
                )
            }
        }
    }
}
