/// The characters that a PDF reader's own fonts can show, as bytes (Windows code page 1252).
package enum WinAnsi {
    package struct Encoded: Hashable, Sendable {
        package var bytes: [UInt8]
        /// A letter was replaced by its base letter, or by a question mark.
        package var isExact: Bool
    }

    /// French is there whole. Another letter falls back to its base letter: a name arrives, its spelling is reported.
    package static func encode(_ text: String) -> Encoded {
        var result = Encoded(bytes: [], isExact: true)
        result.bytes.reserveCapacity(text.utf8.count)
        for character in text {
            if let byte = bytes[character] {
                result.bytes.append(byte)
            } else if character.isWhitespace {
                result.bytes.append(UInt8(ascii: " "))
            } else {
                result.isExact = false
                result.bytes.append(fallback(character))
            }
        }
        return result
    }

    private static func fallback(_ character: Character) -> UInt8 {
        guard let scalar = character.unicodeScalars.first else { return UInt8(ascii: "?") }
        switch scalar.value {
        case 0x20..<0x7F: return UInt8(scalar.value)  // a letter with a mark that has no character of its own
        case 0x100..<0x180: return latinA[Int(scalar.value) - 0x100]
        case 0x1E00..<0x1F00: return latinAdditional[Int(scalar.value) - 0x1E00]
        case 0x218, 0x219: return scalar.value == 0x218 ? UInt8(ascii: "S") : UInt8(ascii: "s")
        case 0x21A, 0x21B: return scalar.value == 0x21A ? UInt8(ascii: "T") : UInt8(ascii: "t")
        case 0x2010, 0x2011, 0x2212: return UInt8(ascii: "-")
        case 0x2BC: return UInt8(ascii: "'")
        default: return UInt8(ascii: "?")
        }
    }

    // Characters compare by canonical equivalence, so an accent that stands apart finds its letter here too.
    private static let bytes: [Character: UInt8] = {
        var bytes: [Character: UInt8] = ["\u{202F}": 0xA0]
        for value in UInt8(0x20)...0x7E { bytes[Character(Unicode.Scalar(value))] = value }
        for value in UInt8(0xA0)...0xFF { bytes[Character(Unicode.Scalar(value))] = value }
        for (index, character) in "€.‚ƒ„…†‡ˆ‰Š‹Œ.Ž..‘’“”•–—˜™š›œ.žŸ".enumerated() where character != "." {
            bytes[character] = UInt8(0x80 + index)
        }
        return bytes
    }()

    // Base letters of U+0100 to U+017F.
    private static let latinA = Array(
        ("AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlL"
            + "lLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs").utf8
    )

    // Base letters of U+1E00 to U+1EFF.
    private static let latinAdditional = Array(
        ("AaBbBbBbCcDdDdDdDdDdEeEeEeEeEeFfGgHhHhHhHhHhIiIiKkKkKkLlLlLlLlMm"
            + "MmMmNnNnNnNnOoOoOoOoPpPpRrRrRrRrSsSsSsSsSsTtTtTtTtUuUuUuUuUuVvVv"
            + "WwWwWwWwWwXxXxYyZzZzZzhtwy????S?AaAaAaAaAaAaAaAaAaAaAaAaEeEeEeEe"
            + "EeEeEeEeIiIiOoOoOoOoOoOoOoOoOoOoOoOoUuUuUuUuUuUuUuYyYyYyYy??????").utf8
    )
}
