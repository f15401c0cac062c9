import Register
import Schemas

/// The numbers of applications that were merged into others: whoever names one is told which to use. Kept for good, past
/// the purge too, unless the merge is undone.
package struct Aliases: Sendable {
    /// `nu.v1.AliasRow`.
    package var rows: Table<UniqueNumber, NumberRow>

    package init(tag: UInt8) { rows = Table(tag: tag) }

    /// The number that stands for this one; nil when it was not merged. What it was merged into may be merged since.
    package subscript(number: UniqueNumber) -> UniqueNumber? {
        var kept = rows[number]?.number
        // No merge makes a ring; and if one did, this would end.
        for _ in 0..<rows.count {
            guard let next = kept.flatMap({ rows[$0] }) else { break }
            kept = next.number
        }
        return kept
    }

    package mutating func note(_ number: UniqueNumber?, _ fact: WireDeleted) {
        guard let number, let kept = UniqueNumber(fact.mergedInto) else { return }
        rows[number] = NumberRow(number: kept)
    }

    /// Its merge is undone.
    package mutating func forget(_ number: UniqueNumber?) {
        if let number { rows[number] = nil }
    }
}
