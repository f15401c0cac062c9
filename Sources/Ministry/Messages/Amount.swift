/// An amount of money as the interface writes it: euros, with a point or a comma and one or two decimals.
enum Amount {
    static func cents(_ text: String) -> Int64? {
        var digits = text.trimmed
        let isNegative = digits.hasPrefix("-")
        if isNegative { digits.removeFirst() }
        let parts = digits.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
        guard parts.count <= 2, let euros = Int64(whole: parts[0]) else { return nil }
        var cents: Int64 = 0
        if parts.count == 2 {
            guard (1...2).contains(parts[1].utf8.count), let decimals = Int64(whole: parts[1]) else { return nil }
            cents = parts[1].utf8.count == 1 ? decimals * 10 : decimals
        }
        return (euros * 100 + cents) * (isNegative ? -1 : 1)
    }
}

extension Int64 {
    /// One to twelve digits and nothing else.
    fileprivate init?(whole text: Substring) {
        guard (1...12).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        self.init(text)
    }
}
