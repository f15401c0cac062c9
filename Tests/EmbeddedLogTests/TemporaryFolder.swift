import EmbeddedLog
import Foundation
import Schemas
import Stream

/// A folder that goes with its last reference.
final class TemporaryFolder {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("log-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    var path: String { url.appendingPathComponent("log.sqlite").path }

    func open(_ change: (inout EmbeddedLog.Settings) -> Void = { _ in }) throws -> EmbeddedLog {
        var settings = EmbeddedLog.Settings()
        change(&settings)
        return try EmbeddedLog(path: path, settings: settings)
    }
}

extension Topic {
    static let journal = Topic("journal", .delete, key: "any", [.octets])
    static let table = Topic("table", .compact, key: "any", [.octets])
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

extension StreamLog {
    func all(_ partition: TopicPartition, limit: Int = 100) throws -> [LogRecord] {
        var records: [LogRecord] = []
        var next: Int64 = 0
        let end = try endOffset(of: partition)
        while next < end {
            let batch = try read(partition, from: next, limit: limit)
            records += batch.records
            next = batch.next
        }
        return records
    }

    /// The last value of each key.
    func fold(_ partition: TopicPartition) throws -> [String: String] {
        var table: [String: String] = [:]
        for record in try all(partition) {
            table[String(decoding: record.key!, as: UTF8.self)] = record.value.map {
                String(decoding: $0, as: UTF8.self)
            }
        }
        return table
    }
}

/// Tries until the condition holds, or a minute has passed.
func eventually(_ condition: () throws -> Bool) throws -> Bool {
    let deadline = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < deadline {
        if try condition() { return true }
    }
    return false
}
