import Schemas

/// A worker's state: rows by key, in memory, that remember which of them a batch changed.
///
/// The runner drains the changes into the changelog in the same commit as the outputs, or rolls them back when the
/// commit is refused. On assignment the table is filled from the changelog.
public struct Table<Key: RowKey, Row: TableRow>: Sendable {
    /// The table's place in the changelog: the first byte of its keys. Unique within a worker; never reused.
    @usableFromInline let tag: UInt8
    @usableFromInline var rows = RowStore<Key, Row>()
    /// What the rows changed by this batch were before it; nil for a row that was not there.
    @usableFromInline var originals = RowStore<Key, Row?>()

    @inlinable public init(tag: UInt8) { self.tag = tag }

    @inlinable public var count: Int { rows.count }

    @inlinable public subscript(key: Key) -> Row? {
        get { rows[key] }
        set {
            let original = rows.set(newValue, for: key)
            // There was no row and there is none: nothing changed, and the changelog need not hear of it.
            if newValue == nil, original == nil { return }
            originals.add(original, for: key)
        }
    }

    /// The keys of the rows that `isIncluded` holds for, in ascending order: a restored table has another order than one
    /// that lived through it all, and what a worker decides may not differ.
    @inlinable public func keys(where isIncluded: (Key, Row) -> Bool) -> [Key] {
        var found: [Key] = []
        rows.forEach { key, row in if isIncluded(key, row) { found.append(key) } }
        found.sort()
        return found
    }

    @inlinable public func forEach(_ body: (Key, Row) -> Void) {
        rows.forEach(body)
    }

    /// Takes part in what the runner does to all tables of a worker.
    @inlinable public mutating func apply(_ pass: inout TablePass) {
        switch pass.action {
        case .drain:
            originals.forEach { key, original in
                let row = rows[key]
                // As the changelog has it already.
                if row == original { return }
                var encodedKey = WireWriter(capacity: 17)
                encodedKey.bytes.append(tag)
                key.encode(into: &encodedKey)
                if let row {
                    var encodedRow = WireWriter(capacity: 48)
                    row.encode(into: &encodedRow)
                    pass.changes.append(RowChange(key: encodedKey.bytes, value: encodedRow.bytes))
                } else {
                    pass.changes.append(RowChange(key: encodedKey.bytes, value: nil))
                }
            }
        // The changes stay undoable until the commit succeeded.
        case .keep:
            originals.removeAll()
        case .rollBack:
            originals.forEach { key, original in rows.set(original, for: key) }
            originals.removeAll()
        case .restore:
            for change in pass.restored where change.key.first == tag { restore(change, failure: &pass.failure) }
        case .snapshot:
            pass.changes.reserveCapacity(pass.changes.count + rows.count)
            rows.forEach { key, row in
                var encodedKey = WireWriter(capacity: 17)
                encodedKey.bytes.append(tag)
                key.encode(into: &encodedKey)
                var encodedRow = WireWriter(capacity: 48)
                row.encode(into: &encodedRow)
                pass.changes.append(RowChange(key: encodedKey.bytes, value: encodedRow.bytes))
            }
        case .reserve(let capacity):
            rows.reserve(capacity)
        }
        pass.rowCount += rows.count
    }

    @inlinable mutating func restore(_ change: RestoredRow, failure: inout StateError?) {
        let found: Key? = change.key.withUnsafeBytes { Key(decoding: UnsafeRawBufferPointer(rebasing: $0.dropFirst())) }
        guard let key = found else {
            failure = StateError(tag: tag, reason: "unreadable key")
            return
        }
        guard let value = change.value else {
            rows.set(nil, for: key)
            return
        }
        do {
            let row = try value.withUnsafeBytes { buffer throws(WireReader.Failure) in
                var reader = WireReader(buffer)
                return try Row(decoding: &reader)
            }
            rows.set(row, for: key)
        } catch {
            failure = StateError(tag: tag, reason: "unreadable row: \(error)")
        }
    }
}

/// The key of a state row: fixed-size bytes.
public protocol RowKey: Hashable, Sendable, Comparable {
    func encode(into writer: inout WireWriter)
    init?(decoding bytes: UnsafeRawBufferPointer)
}

/// A state row. Its bytes are those of the message of `state.proto` that its documentation names; a test holds them
/// against the generated type.
public protocol TableRow: Sendable, Equatable {
    func encode(into writer: inout WireWriter)
    init(decoding reader: inout WireReader) throws(WireReader.Failure)
}

/// A changed row, as the changelog takes it. A nil value deletes.
public struct RowChange: Sendable, Hashable {
    public var key: [UInt8]
    public var value: [UInt8]?

    @inlinable public init(key: [UInt8], value: [UInt8]?) {
        self.key = key
        self.value = value
    }
}

/// A row read back from the changelog.
public struct RestoredRow: Sendable {
    public var key: Bytes
    public var value: Bytes?

    @inlinable public init(key: Bytes, value: Bytes?) {
        self.key = key
        self.value = value
    }
}

/// A changelog that does not hold what this worker writes there.
public struct StateError: Error, Equatable, CustomStringConvertible {
    public let tag: UInt8
    public let reason: String

    @inlinable public init(tag: UInt8, reason: String) {
        self.tag = tag
        self.reason = reason
    }

    public var description: String { "state table \(tag): \(reason)" }
}

/// One walk over the tables of a worker.
public struct TablePass: Sendable {
    public enum Action: Sendable, Equatable {
        /// Write the changed rows to `changes`.
        case drain
        /// The commit succeeded: forget what was before.
        case keep
        /// The commit was refused: put back what was before.
        case rollBack
        /// Take in the rows of `restored`.
        case restore
        /// Write every row to `changes`.
        case snapshot
        /// Make room for this many rows.
        case reserve(Int)
    }

    public let action: Action
    public var changes: [RowChange] = []
    public var restored: [RestoredRow] = []
    public var failure: StateError?
    /// The number of rows over all tables, for whoever wants it.
    public var rowCount = 0

    @inlinable public init(_ action: Action, restored: [RestoredRow] = []) {
        self.action = action
        self.restored = restored
    }
}
