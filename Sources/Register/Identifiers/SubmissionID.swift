/// The id a sender gives a submission, so that sending it twice does not do it twice. A UUID (RFC 9562).
///
/// Shape: two `UInt64`, most significant first. Sorts as its text does.
package struct SubmissionID: Hashable, Sendable {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The 36 characters `8-4-4-4-12`, hexadecimal, in either case.
    package init?(_ text: String) {
        let bytes = text.utf8
        guard bytes.count == 36 else { return nil }
        var value: UInt128 = 0
        for (position, byte) in bytes.enumerated() {
            if SubmissionID.isHyphen(position) {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt128(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt128(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt128(byte - UInt8(ascii: "A") + 10)
            default: return nil
            }
        }
        self.init(high: UInt64(truncatingIfNeeded: value >> 64), low: UInt64(truncatingIfNeeded: value))
    }

    /// Sixteen bytes, most significant first.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        var value: UInt128 = 0
        for byte in bytes { value = value << 8 | UInt128(byte) }
        self.init(high: UInt64(truncatingIfNeeded: value >> 64), low: UInt64(truncatingIfNeeded: value))
    }

    /// Sixteen bytes as they stand in a record.
    package init?(record bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 16 else { return nil }
        self.init(
            high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
            low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
        )
    }

    /// Sixteen bytes, most significant first.
    package var bytes: [UInt8] {
        (0..<16).map { UInt8(truncatingIfNeeded: ($0 < 8 ? high : low) >> UInt64(56 - $0 % 8 * 8)) }
    }

    /// The 36 characters, in lower case.
    package var text: String {
        String(unsafeUninitializedCapacity: 36) { text in
            var value = UInt128(high) << 64 | UInt128(low)
            for position in stride(from: 35, through: 0, by: -1) {
                if SubmissionID.isHyphen(position) {
                    text[position] = UInt8(ascii: "-")
                    continue
                }
                let digit = UInt8(truncatingIfNeeded: value) & 0xF
                text[position] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
                value >>= 4
            }
            return 36
        }
    }

    private static func isHyphen(_ position: Int) -> Bool {
        position == 8 || position == 13 || position == 18 || position == 23
    }
}

extension SubmissionID: Comparable, CustomStringConvertible {
    package static func < (left: SubmissionID, right: SubmissionID) -> Bool {
        left.high == right.high ? left.low < right.low : left.high < right.high
    }

    package var description: String { text }
}
