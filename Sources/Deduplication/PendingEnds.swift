import Register
import WorkerKit

/// Submissions that may end an application and are not decided yet, and how many there are of each number.
struct PendingEnds: Sendable {
    private var rows: Table<SourcePosition, NumberRow>
    /// Follows from the rows. Not after they were restored or rolled back.
    private var counts: [UniqueNumber: Int]?

    init(tag: UInt8) { rows = Table(tag: tag) }

    subscript(source: SourcePosition) -> NumberRow? {
        get { rows[source] }
        set {
            if counts != nil {
                if let old = rows[source] { count(old.number, -1) }
                if let newValue { count(newValue.number, 1) }
            }
            rows[source] = newValue
        }
    }

    /// Something that may end this application is undecided.
    mutating func isPending(_ number: UniqueNumber) -> Bool {
        if let counts { return counts[number] != nil }
        var found: [UniqueNumber: Int] = [:]
        rows.forEach { _, row in found[row.number, default: 0] += 1 }
        counts = found
        return found[number] != nil
    }

    private mutating func count(_ number: UniqueNumber, _ change: Int) {
        let count = (counts?[number] ?? 0) + change
        counts?[number] = count > 0 ? count : nil
    }

    mutating func apply(_ pass: inout TablePass) {
        rows.apply(&pass)
        switch pass.action {
        case .restore, .rollBack: counts = nil
        case .drain, .keep, .snapshot, .reserve: break
        }
    }
}
