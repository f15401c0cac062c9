/// Eight digits of a birth date, year first, whether that day exists or not: errors of typing are compared too.
struct BirthDigits: Hashable {
    var digits: [UInt8]

    /// Nil where there are not eight digits, and where nothing is known: zeros, or 1 January 1900.
    init?(_ text: String) {
        if let iso = BirthDigits.iso(text) {
            digits = iso
        } else {
            digits = BirthDigits.grouped(text)
        }
        guard digits.count == 8 else { return nil }
        if number(0..<4) == 0 || (isFirstOfJanuary && number(0..<4) <= 1900) { return nil }
    }

    /// `YYYY-MM-DD`, as nearly all are written.
    private static func iso(_ text: String) -> [UInt8]? {
        var digits: [UInt8] = []
        digits.reserveCapacity(8)
        for (place, byte) in text.utf8.enumerated() {
            if place == 4 || place == 7 {
                guard byte == UInt8(ascii: "-") else { return nil }
            } else {
                guard place < 10, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                digits.append(byte - UInt8(ascii: "0"))
            }
        }
        return digits.count == 8 ? digits : nil
    }

    private static func grouped(_ text: String) -> [UInt8] {
        var groups: [[UInt8]] = [[]]
        for byte in text.utf8 {
            if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
                groups[groups.count - 1].append(byte - UInt8(ascii: "0"))
            } else if !groups[groups.count - 1].isEmpty {
                groups.append([])
            }
        }
        if groups.last?.isEmpty == true { groups.removeLast() }
        if groups.count == 3, groups[2].count == 4 { groups.swapAt(0, 2) }
        if groups.count == 3 {
            for part in 1...2 where groups[part].count == 1 { groups[part].insert(0, at: 0) }
        }
        return Array(groups.joined())
    }

    /// What is written where the day is not known: the year alone counts.
    var isFirstOfJanuary: Bool {
        let month = number(4..<6)
        let day = number(6..<8)
        return (month == 1 && day == 1) || month == 0 || day == 0
    }

    func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + Int($1) } }
}
