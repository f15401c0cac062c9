/// An instant as RFC 3339 writes it: `2026-11-30T14:50:00Z`, `2026-11-30T15:50:00.250+01:00`.
package enum Instant {
    /// Unix milliseconds; nil when the text is written in any other way, or names no instant. A fraction is cut after the
    /// third digit; there is no leap second.
    package static func milliseconds(rfc3339 text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard (20...35).contains(bytes.count), let day = CivilDate(iso: String(decoding: bytes[..<10], as: UTF8.self)),
            bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let hour = figures(bytes[11..<13], max: 23), let minute = figures(bytes[14..<16], max: 59),
            let second = figures(bytes[17..<19], max: 59)
        else { return nil }
        var rest = bytes[19...]
        var fraction: Int64 = 0
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
            guard !digits.isEmpty else { return nil }
            for place in 0..<3 {
                fraction = fraction * 10 + (digits.dropFirst(place).first.map { Int64($0) - 0x30 } ?? 0)
            }
            rest = rest.dropFirst(digits.count + 1)
        }
        guard let offset = offsetMinutes(rest) else { return nil }
        let seconds = Int64(day.days) * 86_400 + Int64(hour) * 3_600 + Int64(minute - offset) * 60 + Int64(second)
        return seconds * 1_000 + fraction
    }

    /// `Z`, `+01:00`: how far that clock is ahead of UTC.
    private static func offsetMinutes(_ bytes: ArraySlice<UInt8>) -> Int? {
        if bytes.elementsEqual("Z".utf8) { return 0 }
        guard bytes.count == 6, let sign = bytes.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
            bytes[bytes.startIndex + 3] == UInt8(ascii: ":"),
            let hours = figures(bytes.dropFirst().prefix(2), max: 23), let minutes = figures(bytes.suffix(2), max: 59)
        else { return nil }
        return (sign == UInt8(ascii: "+") ? 1 : -1) * (hours * 60 + minutes)
    }

    private static func figures(_ bytes: ArraySlice<UInt8>, max: Int) -> Int? {
        var number = 0
        for byte in bytes {
            guard (0x30...0x39).contains(byte) else { return nil }
            number = number * 10 + Int(byte) - 0x30
        }
        return number <= max ? number : nil
    }
}
