/// The one spelling of a telephone number: `0320000000`, or `+` and the country for what came with it.
enum PhoneNumber {
    /// Nil when it cannot be dialled: not ten digits from France, nor seven to fifteen behind a country's `+` or `00`.
    static func normalised(_ text: String) -> String? {
        guard text.utf8.count <= 60 else { return nil }
        var digits: [UInt8] = []
        digits.reserveCapacity(16)
        var isInternational = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "0"..."9": digits.append(UInt8(scalar.value))
            case "+" where digits.isEmpty && !isInternational: isInternational = true
            case " ", ".", "-", "/", "(", ")", "\t", "\u{A0}", "\u{202F}", "\u{2009}", "\u{2010}", "\u{2011}",
                "\u{2013}":
                break
            default: return nil
            }
        }
        let zero = UInt8(ascii: "0")
        if !isInternational, digits.starts(with: [zero, zero]) {
            isInternational = true
            digits.removeFirst(2)
        }
        guard isInternational else {
            guard digits.count == 10, digits[0] == zero, digits[1] != zero else { return nil }
            return String(decoding: digits, as: UTF8.self)
        }
        guard let first = digits.first, first != zero else { return nil }
        if digits.starts(with: "33".utf8) {
            // +33 (0)3 20…: the zero is for callers in France.
            if digits.count == 12, digits[2] == zero { digits.remove(at: 2) }
            guard digits.count == 11, digits[2] != zero else { return nil }
        }
        guard (7...15).contains(digits.count) else { return nil }
        return "+" + String(decoding: digits, as: UTF8.self)
    }
}
