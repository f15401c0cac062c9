import Register
import Schemas

/// Instants as CloudEvents write them.
package enum Timestamp {
    /// RFC 3339 in UTC, to the millisecond.
    package static func iso(milliseconds: Int64) -> String {
        String(decoding: WireScratch.bytes { iso(milliseconds: milliseconds, into: &$0) }, as: UTF8.self)
    }

    static func iso(milliseconds: Int64, into writer: inout WireScratch) {
        let day = Int32(clamping: milliseconds.floorDivided(by: 86_400_000))
        let rest = Int(milliseconds &- milliseconds.floorDivided(by: 86_400_000) &* 86_400_000)
        let seconds = rest / 1000
        func write(_ number: Int, after mark: UInt8) {
            writer.append(mark)
            writer.append(UInt8(ascii: "0") + UInt8(number / 10))
            writer.append(UInt8(ascii: "0") + UInt8(number % 10))
        }
        writer.raw(CivilDate(days: day).iso.utf8)
        write(seconds / 3600, after: UInt8(ascii: "T"))
        write(seconds / 60 % 60, after: UInt8(ascii: ":"))
        write(seconds % 60, after: UInt8(ascii: ":"))
        write(rest % 1000 / 10, after: UInt8(ascii: "."))
        writer.append(UInt8(ascii: "0") + UInt8(rest % 10))
        writer.append(UInt8(ascii: "Z"))
    }
}

extension Int64 {
    func floorDivided(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
