import Register

/// Instants as CloudEvents write them.
package enum Timestamp {
    /// RFC 3339 in UTC, to the millisecond.
    package static func iso(milliseconds: Int64) -> String {
        let day = Int32(clamping: milliseconds.floorDivided(by: 86_400_000))
        let rest = Int(milliseconds - Int64(day) * 86_400_000)
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        func three(_ value: Int) -> String { value < 100 ? "0" + two(value) : "\(value)" }
        let seconds = rest / 1000
        return CivilDate(days: day).iso + "T" + two(seconds / 3600) + ":" + two(seconds / 60 % 60) + ":"
            + two(seconds % 60) + "." + three(rest % 1000) + "Z"
    }
}

extension Int64 {
    func floorDivided(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
