import Register
import Schemas

/// A row that says which application, and nothing else: `nu.v1.FileRow`, `nu.v1.PendingEndRow` and `nu.v1.AliasRow`.
package struct NumberRow: TableRow {
    package var number: UniqueNumber

    package init(number: UniqueNumber) { self.number = number }

    public func encode(into writer: inout WireWriter) { writer.field(1, fixed64: number.rawValue) }

    public init(decoding reader: inout WireReader) throws(WireReader.Failure) {
        var found: UniqueNumber?
        while let (field, wire) = try reader.nextTag() {
            switch field {
            case 1: found = UniqueNumber(rawValue: try reader.fixed64())
            default: try reader.skip(wire: wire)
            }
        }
        guard let found else { throw .badField(1) }
        number = found
    }
}
