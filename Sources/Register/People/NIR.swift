/// A French social security number (numéro d'inscription au répertoire): 13 characters and a key of two digits.
///
/// Optional in law and nominative: it is compared, never shown, so its description hides it.
/// Shape: one `UInt64`, the 13 characters as digits (`2A` read as 19, `2B` as 18, as the key does) and two bits for Corsica.
package struct NIR: Hashable, Sendable {
    private let packed: UInt64

    /// Thirteen characters, with or without the key; spaces may stand anywhere. A key that is given must be right.
    package init?(_ text: String) {
        var digits: [UInt64] = []
        digits.reserveCapacity(15)
        var corsica: UInt64 = 0
        for byte in text.utf8 where byte != UInt8(ascii: " ") {
            guard digits.count < 15 else { return nil }
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits.append(UInt64(byte - UInt8(ascii: "0")))
            case UInt8(ascii: "A"), UInt8(ascii: "a"), UInt8(ascii: "B"), UInt8(ascii: "b"):
                guard digits.count == 6, digits[5] == 2 else { return nil }
                corsica = UInt64(byte & 0x1F)
                digits[5] = 1
                digits.append(corsica == 1 ? 9 : 8)
            default: return nil
            }
        }
        guard digits.count == 13 || digits.count == 15 else { return nil }
        // 1 and 2 for sex; 3, 4, 7 and 8 in numbers given while the civil status is being checked.
        guard [1, 2, 3, 4, 7, 8].contains(digits[0]) else { return nil }
        // Months above 12 are those of births whose month is not known.
        switch digits[3] * 10 + digits[4] {
        case 1...12, 20...42, 50...99: break
        default: return nil
        }
        let body = digits[..<13].reduce(0) { $0 * 10 + $1 }
        guard digits.count == 13 || digits[13] * 10 + digits[14] == NIR.key(of: body) else { return nil }
        packed = body << 2 | corsica
    }

    /// Of birth: two digits.
    package var yearOfCentury: Int { Int((packed >> 2) / 10_000_000_000 % 100) }

    /// The fifteen characters, key included, without spaces.
    package var text: String {
        let body = packed >> 2
        let key = NIR.key(of: body)
        return String(unsafeUninitializedCapacity: 15) { text in
            CivilDate.write(Int(body), width: 13, to: text, at: 0)
            CivilDate.write(Int(key), width: 2, to: text, at: 13)
            if packed & 3 != 0 {
                text[5] = UInt8(ascii: "2")
                text[6] = packed & 3 == 1 ? UInt8(ascii: "A") : UInt8(ascii: "B")
            }
            return 15
        }
    }

    private static func key(of body: UInt64) -> UInt64 {
        97 - body % 97
    }
}

extension NIR: CustomStringConvertible, CustomReflectable {
    /// Says nothing of the number: it is nominative and must reach no log.
    package var description: String { "NIR" }

    package var customMirror: Mirror { Mirror(self, children: []) }
}
