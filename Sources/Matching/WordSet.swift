/// A few words that are looked for in every name: compared as numbers, since to hash a word takes longer than to compare it with all.
struct WordSet {
    /// Those of up to eight letters, as their bytes.
    private let short: [UInt64]
    private let long: [[UInt8]]

    init(_ words: [String]) {
        let words = words.map { Array($0.utf8) }
        short = words.filter { $0.count <= 8 }.map { WordSet.packed($0[...]) }
        long = words.filter { $0.count > 8 }
    }

    func contains(_ word: ArraySlice<UInt8>) -> Bool {
        guard word.count <= 8 else { return long.contains { $0[...] == word } }
        return short.contains(WordSet.packed(word))
    }

    /// No letter is 0, so that no two words are one number.
    private static func packed(_ word: ArraySlice<UInt8>) -> UInt64 { word.reduce(0) { $0 << 8 | UInt64($1) } }
}
