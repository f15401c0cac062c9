import Ministry
import Register
import Schemas
import SwiftProtobuf
import WorkerKit

/// Puts what workers say into records: key, partition, content type, CloudEvents headers.
package struct OutputWriter: Sendable {
    private let receipts: Int
    private let notices: Int
    private let dispatches: Int
    private let reviews: Int
    private let statistics: Int
    let rejects: Int
    private let keys: Int
    package let registers: Int
    private let statisticsType: ContentType
    private let dispatchType: ContentType

    /// `statisticsType`: what analysts read; JSON unless they ask for protobuf. `dispatchType`: what desks read of the files
    /// that others change; the ministry's XML unless the operator chooses another.
    package init(
        _ log: any StreamLog,
        statisticsType: ContentType = .json,
        dispatchType: ContentType = .xml,
    ) throws(LogError) {
        receipts = try log.partitionCount(of: Topic.receipts.name)
        notices = try log.partitionCount(of: Topic.notices.name)
        dispatches = try log.partitionCount(of: Topic.dispatches.name)
        reviews = try log.partitionCount(of: Topic.reviews.name)
        statistics = try log.partitionCount(of: Topic.statistics.name)
        rejects = try log.partitionCount(of: Topic.rejects.name)
        keys = try log.partitionCount(of: Topic.keys.name)
        registers = try log.partitionCount(of: Topic.register.name)
        self.statisticsType = statisticsType
        self.dispatchType = dispatchType
    }

    /// The record that an output follows from: gives the output its id, its time and its trace.
    package struct Origin: Sendable {
        package var partition: TopicPartition
        package var offset: Int64
        package var timestamp: Int64
        package var traceParent: LogHeader?

        package init(partition: TopicPartition, offset: Int64, timestamp: Int64, traceParent: LogHeader?) {
            self.partition = partition
            self.offset = offset
            self.timestamp = timestamp
            self.traceParent = traceParent
        }
    }

    func write(_ output: Output, from origin: Origin, worker: String, into outgoing: inout [OutgoingRecord]) {
        // Without a copy of each, here and below.
        output.facts.withUnsafeBufferPointer { facts in
            for index in facts.indices {
                outgoing.append(
                    register(
                        facts[index],
                        partition: origin.partition.partition,
                        timestamp: origin.timestamp,
                        traceParent: origin.traceParent,
                    )
                )
            }
        }
        var index = 0
        func publish(
            _ topic: Topic,
            _ count: Int,
            key: String,
            _ type: EventType,
            _ body: [UInt8],
            _ content: ContentType,
        ) {
            outgoing.append(event(topic, count, key, type, body, content, origin, worker, index))
            index += 1
        }
        output.receipts.withUnsafeBufferPointer { all in
            for place in all.indices {
                let (body, content) = OutputWriter.body(all[place], origin)
                publish(.receipts, receipts, key: all[place].message.desk, .receipt, body, content)
            }
        }
        output.notices.withUnsafeBufferPointer { all in
            for place in all.indices {
                publish(.notices, notices, key: all[place].number, .notice, all[place].encodedBytes(), .protobuf)
            }
        }
        for review in output.reviews {
            publish(.reviews, reviews, key: review.reviewID, .review, bytes(review), .protobuf)
        }
        for dispatch in output.dispatches {
            let body =
                dispatchType == .xml
                ? dispatch.xml(madeAt: Timestamp.iso(milliseconds: origin.timestamp)) : dispatch.encodedBytes()
            publish(.dispatches, dispatches, key: dispatch.desk, .dispatch, body, dispatchType)
        }
        for cell in output.cells {
            let key = "\(cell.territory)/\(cell.commune)/\(cell.period)"
            let body = statisticsType == .json ? json(cell) : bytes(cell)
            publish(.statistics, statistics, key: key, .cell, body, statisticsType)
        }
        for id in output.erasures { outgoing.append(key(nil, id, besideRegister: origin.partition.partition)) }
    }

    /// The key that intake sealed a form of this territory under.
    package func key(_ dataKey: WireDataKey, _ id: KeyID, of territory: Territory?) -> OutgoingRecord {
        key(dataKey, id, besideRegister: partition(of: territory))
    }

    /// A data key; none, and nothing opens any more what is sealed under it. It stands in the partition of `nu.keys` that goes
    /// with the register's, whoever writes it: so the key and its tombstone meet.
    ///
    /// Its time is the log's own: with the sender's, who decides when a dropped key is compacted away would be the sender.
    private func key(_ dataKey: WireDataKey?, _ id: KeyID, besideRegister register: Int) -> OutgoingRecord {
        OutgoingRecord(
            TopicPartition(Topic.keys.name, register % keys),
            key: id.bytes,
            value: dataKey.map(bytes),
            timestamp: 0,
        )
    }

    private func partition(of territory: Territory?) -> Int {
        territory.map { Partitioner.partition(of: $0.code, count: registers) } ?? 0
    }

    /// A register record. Those of a territory go to the partition of its code; a closed day to the partition it is of.
    package func register(
        _ record: RegisterRecord,
        partition: Int?,
        timestamp: Int64,
        traceParent: LogHeader?,
    ) -> OutgoingRecord {
        OutgoingRecord(
            TopicPartition(Topic.register.name, partition ?? self.partition(of: record.territory)),
            key: record.territory.map { Array($0.code.utf8) },
            value: record.encoded(),
            headers: traceParent.map { [$0] } ?? LogHeaders(),
            timestamp: timestamp,
        )
    }

    /// A receipt that intake gives by itself.
    package func receipt(_ receipt: Receipt, from origin: Origin, worker: String) -> OutgoingRecord {
        let (body, content) = OutputWriter.body(receipt, origin)
        return event(
            .receipts,
            receipts,
            receipt.message.desk,
            .receipt,
            body,
            content,
            origin,
            worker,
            0
        )
    }

    private func event(
        _ topic: Topic,
        _ partitions: Int,
        _ key: String,
        _ type: EventType,
        _ body: [UInt8],
        _ content: ContentType,
        _ origin: Origin,
        _ worker: String,
        _ index: Int,
    ) -> OutgoingRecord {
        let key = Array(key.utf8)
        return OutgoingRecord(
            TopicPartition(topic.name, Partitioner.partition(of: key, count: partitions)),
            key: key,
            value: body,
            headers: EventHeaders.make(type, content, from: origin, worker: worker, index: index),
            timestamp: origin.timestamp,
        )
    }

    /// As its submission was written.
    private static func body(_ receipt: Receipt, _ origin: Origin) -> ([UInt8], ContentType) {
        switch receipt.format {
        case .json: (json(receipt.message), .json)
        case .xml: (receipt.message.xml(madeAt: Timestamp.iso(milliseconds: origin.timestamp)), .xml)
        case .protobuf, .unspecified, .UNRECOGNIZED: (receipt.message.encodedBytes(), .protobuf)
        }
    }
}

private func bytes(_ message: some Message) -> [UInt8] {
    guard let bytes: [UInt8] = try? message.serializedBytes() else {
        preconditionFailure("a proto3 message without extensions always serialises")
    }
    return bytes
}

private func json(_ message: some Message) -> [UInt8] {
    guard let bytes: [UInt8] = try? message.jsonUTF8Bytes() else {
        preconditionFailure("a message without Any fields always has a JSON form")
    }
    return bytes
}
