import Schemas

/// A table whose rows wait for days: closing a day reads the rows that it concerns, and no others.
///
/// Which day a row waits for follows from the row alone, so nothing of it is written down. The days are noted when they
/// are first asked for, and anew after rows were restored or rolled back; from then on with each change. Twelve bytes a
/// row, about.
public struct DatedTable<Key: RowKey, Row: TableRow>: Sendable {
    @usableFromInline var table: Table<Key, Row>
    /// The day on which a row wants to be looked at, in days since 1970-01-01; nil for never.
    @usableFromInline let day: @Sendable (Key, Row) -> Int32?
    /// May also name rows that are gone, or wait for another day by now.
    @usableFromInline var waiting: [Int32: [Key]]?

    @inlinable public init(tag: UInt8, day: @escaping @Sendable (Key, Row) -> Int32?) {
        table = Table(tag: tag)
        self.day = day
    }

    @inlinable public var count: Int { table.count }

    @inlinable public subscript(key: Key) -> Row? {
        get { table[key] }
        set {
            if waiting != nil, let row = newValue, let next = day(key, row),
                next != table[key].flatMap({ day(key, $0) })
            {
                waiting![next, default: []].append(key)
            }
            table[key] = newValue
        }
    }

    @inlinable public func forEach(_ body: (Key, Row) -> Void) { table.forEach(body) }

    /// The rows that wait for `last` or a day before, in ascending order of their keys. Those that do so still when the
    /// caller is done with them come again with the next day.
    @inlinable public mutating func due(through last: Int32) -> [Key] {
        if waiting == nil { waiting = daysOfRows() }
        var due: Set<Key> = []
        for past in waiting!.keys.filter({ $0 <= last }) {
            for key in waiting!.removeValue(forKey: past) ?? [] {
                if let row = table[key], let next = day(key, row), next <= last { due.insert(key) }
            }
        }
        let keys = due.sorted()
        if !keys.isEmpty { waiting![last == .max ? last : last + 1, default: []] += keys }
        return keys
    }

    @inlinable public mutating func apply(_ pass: inout TablePass) {
        table.apply(&pass)
        switch pass.action {
        case .restore, .rollBack: waiting = nil
        case .drain, .keep, .snapshot, .reserve: break
        }
    }

    @usableFromInline func daysOfRows() -> [Int32: [Key]] {
        var days: [Int32: [Key]] = [:]
        table.forEach { key, row in
            if let next = day(key, row) { days[next, default: []].append(key) }
        }
        return days
    }
}
