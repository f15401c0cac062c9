import Register
import Schemas

/// The numbers of applications that were merged into others: whoever names one is told which to use. Kept for good, past
/// the purge too, unless the merge is undone.
package struct Aliases: Sendable {
    package var rows: Table<UniqueNumber, AliasRow>

    package init(tag: UInt8) { rows = Table(tag: tag) }

    /// The number that stands for this one; nil when it was not merged. What it was merged into may be merged since.
    package subscript(number: UniqueNumber) -> UniqueNumber? {
        var kept = rows[number]?.kept
        // No merge makes a ring; and if one did, this would end.
        for _ in 0..<rows.count {
            guard let next = kept.flatMap({ rows[$0] }) else { break }
            kept = next.kept
        }
        return kept
    }

    package mutating func note(_ number: UniqueNumber?, _ fact: WireDeleted) {
        guard let number, let kept = UniqueNumber(fact.mergedInto) else { return }
        rows[number] = AliasRow(kept: kept)
    }

    /// Its merge is undone.
    package mutating func forget(_ number: UniqueNumber?) {
        if let number { rows[number] = nil }
    }
}

/// `nu.v1.AliasRow`.
package struct AliasRow: TableRow {
    package var kept: UniqueNumber

    package init(kept: UniqueNumber) { self.kept = kept }

    public func encode(into writer: inout WireWriter) { writer.field(1, fixed64: kept.rawValue) }

    public init(decoding reader: inout WireReader) throws(WireReader.Failure) {
        var found: UniqueNumber?
        while let (field, wire) = try reader.nextTag() {
            switch field {
            case 1: found = UniqueNumber(rawValue: try reader.fixed64())
            default: try reader.skip(wire: wire)
            }
        }
        guard let found else { throw .badField(1) }
        kept = found
    }
}
