/// Packs short codes of `0-9A-Z` into an integer that sorts as the text does.
enum Base36 {
    /// 0...35, or nil for anything but `0-9A-Z`. Lower case is not accepted: codes have one spelling.
    static func digit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte &- UInt8(ascii: "0"))
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte &- UInt8(ascii: "A")) + 10
        default: nil
        }
    }

    static func byte(_ digit: UInt32) -> UInt8 {
        digit < 10 ? UInt8(ascii: "0") + UInt8(digit) : UInt8(ascii: "A") + UInt8(digit - 10)
    }

    /// Nil unless there are exactly five bytes of `0-9A-Z`.
    static func pack5(_ bytes: some Sequence<UInt8>) -> UInt32? {
        var packed: UInt32 = 0
        var count = 0
        for byte in bytes {
            guard count < 5, let digit = digit(byte) else { return nil }
            packed = packed * 36 + digit
            count += 1
        }
        return count == 5 ? packed : nil
    }

    static func write5(_ packed: UInt32, to text: UnsafeMutableBufferPointer<UInt8>, at start: Int) {
        var rest = packed
        for position in stride(from: start + 4, through: start, by: -1) {
            text[position] = byte(rest % 36)
            rest /= 36
        }
    }

    static func text5(_ packed: UInt32) -> String {
        String(unsafeUninitializedCapacity: 5) { text in
            write5(packed, to: text, at: 0)
            return 5
        }
    }
}
