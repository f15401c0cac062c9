import Register
import Schemas

/// How far the calendar of a partition has come. `nu.v1.CalendarRow`.
package struct CalendarRow: TableRow {
    /// The day of the first application; days before it are not closed.
    package var first: CivilDate?
    /// The last day closed.
    package var closed: CivilDate?

    package init(first: CivilDate? = nil, closed: CivilDate? = nil) {
        self.first = first
        self.closed = closed
    }

    public func encode(into writer: inout WireWriter) {
        writer.field(1, date: first)
        writer.field(2, date: closed)
    }

    public init(decoding reader: inout WireReader) throws(WireReader.Failure) {
        self.init()
        while let (field, wire) = try reader.nextTag() {
            switch field {
            case 1: first = try reader.optionalDate()
            case 2: closed = try reader.optionalDate()
            default: try reader.skip(wire: wire)
            }
        }
    }
}
