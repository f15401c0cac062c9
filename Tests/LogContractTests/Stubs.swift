import Foundation
import Schemas
import Stream
import Testing

/// Implementations may share one broker among all tests: no two tests use the same names.
func unique(_ name: String) -> String {
    "\(name).\(UUID().uuidString.prefix(8).lowercased())"
}

extension Topic {
    static func stub(_ cleanup: Cleanup = .delete) -> Topic {
        Topic(unique("contract"), cleanup, key: "any", [.octets])
    }

    func partition(_ number: Int) -> TopicPartition { TopicPartition(name, number) }
}

extension OutgoingRecord {
    static func stub(_ partition: TopicPartition, key: String? = nil, _ value: String?) -> OutgoingRecord {
        OutgoingRecord(
            partition,
            key: key.map { Array($0.utf8) },
            value: value.map { Array($0.utf8) },
            timestamp: 1_000
        )
    }
}

extension LogRecord {
    var keyText: String? { key.map { String(decoding: $0, as: UTF8.self) } }
    var text: String? { value.map { String(decoding: $0, as: UTF8.self) } }
}

extension StreamLog {
    /// All records of a partition, read in pieces.
    func all(_ partition: TopicPartition, from start: Int64 = 0, limit: Int = 10) throws -> [LogRecord] {
        var records: [LogRecord] = []
        var next = start
        let end = try endOffset(of: partition)
        while next < end {
            let batch = try read(partition, from: next, limit: limit)
            #expect(batch.next > next, "a reader before the end gets on")
            guard batch.next > next else { break }
            records += batch.records
            next = batch.next
        }
        return records
    }

    func texts(_ partition: TopicPartition) throws -> [String?] {
        try all(partition).map(\.text)
    }
}

/// A fresh storage and a log on it, with these topics.
func open(
    _ implementation: any LogUnderTest,
    _ topics: Topic...,
    partitions: Int = 1,
) throws -> (storage: any LogStorage, log: any StreamLog) {
    let storage = try implementation.makeStorage()
    let log = try storage.open()
    try log.createTopics(topics, partitions: partitions)
    return (storage, log)
}

func expectFailure(
    _ code: LogError.Code,
    _ remedy: LogError.Remedy? = nil,
    location: SourceLocation = #_sourceLocation,
    _ body: () throws -> Void,
) {
    let error = #expect(throws: LogError.self, sourceLocation: location, performing: body)
    #expect(error?.code == code, sourceLocation: location)
    if let remedy { #expect(error?.remedy == remedy, sourceLocation: location) }
}
