import Register
import Schemas
import WorkerKit

/// What counting needs to know of an application. `nu.v1.CountedRow`.
struct CountedRow: TableRow {
    var commune: CommuneCode
    var initial: CivilDate
    var isEnded: Bool
    /// It was merged into another one, which can be undone.
    var isMerged = false

    init(commune: CommuneCode, initial: CivilDate, isEnded: Bool) {
        self.commune = commune
        self.initial = initial
        self.isEnded = isEnded
    }

    func encode(into writer: inout WireWriter) {
        writer.field(1, unsigned: UInt64(commune.packed))
        writer.field(2, date: initial)
        writer.field(3, unsigned: isEnded ? 1 : 0)
        writer.field(4, unsigned: isMerged ? 1 : 0)
    }

    init(decoding reader: inout WireReader) throws(WireReader.Failure) {
        var commune: CommuneCode?
        var initial = CivilDate.none
        var isEnded = false
        var isMerged = false
        while let (field, wire) = try reader.nextTag() {
            switch field {
            case 1: commune = CommuneCode(packed: UInt32(truncatingIfNeeded: try reader.varint()))
            case 2: initial = try reader.date()
            case 3: isEnded = try reader.bool()
            case 4: isMerged = try reader.bool()
            default: try reader.skip(wire: wire)
            }
        }
        guard let commune else { throw .badField(1) }
        self.init(commune: commune, initial: initial, isEnded: isEnded)
        self.isMerged = isMerged
    }
}

/// Pending applications at the last published day. `nu.v1.StockRow`.
struct StockRow: TableRow {
    var pending: Int64

    init(pending: Int64) { self.pending = pending }

    func encode(into writer: inout WireWriter) { writer.field(1, signed: pending) }

    init(decoding reader: inout WireReader) throws(WireReader.Failure) {
        pending = 0
        while let (field, wire) = try reader.nextTag() {
            switch field {
            case 1: pending = try reader.balance()
            default: try reader.skip(wire: wire)
            }
        }
    }
}

/// The movements of an open day or month. `nu.v1.MovementRow`.
struct Movement: TableRow {
    var pendingAtStart: Int64 = 0
    var registered: UInt64 = 0
    var imported: UInt64 = 0
    var reinstated: UInt64 = 0
    var linked: UInt64 = 0
    var renewed: UInt64 = 0
    var struckOffAllocation: UInt64 = 0
    var struckOffRenunciation: UInt64 = 0
    var struckOffNoAnswer: UInt64 = 0
    var struckOffInadmissible: UInt64 = 0
    var struckOffNotRenewed: UInt64 = 0
    var deleted: UInt64 = 0
    var movedIn: UInt64 = 0
    var movedOut: UInt64 = 0
    var notices: UInt64 = 0
    var allocationDaysSum: UInt64 = 0
    /// Whole months to allocation, in ascending order, and how many allocations took that long.
    var allocationMonths: [(months: UInt32, count: UInt32)] = []

    init() {}

    /// Entries less exits.
    var net: Int64 {
        let exits =
            struckOffAllocation + struckOffRenunciation + struckOffNoAnswer + struckOffInadmissible
            + struckOffNotRenewed
            + deleted + movedOut
        return Int64(registered + imported + reinstated + movedIn) - Int64(exits)
    }

    mutating func add(_ fact: WireStruckOff, _ row: CountedRow) {
        switch StrikeOffReason(fact.reason) {
        case .allocated:
            struckOffAllocation += 1
            let lease = CivilDate(days: fact.leaseDay)
            allocationDaysSum += UInt64(max(0, row.initial.days(until: lease)))
            addAllocation(months: UInt32(max(0, row.initial.wholeMonths(until: lease))))
        case .renounced: struckOffRenunciation += 1
        case .noAnswer: struckOffNoAnswer += 1
        case .inadmissible: struckOffInadmissible += 1
        case .notRenewed: struckOffNotRenewed += 1
        case .unknown: deleted += 1
        }
    }

