/// The form in which two spellings of one name are the same: `Élise d’Ormesson-Lœb` is `ELISE D ORMESSON LOEB`.
///
/// Capitals, no diacritics, one space for any run of hyphens, apostrophes, dots and spaces, none at the ends. Since case,
/// space, hyphen and accent are not a change of identity, neither are they for the search of duplicates.
/// Covers every Latin letter of European and Vietnamese names; letters of other scripts stay as they are.
/// Normalising twice changes nothing. The tables are our own so that no version of Unicode changes a stored key.
package enum NormalizedName {
    package static func of(_ name: String) -> String {
        String(decoding: utf8(of: name), as: UTF8.self)
    }

    /// False for no name, and for a lone letter.
    package static func isTelling(_ name: String) -> Bool { utf8(of: name).count > 1 }

    /// The bytes of the text that `of` gives.
    static func utf8(of name: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(name.utf8.count)
        var isSpaceDue = false
        for byte in name.utf8 {
            guard byte < 0x80 else { return utf8(ofScalars: name) }
            add(ascii: byte, to: &bytes, isSpaceDue: &isSpaceDue)
        }
        return bytes
    }

    private static func utf8(ofScalars name: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(name.utf8.count + 4)
        var isSpaceDue = false
        for scalar in name.unicodeScalars {
            switch scalar.value {
            case 0..<0x80:
                add(ascii: UInt8(scalar.value), to: &bytes, isSpaceDue: &isSpaceDue)
            case 0xC0..<0x250:
                add(latin[Int(scalar.value) - 0xC0], for: scalar, to: &bytes, isSpaceDue: &isSpaceDue)
            case 0x1E00..<0x1F00:
                add(latinAdditional[Int(scalar.value) - 0x1E00], for: scalar, to: &bytes, isSpaceDue: &isSpaceDue)
            // Combining marks, soft hyphens, the dot of Catalan l·l and marks without width: as if they were not there.
            case 0x300...0x36F, 0xAD, 0xB7, 0x200B...0x200F, 0x2060, 0xFEFF: break
            // Spaces, hyphens, apostrophes and what is typed for them.
            case 0xA0, 0xB4, 0x2B9, 0x2BB...0x2BD, 0x2C8, 0x2000...0x200A, 0x2010...0x201B, 0x2028, 0x2029, 0x202F,
                0x2032,
                0x205F, 0x2212, 0x3000, 0xFF07:
                isSpaceDue = true
            default:
                add(UInt8(ascii: "."), for: scalar, to: &bytes, isSpaceDue: &isSpaceDue)
            }
        }
        return bytes
    }

    /// Adds the space that is due, save at the start. One at the end is never added.
    private static func addSpace(to bytes: inout [UInt8], isSpaceDue: inout Bool) {
        if isSpaceDue && !bytes.isEmpty { bytes.append(UInt8(ascii: " ")) }
        isSpaceDue = false
    }

    private static func add(ascii byte: UInt8, to bytes: inout [UInt8], isSpaceDue: inout Bool) {
        switch byte {
        case 0...0x20, 0x7F, UInt8(ascii: "-"), UInt8(ascii: "'"), UInt8(ascii: "."), UInt8(ascii: "`"):
            isSpaceDue = true
        case UInt8(ascii: "a")...UInt8(ascii: "z"):
            addSpace(to: &bytes, isSpaceDue: &isSpaceDue)
            bytes.append(byte - 0x20)
        default:
            addSpace(to: &bytes, isSpaceDue: &isSpaceDue)
            bytes.append(byte)
        }
    }

    /// Adds what a table says of `scalar`.
    private static func add(
        _ entry: UInt8,
        for scalar: Unicode.Scalar,
        to bytes: inout [UInt8],
        isSpaceDue: inout Bool
    ) {
        addSpace(to: &bytes, isSpaceDue: &isSpaceDue)
        switch entry {
        case UInt8(ascii: "."): bytes.append(contentsOf: UTF8.encode(scalar)!)
        case UInt8(ascii: "1")...UInt8(ascii: "8"): bytes.append(contentsOf: pairs[Int(entry - UInt8(ascii: "1"))].utf8)
        default: bytes.append(entry)
        }
    }

    /// What the digits 1 to 8 of the tables stand for.
    private static let pairs = ["OE", "AE", "SS", "IJ", "TH", "DZ", "LJ", "NJ"]

    /// U+00C0 to U+024F: what each becomes, `.` for itself, a digit for two letters.
    private static let latin = Array(
        """
        AAAAAA2CEEEEIIIIDNOOOOO.OUUUUY53AAAAAA2CEEEEIIIIDNOOOOO.OUUUUY5Y\
        AAAAAACCCCCCCCDDDDEEEEEEEEEEGGGGGGGGHHHHIIIIIIIIII44JJKKKLLLLLLL\
        LLLNNNNNNNNNOOOOOO11RRRRRRSSSSSSSSTTTTTTUUUUUUUUUUUUWWYYYZZZZZZS\
        BB.....CCDD......FFG...IKKL..NNOOO..PP.....TTTTUU.VYYZZ.........\
        ....666777888AAIIOOUUUUUUUUUU.AAAA22GGGGKKOOOO..J666GG..NNAA22OO\
        AAAAEEEEIIIIOOOORRRRUUUUSSTT..HH....ZZAAEEOOOOOOOOYY...J..ACCLTS\
        Z..B..EEJJ..RRYY
        """.utf8
    )

    /// U+1E00 to U+1EFF, where Vietnamese names are.
    private static let latinAdditional = Array(
        """
        AABBBBBBCCDDDDDDDDDDEEEEEEEEEEFFGGHHHHHHHHHHIIIIKKKKKKLLLLLLLLMM\
        MMMMNNNNNNNNOOOOOOOOPPPPRRRRRRRRSSSSSSSSSSTTTTTTTTUUUUUUUUUUVVVV\
        WWWWWWWWWWXXXXYYZZZZZZHTWY.SSS3.AAAAAAAAAAAAAAAAAAAAAAAAEEEEEEEE\
        EEEEEEEEIIIIOOOOOOOOOOOOOOOOOOOOOOOOUUUUUUUUUUUUUUYYYYYYYY......
        """.utf8
    )
}
