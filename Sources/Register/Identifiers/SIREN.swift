/// A body's number in the French business register: nine digits, the last a Luhn check digit.
///
/// Shape: one `UInt32`.
package struct SIREN: Hashable, Sendable {
    package let number: UInt32

    /// Exactly nine digits with a good check digit. 000000000 is refused.
    package init?(_ text: String) {
        let bytes = text.utf8
        guard bytes.count == 9 else { return nil }
        var number: UInt32 = 0
        var sum: UInt8 = 0
        for (position, byte) in bytes.enumerated() {
            let digit = byte &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            number = number * 10 + UInt32(digit)
            let weighted = position % 2 == 1 ? digit * 2 : digit
            sum += weighted > 9 ? weighted - 9 : weighted
        }
        guard sum % 10 == 0, number > 0 else { return nil }
        self.number = number
    }

    package var text: String {
        String(unsafeUninitializedCapacity: 9) { text in
            CivilDate.write(Int(number), width: 9, to: text, at: 0)
            return 9
        }
    }
}

extension SIREN: Comparable, CustomStringConvertible {
    package static func < (left: SIREN, right: SIREN) -> Bool {
        left.number < right.number
    }

    package var description: String { text }
}
