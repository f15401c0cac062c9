import Register

/// `dateFichier`: when the file was made, as `xs:dateTime`, with or without a time zone.
enum FileDate {
    /// The civil day in Paris; nil when it is no date.
    static func day(_ text: String) -> CivilDate? {
        let text = text.trimmed
        guard let day = CivilDate(iso: civil(text)) else { return nil }
        guard let minutes = minutes(text), let offset = offsetMinutes(text) else { return day }
        return CivilDate.paris(milliseconds: Int64(day.days) * 86_400_000 + Int64(minutes - offset) * 60_000)
    }

    /// Names an instant, and not a day alone.
    static func hasTime(_ text: String) -> Bool { minutes(text.trimmed) != nil }

    /// What stands before the time and the time zone.
    static func civil(_ text: String) -> String {
        let text = text.trimmed
        guard text.utf8.count > 10 else { return text }
        let end = text.utf8.index(text.startIndex, offsetBy: 10)
        switch text.utf8[end] {
        case UInt8(ascii: "T"), UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "-"): return String(text[..<end])
        default: return text
        }
    }

    /// Of `2018-03-15T16:54:06.339+01:00`: 16 hours and 54 minutes.
    private static func minutes(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 16, bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
            let hours = figure(bytes, 11), let minutes = figure(bytes, 14), hours <= 24, minutes < 60
        else { return nil }
        return hours * 60 + minutes
    }

    /// Of the same: 60. Nil where it is not said.
    private static func offsetMinutes(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        if bytes.last == UInt8(ascii: "Z") { return 0 }
        guard bytes.count >= 22, let sign = bytes.dropLast(5).last,
            sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), bytes[bytes.count - 3] == UInt8(ascii: ":"),
            let hours = figure(bytes, bytes.count - 5), let minutes = figure(bytes, bytes.count - 2)
        else { return nil }
        return (hours * 60 + minutes) * (sign == UInt8(ascii: "+") ? 1 : -1)
    }

    private static func figure(_ bytes: [UInt8], _ place: Int) -> Int? {
        guard let tens = digit(bytes[place]), let ones = digit(bytes[place + 1]) else { return nil }
        return tens * 10 + ones
    }

    private static func digit(_ byte: UInt8) -> Int? { (0x30...0x39).contains(byte) ? Int(byte) - 0x30 : nil }
}
