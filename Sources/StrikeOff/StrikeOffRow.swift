import Register
import Schemas
import WorkerKit

/// Is an application live, is a warning running, when did it end. `nu.v1.StrikeOffRow`.
struct StrikeOffRow: TableRow {
    struct End: Equatable {
        var reason: StrikeOffReason
        var day: CivilDate
        /// The delay to undo it and its purge are counted from here: its day, or the last closed day when it was decided, if that
        /// is later.
        var countedFrom: CivilDate
        /// Who asked for it; nil for the calendar.
        var desk: DeskCode?
    }

    struct Warning: Equatable {
        var reason: StrikeOffReason
        var day: CivilDate
        /// Reference of the proof that it was delivered: what the strike-off rests on.
        var proof: String
        /// Who sent it.
        var desk: DeskCode?
        /// Of an inadmissibility: its ground, as `InadmissibilityGround.figure`; 0 of other reasons.
        var ground: UInt8 = 0
    }

    /// The filing or the last renewal.
    var start: CivilDate
    /// The first filing: nothing that was received before it concerns this file.
    var filed: CivilDate
    /// It bore a DALO mark once. Nothing takes it away.
    var isDalo = false
    /// A court may ask for it: it is not purged.
    var isHeld = false
    /// The keys of its sealed forms.
    var forms = SealedForms()
    /// It ended, by the facts read so far; `ended` is ahead of them.
    var isOut = false
    /// An application that is none any more, as its owner says.
    var gone: Gone?
    /// The day it was merged, or the last closed day then if that is later; nil too once it is coming back.
    var merged: CivilDate?

    enum Gone: UInt8 {
        /// Its purge is decided. Goes when that is read back: until then a form may still be linked to it, unless it was merged
        /// before.
        case purging = 1
        /// Deleted while a court may ask for it. Goes when the hold is lifted.
        case deleted = 2
        /// Merged into another one, which can be undone until it is purged.
        case merged = 3
    }

    private var endReason: UInt8 = 0
    private var endDay: CivilDate = .none
    private var endCountedFrom: CivilDate = .none
    private var endDesk: UInt32 = 0
    private var warnedReason: UInt8 = 0
    private var warnedDay: CivilDate = .none
    private var warnedProof = ""
    private var warnedDesk: UInt32 = 0
    private var warnedGround: UInt8 = 0

    init(start: CivilDate, filed: CivilDate) {
        self.start = start
        self.filed = filed
    }

    var ended: End? {
        get {
            StrikeOffRow.reason(endReason).map {
                End(reason: $0, day: endDay, countedFrom: endCountedFrom, desk: StrikeOffRow.desk(endDesk))
            }
        }
        set {
            endReason = StrikeOffRow.figure(newValue?.reason)
            endDay = newValue?.day ?? .none
            endCountedFrom = newValue?.countedFrom ?? .none
            endDesk = newValue?.desk?.packed ?? 0
        }
    }

    var warning: Warning? {
        get {
            StrikeOffRow.reason(warnedReason).map {
                Warning(
                    reason: $0,
                    day: warnedDay,
                    proof: warnedProof,
                    desk: StrikeOffRow.desk(warnedDesk),
                    ground: warnedGround,
                )
            }
        }
        set {
            warnedReason = StrikeOffRow.figure(newValue?.reason)
            warnedDay = newValue?.day ?? .none
            warnedProof = newValue?.proof ?? ""
            warnedDesk = newValue?.desk?.packed ?? 0
            warnedGround = newValue?.ground ?? 0
        }
    }

    /// A form that is linked to it now belongs to it. Deduplication counts by the same facts, and decides again on a link
    /// that stands behind the end of its application: the form is another one's then, and must not be erased with this one.
    var takesLinks: Bool {
        if isOut { return false }
        return switch gone {
        case nil: true
        case .purging: merged == nil
        case .deleted, .merged: false
        }
    }

    /// The day it is purged; nil while it lives, or a court may ask for it.
    func purges(_ calendar: LegalCalendar) -> CivilDate? {
        if isHeld { return nil }
        switch gone {
        case .purging, .deleted: return nil
        case .merged: return merged.map { calendar.purges(struckOff: $0) }
        // A merge may stand before the end that was decided: then that has no effect, and the merge can be undone for a year.
        case nil: return endReason == 0 || !isOut ? nil : calendar.purges(struckOff: endCountedFrom)
        }
    }

    // A reason is kept as its place in this list, so that a row is small and, most often, no heap object.
    private static let reasons: [StrikeOffReason] = [.allocated, .renounced, .noAnswer, .inadmissible, .notRenewed]

    private static func reason(_ figure: UInt8) -> StrikeOffReason? {
        figure > 0 && Int(figure) <= reasons.count ? reasons[Int(figure) - 1] : nil
    }

    private static func figure(_ reason: StrikeOffReason?) -> UInt8 {
        guard let reason, let index = reasons.firstIndex(of: reason) else { return 0 }
        return UInt8(index + 1)
    }

    private static func desk(_ packed: UInt32) -> DeskCode? { packed == 0 ? nil : DeskCode(packed: packed) }

    func encode(into writer: inout WireWriter) {
        writer.field(1, date: start)
        writer.field(2, unsigned: UInt64(endReason))
        writer.field(3, date: endDay)
        writer.field(4, unsigned: UInt64(warnedReason))
        writer.field(5, date: warnedDay)
        writer.field(6, string: warnedProof)
        writer.field(7, unsigned: UInt64(endDesk))
        writer.field(8, unsigned: UInt64(warnedDesk))
        writer.field(9, unsigned: isDalo ? 1 : 0)
        writer.field(10, unsigned: isHeld ? 1 : 0)
        writer.field(11, bytes: forms.bytes)
        writer.field(12, unsigned: isOut ? 1 : 0)
        writer.field(13, unsigned: UInt64(gone?.rawValue ?? 0))
        writer.field(14, date: merged)
        writer.field(15, unsigned: UInt64(warnedGround))
        writer.field(16, date: endCountedFrom)
        writer.field(17, date: filed)
    }

    init(decoding reader: inout WireReader) throws(WireReader.Failure) {
        self.init(start: .none, filed: .none)
        while let (field, wire) = try reader.nextTag() {
            switch field {
            case 1: start = try reader.date()
            case 2: endReason = UInt8(truncatingIfNeeded: try reader.varint())
            case 3: endDay = try reader.date()
            case 4: warnedReason = UInt8(truncatingIfNeeded: try reader.varint())
            case 5: warnedDay = try reader.date()
            case 6: warnedProof = String(decoding: reader.slice(try reader.lengthDelimited()), as: UTF8.self)
            case 7: endDesk = UInt32(truncatingIfNeeded: try reader.varint())
            case 8: warnedDesk = UInt32(truncatingIfNeeded: try reader.varint())
            case 9: isDalo = try reader.bool()
            case 10: isHeld = try reader.bool()
            case 11:
                guard let forms = SealedForms(reader.slice(try reader.lengthDelimited())) else {
                    throw .badField(field)
                }
                self.forms = forms
            case 12: isOut = try reader.bool()
            case 13: gone = Gone(rawValue: UInt8(truncatingIfNeeded: try reader.varint()))
            case 14: merged = try reader.optionalDate()
            case 15: warnedGround = UInt8(truncatingIfNeeded: try reader.varint())
            case 16: endCountedFrom = try reader.date()
            case 17: filed = try reader.date()
            default: try reader.skip(wire: wire)
            }
        }
    }
}
