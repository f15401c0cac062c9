/// How a text file is written, found from its bytes: what spreadsheets save in France is UTF-8, Windows-1252 or UTF-16.
package enum TextEncoding: String, Sendable {
    case utf8 = "UTF-8"
    case windows1252 = "Windows-1252"
    case utf16 = "UTF-16"

    /// The bytes in UTF-8, without a byte order mark, and what they were before. What is no UTF-8 is taken for Windows-1252, in
    /// which every byte means something.
    package static func decoded(_ bytes: some Collection<UInt8>) -> (text: [UInt8], encoding: TextEncoding) {
        let content = Array(bytes)
        if content.starts(with: [0xEF, 0xBB, 0xBF]) {
            let rest = Array(content.dropFirst(3))
            if String(validating: rest, as: UTF8.self) != nil { return (rest, .utf8) }
        }
        if content.starts(with: [0xFF, 0xFE]) || content.starts(with: [0xFE, 0xFF]) {
            let isLittle = content[0] == 0xFF
            let units = stride(from: 2, to: content.count - 1, by: 2).map { index in
                let (first, second) = (UInt16(content[index]), UInt16(content[index + 1]))
                return isLittle ? second << 8 | first : first << 8 | second
            }
            return (Array(String(decoding: units, as: UTF16.self).utf8), .utf16)
        }
        if String(validating: content, as: UTF8.self) != nil { return (content, .utf8) }
        var text = ""
        for byte in content {
            let scalar =
                (0x80...0x9F).contains(byte) ? upperRow[Int(byte - 0x80)] : UnicodeScalar(byte)
            text.unicodeScalars.append(scalar)
        }
        return (Array(text.utf8), .windows1252)
    }

    /// What Windows-1252 has where Latin-1 has control characters. Five of them are nothing there either.
    private static let upperRow = Array(
        "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ".unicodeScalars
    )
}
