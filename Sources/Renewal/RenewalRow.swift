import Register
import Schemas
import WorkerKit

/// Where an application stands in its year of validity. `nu.v1.RenewalRow`.
struct RenewalRow: TableRow {
    enum Stage: UInt8 {
        /// Can become `held` or `lapsed` when its time is over, `ended` at any time.
        case live = 0
        /// Its time is over and no notice can be proven. Can become `live` by a renewal.
        case held = 1
        /// Its lapse is a fact; strike-off follows.
        case lapsed = 2
        /// A strike-off for non-renewal was undone; it must be renewed to become `live`, or lapses again.
        case reinstated = 3
        /// Struck off or deleted. Can become `live` or `reinstated` when that is undone.
        case ended = 4
        /// Its lapse is decided and not read back yet. Becomes `lapsed`, or `live` when a link stands before it.
        case lapsing = 5
    }

    /// The filing or the last renewal: the year of validity counts from here.
    var start: CivilDate
    /// The first filing; seniority counts from here.
    var filed: CivilDate
    /// The day of the notice for this validity.
    var noticed: CivilDate?
    var stage: Stage = .live
    var isUndeliverable = false

    init(start: CivilDate, filed: CivilDate) {
        self.start = start
        self.filed = filed
    }

    func encode(into writer: inout WireWriter) {
        writer.field(1, date: start)
        writer.field(2, date: filed)
        writer.field(3, date: noticed)
        writer.field(4, unsigned: UInt64(stage.rawValue))
        writer.field(5, unsigned: isUndeliverable ? 1 : 0)
    }

    init(decoding reader: inout WireReader) throws(WireReader.Failure) {
        self.init(start: .none, filed: .none)
        while let (field, wire) = try reader.nextTag() {
            switch field {
            case 1: start = try reader.date()
            case 2: filed = try reader.date()
            case 3: noticed = try reader.optionalDate()
            case 4:
                guard let stage = Stage(rawValue: UInt8(truncatingIfNeeded: try reader.varint())) else {
                    throw .badField(field)
                }
                self.stage = stage
            case 5: isUndeliverable = try reader.bool()
            default: try reader.skip(wire: wire)
            }
        }
    }
}
