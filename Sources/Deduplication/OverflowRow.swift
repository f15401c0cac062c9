import Register
import Schemas
import WorkerKit

/// What the search for doubles left out in a territory, so that it is bounded and not silent. `nu.v1.OverflowRow`.
struct OverflowRow: TableRow {
    static let tag: UInt8 = 11

    /// Blocks too large to be searched, once for each application that asked for them.
    var blocks: UInt64 = 0
    /// Doubtful pairs beyond those that one application may open reviews for.
    var reviews: UInt64 = 0
    /// Applications of which no block could be searched.
    var applications: UInt64 = 0

    init() {}

    func encode(into writer: inout WireWriter) {
        writer.field(1, unsigned: blocks)
        writer.field(2, unsigned: reviews)
        writer.field(3, unsigned: applications)
    }

    init(decoding reader: inout WireReader) throws(WireReader.Failure) {
        while let (field, wire) = try reader.nextTag() {
            switch field {
            case 1: blocks = try reader.count()
            case 2: reviews = try reader.count()
            case 3: applications = try reader.count()
            default: try reader.skip(wire: wire)
            }
        }
    }
}