    private mutating func addAllocation(months: UInt32) {
        let index = allocationMonths.firstIndex { $0.months >= months } ?? allocationMonths.endIndex
        if index < allocationMonths.endIndex, allocationMonths[index].months == months {
            allocationMonths[index].count += 1
        } else {
            allocationMonths.insert((months, 1), at: index)
        }
    }

    static func == (left: Movement, right: Movement) -> Bool {
        left.counters == right.counters && left.allocationMonths.elementsEqual(right.allocationMonths, by: ==)
    }

    /// Everything but the histogram, in the order of the fields of `nu.v1.MovementRow` from 2 on.
    private var counters: [UInt64] {
        [
            UInt64(bitPattern: pendingAtStart), registered, imported, reinstated, linked, renewed, struckOffAllocation,
            struckOffRenunciation, struckOffNoAnswer, struckOffInadmissible, struckOffNotRenewed, deleted, movedIn,
            movedOut, notices, allocationDaysSum,
        ]
    }

    private static let fields: [any WritableKeyPath<Movement, UInt64> & Sendable] = [
        \.registered, \.imported, \.reinstated, \.linked, \.renewed, \.struckOffAllocation, \.struckOffRenunciation,
        \.struckOffNoAnswer, \.struckOffInadmissible, \.struckOffNotRenewed, \.deleted, \.movedIn, \.movedOut,
        \.notices,
        \.allocationDaysSum,
    ]

    func encode(into writer: inout WireWriter) {
        writer.field(1, signed: pendingAtStart)
        for (index, value) in counters.dropFirst().enumerated() { writer.field(index + 2, unsigned: value) }
        guard !allocationMonths.isEmpty else { return }
        var packed = WireWriter()
        for entry in allocationMonths {
            packed.varint(UInt64(entry.months))
            packed.varint(UInt64(entry.count))
        }
        writer.field(17, bytes: packed.bytes)
    }

    init(decoding reader: inout WireReader) throws(WireReader.Failure) {
        while let (field, wire) = try reader.nextTag() {
            switch (field, wire) {
            case (1, 0): pendingAtStart = try reader.balance()
            case (2...16, 0): self[keyPath: Movement.fields[field - 2]] = try reader.count()
            case (17, 2):
                var packed = WireReader(reader.slice(try reader.lengthDelimited()))
                while !packed.isAtEnd {
                    let months = try packed.smallCount()
                    allocationMonths.append((months, try packed.smallCount()))
                }
            default: try reader.skip(wire: wire)
            }
        }
    }

    func cell(_ key: CellKey) -> WireStatisticsCell {
        var cell = WireStatisticsCell()
        cell.territory = key.place.territory.code
        cell.commune = key.place.commune.code
        cell.period = key.period.iso
        cell.pendingAtStart = pendingAtStart
        cell.pendingAtEnd = pendingAtStart + net
        cell.registered = Int64(registered)
        cell.imported = Int64(imported)
        cell.reinstated = Int64(reinstated)
        cell.linked = Int64(linked)
        cell.renewed = Int64(renewed)
        cell.struckOffAllocation = Int64(struckOffAllocation)
        cell.struckOffRenunciation = Int64(struckOffRenunciation)
        cell.struckOffNoAnswer = Int64(struckOffNoAnswer)
        cell.struckOffInadmissible = Int64(struckOffInadmissible)
        cell.struckOffNotRenewed = Int64(struckOffNotRenewed)
        cell.deleted = Int64(deleted)
        cell.movedIn = Int64(movedIn)
        cell.movedOut = Int64(movedOut)
        cell.notices = Int64(notices)
        cell.allocationDaysSum = Int64(allocationDaysSum)
        cell.allocationMonths = allocationMonths.map { entry in
            var count = WireMonthCount()
            count.months = Int32(entry.months)
            count.count = Int64(entry.count)
            return count
        }
        return cell
    }
}

extension WireReader {
    /// Entries less exits.
    fileprivate mutating func balance() throws(Failure) -> Int64 {
        let balance = try zigzag()
        guard balance.magnitude < 1 << 48 else { throw .badCount }
        return balance
    }
}
