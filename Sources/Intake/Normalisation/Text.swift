/// The form in which texts enter the register: one spelling for what means the same, and each letter composed (NFC).
///
/// Each function returns the text itself when there is nothing to do, which is nearly always. Only ASCII changes case, so
/// that no version of Unicode changes what was accepted.
enum Text {
    /// What one look at a text tells.
    enum Spelling {
        case tidy
        /// The text has leading, trailing or repeated white space, white space other than a plain space, invisible marks, or
        /// accents that are separate scalars. `tidied` mends each of these.
        case untidy
        /// Control characters, direction overrides, private characters, or what a wrong encoding leaves behind.
        case forbidden
    }

    static func spelling(_ text: String) -> Spelling {
        var isAfterSpace = true
        var isTidy = true
        for byte in text.utf8 {
            switch byte {
            case 0x20:
                if isAfterSpace { isTidy = false }
                isAfterSpace = true
            // ASCII, and the Latin letters from À to ɏ with their second bytes. What lies beyond may be invisible.
            case 0x21...0x7E, 0xC3...0xC9, 0x80...0xBF: isAfterSpace = false
            default: return spellingOfScalars(text)
            }
        }
        return isTidy && !(isAfterSpace && !text.utf8.isEmpty) ? .tidy : .untidy
    }

    private static func spellingOfScalars(_ text: String) -> Spelling {
        var isAfterSpace = true
        var isTidy = true
        for scalar in text.unicodeScalars {
            switch Mark(scalar) {
            case .plain: isAfterSpace = false
            case .space:
                if isAfterSpace || scalar != " " { isTidy = false }
                isAfterSpace = true
            case .invisible: isTidy = false
            case .forbidden: return .forbidden
            }
        }
        return isTidy && !isAfterSpace && text.isComposed ? .tidy : .untidy
    }

    /// Trimmed, one plain space for any run of white space, no invisible marks, composed.
    static func tidied(_ text: String) -> String {
        spelling(text) == .tidy ? text : filtered(text, keepsSpaces: true)
    }

    /// Without any white space, ASCII letters in capitals: numbers that people write in groups.
    static func compact(_ text: String) -> String {
        for byte in text.utf8 where !isCodeByte(byte) { return capitals(filtered(text, keepsSpaces: false)) }
        return text
    }

    /// Tidied, ASCII letters in capitals.
    static func code(_ text: String) -> String {
        for byte in text.utf8 where !isCodeByte(byte) { return capitals(tidied(text)) }
        return text
    }

    static func isCodeByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
        default: false
        }
    }

    private static func capitals(_ text: String) -> String {
        String(decoding: text.utf8.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }, as: UTF8.self)
    }

    static func small(_ text: String) -> String {
        guard text.utf8.contains(where: { (0x41...0x5A).contains($0) }) else { return text }
        return String(decoding: text.utf8.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }, as: UTF8.self)
    }

    private static func filtered(_ text: String, keepsSpaces: Bool) -> String {
        var result = String.UnicodeScalarView()
        var isSpaceDue = false
        for scalar in text.unicodeScalars {
            switch Mark(scalar) {
            case .space: isSpaceDue = keepsSpaces && !result.isEmpty
            case .invisible: break
            case .plain, .forbidden:
                if isSpaceDue { result.append(" ") }
                isSpaceDue = false
                result.append(scalar)
            }
        }
        // ASCII has nothing to compose.
        if result.allSatisfy(\.isASCII) { return String(result) }
        return String(result).composed
    }

    /// True when a name has Latin letters and letters of another script. Many of these look alike: a search for duplicates would
    /// not match `Lemaire` with a `Lemаire` whose а is Cyrillic.
    static func mixesScripts(_ text: String) -> Bool {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return false }
        var hasLatin = false
        var hasOther = false
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x41...0x5A, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x24F, 0x1E00...0x1EFF, 0x2C60...0x2C7F,
                0xA720...0xA7FF, 0xAB30...0xAB6F:
                hasLatin = true
            // Ordinal signs, letters that modify the one before, and accents go with any script.
            case 0xAA, 0xBA, 0x250...0x36F: break
            default: if scalar.properties.isAlphabetic { hasOther = true }
            }
        }
        return hasLatin && hasOther
    }

    /// What a character is to a register.
    private enum Mark {
        case plain, space, invisible, forbidden

        init(_ scalar: Unicode.Scalar) {
            switch scalar.value {
            case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
                self = .space
            // Soft hyphen, joiners, marks without width, left-to-right and right-to-left marks, variation selectors: copied
            // from web pages, unseen.
            case 0xAD, 0x034F, 0x200B...0x200F, 0x2060, 0xFE00...0xFE0F, 0xFEFF: self = .invisible
            // Controls, direction overrides, private use, replacement character, tags; and letters that show nothing: the
            // Hangul fillers, the vowels of Khmer that nobody writes, the separators of Mongolian, invisible operators.
            case 0..<0x20, 0x7F...0x9F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x202A...0x202E,
                0x2061...0x206F, 0x3164, 0xFFA0, 0xE000...0xF8FF, 0xFFF0...0xFFFF, 0x1D173...0x1D17A,
                0xE0000...0x10FFFF:
                self = .forbidden
            default: self = scalar.value & 0xFFFE == 0xFFFE ? .forbidden : .plain
            }
        }
    }
}
