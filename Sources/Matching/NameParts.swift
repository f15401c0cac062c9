import Register

/// A name cut into what is compared: the whole without its spaces, and the words that tell people apart.
struct NameParts {
    /// Letters of all words, particles included, without spaces.
    var whole: [UInt8]
    /// Words of two letters or more, particles and titles left out.
    var words: [[UInt8]]
    /// Two people were typed as one: `JEAN ET MARIE`.
    var holdsSeveral: Bool
    /// What stands after NÉE or ÉPOUSE.
    var other: [UInt8]

    init(_ text: String) {
        whole = []
        words = []
        other = []
        holdsSeveral = text.utf8.contains {
            $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/")
        }
        var pieces: [[UInt8]] = []
        var isOther = false
        let letters = NormalizedName.of(text).utf8.map { NameParts.isLetter($0) ? $0 : UInt8(ascii: " ") }
        let all = letters.split(separator: UInt8(ascii: " "))
        for (place, piece) in all.enumerated() {
            if NameParts.joints.contains(piece), place > 0, place < all.count - 1 {
                holdsSeveral = true
            } else if NameParts.turns.contains(piece) {
                isOther = true
            } else if isOther {
                other += piece
            } else if !NameParts.titles.contains(piece) {
                pieces.append(Array(piece))
            }
        }
        // A lone letter is an initial, or what is typed where nothing is known.
        whole = pieces.reduce(into: []) { $0 += $1 }
        if whole.count < 2 {
            whole = other
            other = []
            pieces = whole.isEmpty ? [] : [whole]
        }
        words = pieces.filter { $0.count > 1 && !NameParts.particles.contains($0[...]) }
        if words.isEmpty, !whole.isEmpty { words = [whole] }
        if pieces.count > 1, pieces.contains(where: { NameParts.bodies.contains($0[...]) }) {
            whole = []
            words = []
            other = []
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte >= 0x80 || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static let joints = WordSet(["ET", "OU"])
    private static let turns = WordSet(["NEE", "NE", "EPOUSE", "EP", "EPSE", "VEUVE", "VVE"])
    private static let titles = WordSet(["M", "MR", "MME", "MLLE", "MADAME", "MONSIEUR", "MADEMOISELLE", "DR"])
    private static let particles = WordSet([
        "DE", "DU", "DES", "LE", "LA", "LES", "DA", "DO", "DOS", "DAS", "DI", "DEL", "DELLA", "VAN", "VON", "DEN",
        "DER", "TEN", "TER", "EL", "AL", "BEN", "BENT", "AIT", "OULD", "ST", "STE", "SAINT", "SAINTE",
    ])
    /// Bodies that are no person. Alone, such a word may be a name.
    private static let bodies = WordSet([
        "ASSOCIATION", "ASSO", "ASSOC", "SCI", "SARL", "SAS", "EURL", "CCAS", "MAIRIE", "FOYER",
    ])
}
