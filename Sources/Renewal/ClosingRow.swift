import Register
import Schemas
import WorkerKit

/// What the closing of days depends on. `nu.v1.ClosingRow`.
struct ClosingRow: TableRow {
    /// The last day of a closing that is appended and not read back yet.
    var asked: CivilDate?
    /// Of a live register. Without a header, as in a test of this worker alone, it is a replay.
    var isLive = false
    var submissionPartitions: UInt32 = 1
    /// An operator allows to close days through this one, however many they are.
    var allowed: CivilDate?

    init() {}

    func encode(into writer: inout WireWriter) {
        writer.field(1, date: asked)
        writer.field(2, unsigned: isLive ? 1 : 0)
        writer.field(3, unsigned: UInt64(submissionPartitions))
        writer.field(4, date: allowed)
    }

    init(decoding reader: inout WireReader) throws(WireReader.Failure) {
        self.init()
        submissionPartitions = 0
        while let (field, wire) = try reader.nextTag() {
            switch field {
            case 1: asked = try reader.optionalDate()
            case 2: isLive = try reader.bool()
            case 3: submissionPartitions = UInt32(truncatingIfNeeded: try reader.varint())
            case 4: allowed = try reader.optionalDate()
            default: try reader.skip(wire: wire)
            }
        }
    }
}
