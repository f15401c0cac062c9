/// A commune's INSEE code: five characters such as `59350` or `2A004`. Not a postal code.
///
/// Shape: one `UInt32`, the five characters in base 36. Says that the code could exist, not that it does.
package struct CommuneCode: Hashable, Sendable {
    /// The five characters in base 36: what a state row keeps.
    package let packed: UInt32

    /// Nil unless it is what `packed` of a valid code was.
    package init?(packed: UInt32) {
        self.init(code: Base36.text5(packed))
    }

    /// Five digits, or `2A`/`2B` and three digits, in a département that exists (01–95, 2A, 2B, 971–976).
    ///
    /// Refused too: 20 (split in 2A and 2B in 1976) and the commune number 000, which is how postal codes such as 59000 end.
    package init?(code: String) {
        guard let packed = Base36.pack5(code.utf8) else { return nil }
        let digits = CommuneCode.digits(of: packed)
        guard digits.0 <= 9, digits.2 <= 9, digits.3 <= 9, digits.4 <= 9 else { return nil }
        let number = digits.2 * 100 + digits.3 * 10 + digits.4
        if digits.1 > 9 {
            guard digits.0 == 2, digits.1 <= 11 else { return nil }
        } else {
            switch digits.0 * 10 + digits.1 {
            case 1...19, 21...95: break
            case 97: guard (1...6).contains(digits.2), digits.3 + digits.4 > 0 else { return nil }
            default: return nil
            }
        }
        guard number > 0 else { return nil }
        self.packed = packed
    }

    package var code: String { Base36.text5(packed) }

    /// The five characters as base-36 digits: `A` is 10.
    var digits: (UInt32, UInt32, UInt32, UInt32, UInt32) { CommuneCode.digits(of: packed) }

    static func digits(of packed: UInt32) -> (UInt32, UInt32, UInt32, UInt32, UInt32) {
        (packed / 1_679_616, packed / 46_656 % 36, packed / 1_296 % 36, packed / 36 % 36, packed % 36)
    }
}

extension CommuneCode: Comparable, CustomStringConvertible {
    package static func < (left: CommuneCode, right: CommuneCode) -> Bool {
        left.packed < right.packed
    }

    package var description: String { code }
}
