import Foundation
import Register
import Schemas
import SwiftProtobuf
import WorkerKit

extension StreamLog {
    /// The register's header, held against the topics as they are. Nil where no record stands in the register yet.
    ///
    /// Throws `stateMismatch` for a register that begins with something else, whose partitions say different things, that has
    /// another number of partitions by now, or that another build writes.
    package func registerHeader() throws(LogError) -> RegisterHeader? {
        let count = try partitionCount(of: Topic.register.name)
        var headers: [RegisterHeader?] = []
        for partition in 0..<count { headers.append(try header(of: TopicPartition(Topic.register.name, partition))) }
        guard let header = headers.lazy.compactMap(\.self).first else { return nil }
        for (partition, other) in headers.enumerated() where other != header {
            let begins = other == nil ? "is empty" : "begins with the header of another register"
            throw mismatch(
                "\(TopicPartition(Topic.register.name, partition)) \(begins): these topics do not belong together"
            )
        }
        guard header.schemaLevel == RegisterHeader.schemaLevel else {
            throw mismatch(
                "this register is of schema level \(header.schemaLevel), and this build reads level \(RegisterHeader.schemaLevel)"
            )
        }
        try require(header.registerPartitions, Topic.register)
        try require(header.submissionPartitions, Topic.submissions)
        return header
    }

    /// As `registerHeader`; throws where there is none.
    package func requireHeader() throws(LogError) -> RegisterHeader {
        if let header = try registerHeader() { return header }
        throw mismatch("no register was begun here: `numero-unique topics apply` writes its header")
    }

    /// Writes the header in each partition. The register must be empty.
    ///
    /// Where two processes do this at once, the first header of each partition counts; a register whose partitions then
    /// disagree is refused by everybody.
    package func beginRegister(_ id: RegisterID, comparison: UInt32, clock: RegisterClock) throws(LogError) {
        let partitions = try partitionCount(of: Topic.register.name)
        let header = RegisterHeader(
            id: id,
            registerPartitions: partitions,
            submissionPartitions: try partitionCount(of: Topic.submissions.name),
            comparison: comparison,
            clock: clock,
        )
        let record = RegisterRecord(territory: nil, day: CivilDate(days: 0), fact: .header(header.wire))
        let value = record.encoded()
        try append(
            (0..<partitions).map { partition in
                OutgoingRecord(TopicPartition(Topic.register.name, partition), key: nil, value: value, timestamp: 0)
            }
        )
    }

    private func header(of partition: TopicPartition) throws(LogError) -> RegisterHeader? {
        let batch = try read(partition, from: 0, limit: 1)
        release(partition)
        guard let first = batch.records.first else { return nil }
        let record = first.value.flatMap {
            try? RegisterRecord.decode($0, offset: first.offset, interest: Interest([.header]))
        }
        if case .header(let wire)? = record?.fact, let header = RegisterHeader(wire) { return header }
        throw mismatch("\(partition) begins with no header: it is no register, or its beginning is lost")
    }

    private func require(_ count: Int, _ topic: Topic) throws(LogError) {
        let found = try partitionCount(of: topic.name)
        if found == count { return }
        throw mismatch(
            "\(topic.name) has \(found) partitions, and this register was begun with \(count): territories and their order "
                + "follow from that number"
        )
    }

    private func mismatch(_ reason: String) -> LogError { LogError(.stateMismatch, .restart, reason) }
}

extension RegisterHeader {
    fileprivate var wire: WireRegisterHeader {
        .with {
            $0.register = Data(id.bytes)
            $0.schemaLevel = schemaLevel
            $0.registerPartitions = UInt32(registerPartitions)
            $0.submissionPartitions = UInt32(submissionPartitions)
            $0.comparison = comparison
            $0.clock = clock == .live ? .live : .replay
        }
    }
}
