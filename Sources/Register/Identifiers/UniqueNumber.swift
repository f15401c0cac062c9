/// The unique number (numéro unique) of an application: `059` `0411` `000123` `G5901`.
///
/// Territory, month and year of the first filing, sequence, desk that filed it. Arrêté of 7 November 2000, art. 1.
/// Kept at every renewal, modification and reactivation; there is no check digit.
/// Shape: one `UInt64`, from the top bit: territory 7, month 4, year 7, sequence 20, desk 26. Sorts as its text does.
package struct UniqueNumber: Hashable, Sendable {
    package let rawValue: UInt64

    /// One more than the greatest sequence.
    package static let sequenceEnd = 1_000_000

    package init(territory: Territory, filed: CivilDate, sequence: Int, desk: DeskCode) {
        precondition((0..<UniqueNumber.sequenceEnd).contains(sequence), "a sequence has six digits, not \(sequence)")
        let (year, month, _) = filed.components
        let century = (year % 100 + 100) % 100  // of a year before 0 too
        self.init(territory: territory, month: month, yearOfCentury: century, sequence: sequence, desk: desk)
    }

    /// Nil when the bits stand for no number.
    package init?(rawValue: UInt64) {
        self.rawValue = rawValue
        guard rawValue >> 57 < UInt64(Territory.count), (1...12).contains(month), yearOfCentury < 100 else {
            return nil
        }
        guard sequence < 1_000_000, rawValue & 0x3FF_FFFF < UInt64(DeskCode.packedEnd) else { return nil }
    }

    /// Exactly the eighteen characters: no space, no lower case. ``parse(_:)`` says what is wrong.
    package init?(_ text: String) {
        guard let number = try? UniqueNumber.parse(text) else { return nil }
        self = number
    }

    package var territory: Territory { Territory(rawIndex: UInt8(rawValue >> 57))! }

    /// Month of the first filing, 1...12.
    package var month: Int { Int(rawValue >> 53 & 0xF) }

    /// Year of the first filing, 0...99.
    package var yearOfCentury: Int { Int(rawValue >> 46 & 0x7F) }

    /// 0...999999. Wraps around after a million, so it is unique only with the month and year.
    package var sequence: Int { Int(rawValue >> 26 & 0xF_FFFF) }

    package var desk: DeskCode { DeskCode(packed: UInt32(rawValue & 0x3FF_FFFF))! }

    package var text: String {
        String(unsafeUninitializedCapacity: 18) { text in
            territory.write(to: text)
            CivilDate.write(month, width: 2, to: text, at: 3)
            CivilDate.write(yearOfCentury, width: 2, to: text, at: 5)
            CivilDate.write(sequence, width: 6, to: text, at: 7)
            Base36.write5(UInt32(rawValue & 0x3FF_FFFF), to: text, at: 13)
            return 18
        }
    }

    init(territory: Territory, month: Int, yearOfCentury: Int, sequence: Int, desk: DeskCode) {
        rawValue =
            UInt64(territory.rawIndex) << 57 | UInt64(month) << 53 | UInt64(yearOfCentury) << 46
            | UInt64(sequence) << 26 | UInt64(desk.packed)
    }
}

extension UniqueNumber: Comparable, CustomStringConvertible {
    package static func < (left: UniqueNumber, right: UniqueNumber) -> Bool {
        left.rawValue < right.rawValue
    }

    package var description: String { text }
}
