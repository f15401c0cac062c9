import Register
import Schemas

// Dates in the register and in state rows are days since 1970-01-01; 0 stands for none.

extension WireWriter {
    package mutating func field(_ number: Int, date: CivilDate?) {
        field(number, signed: Int64(date?.days ?? 0))
    }
}

extension WireReader {
    package mutating func date() throws(Failure) -> CivilDate {
        guard let date = CivilDate(recorded: try zigzag()) else { throw .badDay }
        return date
    }

    package mutating func optionalDate() throws(Failure) -> CivilDate? {
        let date = try date()
        return date.days == 0 ? nil : date
    }

    package mutating func bool() throws(Failure) -> Bool { try varint() != 0 }
}

extension CivilDate {
    /// Where a row has no date yet.
    package static let none = CivilDate(days: 0)
}
