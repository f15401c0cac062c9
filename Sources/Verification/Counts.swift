import Register
import Schemas

/// A day or a month of a commune: what a cell of `nu.statistics` is keyed by.
struct CountKey: Hashable {
    var territory: Territory
    /// Packed in base 36.
    var commune: UInt32
    /// Days since 1970-01-01, or months since year 0.
    var period: Int32
    var isMonth: Bool
}

/// The movements of a cell.
struct Counts: Equatable {
    var registered: Int32 = 0
    var imported: Int32 = 0
    var reinstated: Int32 = 0
    var linked: Int32 = 0
    var renewed: Int32 = 0
    var allocated: Int32 = 0
    var renounced: Int32 = 0
    var noAnswer: Int32 = 0
    var inadmissible: Int32 = 0
    var notRenewed: Int32 = 0
    var deleted: Int32 = 0
    var movedIn: Int32 = 0
    var movedOut: Int32 = 0
    var notices: Int32 = 0
    var allocationDays: Int64 = 0

    init() {}

    init(_ cell: WireStatisticsCell) {
        registered = Int32(clamping: cell.registered)
        imported = Int32(clamping: cell.imported)
        reinstated = Int32(clamping: cell.reinstated)
        linked = Int32(clamping: cell.linked)
        renewed = Int32(clamping: cell.renewed)
        allocated = Int32(clamping: cell.struckOffAllocation)
        renounced = Int32(clamping: cell.struckOffRenunciation)
        noAnswer = Int32(clamping: cell.struckOffNoAnswer)
        inadmissible = Int32(clamping: cell.struckOffInadmissible)
        notRenewed = Int32(clamping: cell.struckOffNotRenewed)
        deleted = Int32(clamping: cell.deleted)
        movedIn = Int32(clamping: cell.movedIn)
        movedOut = Int32(clamping: cell.movedOut)
        notices = Int32(clamping: cell.notices)
        allocationDays = cell.allocationDaysSum
    }

    /// Entries less exits.
    var net: Int64 {
        Int64(registered) + Int64(imported) + Int64(reinstated) + Int64(movedIn)
            - (Int64(allocated) + Int64(renounced) + Int64(noAnswer) + Int64(inadmissible) + Int64(notRenewed)
                + Int64(deleted) + Int64(movedOut))
    }

    mutating func add(_ other: Counts) {
        registered += other.registered
        imported += other.imported
        reinstated += other.reinstated
        linked += other.linked
        renewed += other.renewed
        allocated += other.allocated
        renounced += other.renounced
        noAnswer += other.noAnswer
        inadmissible += other.inadmissible
        notRenewed += other.notRenewed
        deleted += other.deleted
        movedIn += other.movedIn
        movedOut += other.movedOut
        notices += other.notices
        allocationDays += other.allocationDays
    }
}

/// A cell as it was published.
struct PublishedCell {
    var start: Int64
    var end: Int64
    var counts: Counts
    /// How many allocations its histogram counts.
    var histogram: Int64
    var partition: Int32
    var offset: Int64
}
