import Register

/// Instants as CloudEvents write them.
package enum Timestamp {
    /// RFC 3339 in UTC, to the millisecond.
    package static func iso(milliseconds: Int64) -> String {
        let day = Int32(clamping: milliseconds.floorDivided(by: 86_400_000))
        let rest = Int(milliseconds &- milliseconds.floorDivided(by: 86_400_000) &* 86_400_000)
        let seconds = rest / 1000
        let time = String(unsafeUninitializedCapacity: 14) { text in
            func write(_ number: Int, width: Int, at start: Int, after mark: UInt8) {
                text[start] = mark
                var rest = number
                for position in stride(from: start + width, to: start, by: -1) {
                    text[position] = UInt8(ascii: "0") + UInt8(rest % 10)
                    rest /= 10
                }
            }
            write(seconds / 3600, width: 2, at: 0, after: UInt8(ascii: "T"))
            write(seconds / 60 % 60, width: 2, at: 3, after: UInt8(ascii: ":"))
            write(seconds % 60, width: 2, at: 6, after: UInt8(ascii: ":"))
            write(rest % 1000, width: 3, at: 9, after: UInt8(ascii: "."))
            text[13] = UInt8(ascii: "Z")
            return 14
        }
        return CivilDate(days: day).iso + time
    }
}

extension Int64 {
    func floorDivided(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
