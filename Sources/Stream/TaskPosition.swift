import Foundation
import Register
import Schemas
import SwiftProtobuf

/// How far the state of one partition goes: the row of the changelog that is written with every commit.
///
/// State and offset are one thing. The group's committed offset stands in another topic of Kafka, which forgets it a week after
/// the last member has left; this row stands with the rows that it speaks of. `nu.v1.PositionRow`.
package struct TaskPosition: Sendable, Equatable {
    package var register: RegisterID
    /// The offset of the next record to process.
    package var next: Int64
    /// The last record that was processed; nil where there was none.
    package var last: RecordMark?
    /// How often the partition was assigned so far.
    package var epoch: UInt64

    package init(register: RegisterID, next: Int64, last: RecordMark? = nil, epoch: UInt64) {
        self.register = register
        self.next = next
        self.last = last
        self.epoch = epoch
    }

    /// The key of the row. Tables of workers have other first bytes.
    package static let key: [UInt8] = [0]

    package static func isKey(_ key: Bytes) -> Bool { key.count == 1 && key.first == 0 }

    package var encoded: [UInt8] {
        let row = WirePositionRow.with {
            $0.register = Data(register.bytes)
            $0.next = next
            $0.last = last?.offset ?? -1
            if let last { $0.fingerprint = Data(last.fingerprint.bytes) }
            $0.epoch = epoch
        }
        guard let bytes: [UInt8] = try? row.serializedBytes() else {
            preconditionFailure("a proto3 message without extensions always serialises")
        }
        return bytes
    }

    /// Nil for bytes that are no such row.
    package init?(_ bytes: Bytes) {
        guard let row = try? WirePositionRow(serializedBytes: bytes), let register = RegisterID(bytes: row.register),
            row.next >= 0
        else { return nil }
        self.init(register: register, next: row.next, epoch: row.epoch)
        if row.last >= 0 {
            guard let fingerprint = Fingerprint(bytes: row.fingerprint), row.last < row.next else { return nil }
            last = RecordMark(offset: row.last, fingerprint: fingerprint)
        }
    }
}

/// A record that was processed, so that it can be told from another one that stands at its offset later.
package struct RecordMark: Sendable, Equatable {
    package var offset: Int64
    package var fingerprint: Fingerprint

    package init(offset: Int64, fingerprint: Fingerprint) {
        self.offset = offset
        self.fingerprint = fingerprint
    }

    /// Of its time, key and value.
    package init(_ record: LogRecord) {
        var builder = FingerprintBuilder()
        builder.add(UInt64(bitPattern: record.timestamp))
        builder.add(record.key ?? [])
        builder.add(separator: 0)
        builder.add(record.value ?? [])
        self.init(offset: record.offset, fingerprint: builder.finish())
    }
}

extension Fingerprint {
    fileprivate var bytes: [UInt8] { SubmissionID(high: high, low: low).bytes }

    fileprivate init?(bytes: some Collection<UInt8>) {
        guard let words = SubmissionID(bytes: bytes) else { return nil }
        self.init(high: words.high, low: words.low)
    }
}
