import Register
import Schemas
import WorkerKit

/// Is an application live, is a warning running, when did it end. `nu.v1.StrikeOffRow`.
struct StrikeOffRow: TableRow {
    struct End: Equatable {
        var reason: StrikeOffReason
        var day: CivilDate
    }

    struct Warning: Equatable {
        var reason: StrikeOffReason
        var day: CivilDate
        /// Reference of the proof that it was delivered: what the strike-off rests on.
        var proof: String
    }

    /// The filing or the last renewal.
    var start: CivilDate
    private var endReason: UInt8 = 0
    private var endDay: CivilDate = .none
    private var warnedReason: UInt8 = 0
    private var warnedDay: CivilDate = .none
    private var warnedProof = ""

    init(start: CivilDate) { self.start = start }

    var ended: End? {
        get { StrikeOffRow.reason(endReason).map { End(reason: $0, day: endDay) } }
        set {
            endReason = StrikeOffRow.figure(newValue?.reason)
            endDay = newValue?.day ?? .none
        }
    }

    var warning: Warning? {
        get { StrikeOffRow.reason(warnedReason).map { Warning(reason: $0, day: warnedDay, proof: warnedProof) } }
        set {
            warnedReason = StrikeOffRow.figure(newValue?.reason)
            warnedDay = newValue?.day ?? .none
            warnedProof = newValue?.proof ?? ""
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

    func encode(into writer: inout WireWriter) {
        writer.field(1, date: start)
        writer.field(2, unsigned: UInt64(endReason))
        writer.field(3, date: endDay)
        writer.field(4, unsigned: UInt64(warnedReason))
        writer.field(5, date: warnedDay)
        writer.field(6, string: warnedProof)
    }

    init(decoding reader: inout WireReader) throws(WireReader.Failure) {
        self.init(start: .none)
        while let (field, wire) = try reader.nextTag() {
            switch field {
            case 1: start = try reader.date()
            case 2: endReason = UInt8(truncatingIfNeeded: try reader.varint())
            case 3: endDay = try reader.date()
            case 4: warnedReason = UInt8(truncatingIfNeeded: try reader.varint())
            case 5: warnedDay = try reader.date()
            case 6: warnedProof = String(decoding: reader.slice(try reader.lengthDelimited()), as: UTF8.self)
            default: try reader.skip(wire: wire)
            }
        }
    }
}
