import Register
import Schemas

/// All that a partition of `nu.submissions` received through this day is in the register. `nu.v1.WatermarkRow`.
package struct WatermarkRow: TableRow {
    package var day: CivilDate

    package init(day: CivilDate) { self.day = day }

    public func encode(into writer: inout WireWriter) { writer.field(1, date: day) }

    public init(decoding reader: inout WireReader) throws(WireReader.Failure) {
        self.init(day: .none)
        while let (field, wire) = try reader.nextTag() {
            switch field {
            case 1: day = try reader.date()
            default: try reader.skip(wire: wire)
            }
        }
    }
}

/// The number of a partition of `nu.submissions`.
package struct SubmissionPartition: RowKey {
    package let number: UInt32

    package init(_ number: UInt32) { self.number = number }

    public func encode(into writer: inout WireWriter) {
        for shift in [24, 16, 8, 0] as [UInt32] { writer.bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    public init?(decoding bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 4 else { return nil }
        self.init(bytes.reduce(0) { $0 << 8 | UInt32($1) })
    }

    package static func < (left: SubmissionPartition, right: SubmissionPartition) -> Bool { left.number < right.number }
}
