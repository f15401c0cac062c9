/// How a name sounds to French ears, so that `DUPOND`, `DUPON` and `DUPONT` are one: for blocks, and for a level of likeness.
///
/// In the family of Soundex (Russell, US patent 1261167, 1918) and of its French descendants, Soundex 2 and Phonex (Brouard,
/// "L'art des Soundex", 2004): letters that sound alike share a code, vowels count at the beginning only, a final
/// consonant that is not said is left out, and the first codes make the key. The rules below are written for this register.
enum FrenchSound {
    static let length = 4

    /// `name` in capitals without diacritics. Empty where there is no letter.
    static func key(of name: some Collection<UInt8>) -> [UInt8] {
        let text = Array(name.filter { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) })
        let end = soundedEnd(of: text)
        var key: [UInt8] = []
        var place = 0
        var before: UInt8 = 0
        while place < end, key.count < length {
            let (code, width) = code(in: text[..<end], at: place)
            place += width
            if code == 0 { continue }
            // Doubled letters are one sound, those with a vowel between them are two.
            if code != before, code != vowel || key.isEmpty { key.append(code) }
            before = code
        }
        return key
    }

    private static let silent = Array("TDSXZP".utf8)

    /// Where the letters end that are said: DUPONT, RENAULT, LEROUX; but a final E lets the consonant before it be heard.
    private static func soundedEnd(of text: [UInt8]) -> Int {
        var end = text.count
        if end > 2, text[end - 1] == UInt8(ascii: "S") { end -= 1 }
        if end > 2, text[end - 1] == UInt8(ascii: "E") { return end - 1 }
        let whole = end
        while end > 2, silent.contains(text[end - 1]) { end -= 1 }
        if end < whole, text[..<end].suffix(3).elementsEqual("AUL".utf8) { end -= 1 }
        return end
    }

    private static let vowel = UInt8(ascii: "A")

    /// The code of the sound that begins at `place`, 0 for none, and how many letters it takes.
    private static func code(in text: ArraySlice<UInt8>, at place: Int) -> (code: UInt8, width: Int) {
        let letter = text[place]
        let next = place + 1 < text.endIndex ? text[place + 1] : 0
        let isSoft = next == UInt8(ascii: "E") || next == UInt8(ascii: "I") || next == UInt8(ascii: "Y")
        func isNext(_ other: Unicode.Scalar) -> Bool { next == UInt8(ascii: other) }
        switch Unicode.Scalar(letter) {
        case "A", "E", "I", "O", "U", "Y": return (vowel, 1)
        case "H": return (0, 1)
        case "B": return (isNext("V") ? 0 : UInt8(ascii: "P"), 1)
        case "P": return isNext("H") ? (UInt8(ascii: "F"), 2) : (UInt8(ascii: "P"), 1)
        case "C":
            if isNext("H") { return (UInt8(ascii: "X"), 2) }
            return (isSoft ? UInt8(ascii: "S") : UInt8(ascii: "K"), isNext("K") || isNext("Q") ? 2 : 1)
        case "S":
            if isNext("H") { return (UInt8(ascii: "X"), 2) }
            if isNext("C"), place + 2 < text.endIndex, text[place + 2] == UInt8(ascii: "H") {
                return (UInt8(ascii: "X"), 3)
            }
            return (UInt8(ascii: "S"), 1)
        case "G":
            if isNext("N") { return (UInt8(ascii: "N"), 2) }
            return isSoft ? (UInt8(ascii: "X"), 1) : (UInt8(ascii: "K"), 1)
        case "J": return (UInt8(ascii: "X"), 1)
        case "K", "Q": return (UInt8(ascii: "K"), isNext("U") ? 2 : 1)
        case "X", "Z": return (UInt8(ascii: "S"), 1)
        case "D", "T": return (UInt8(ascii: "T"), isNext("H") ? 2 : 1)
        case "F", "V", "W": return (UInt8(ascii: "F"), 1)
        case "M", "N": return (UInt8(ascii: "N"), 1)
        case "L": return (UInt8(ascii: "L"), 1)
        case "R": return (UInt8(ascii: "R"), 1)
        default: return (0, 1)
        }
    }
}
