import Register

/// An address line in the form in which two ways to write it are mostly the same.
struct AddressParts {
    /// All of it without spaces, in its own order.
    var letters: [UInt8]
    /// Its words in order of the alphabet, so that a number that moved or parts that changed places make no difference.
    var sorted: [UInt8]

    init(_ text: String) {
        let words = NormalizedName.of(text).utf8.split { byte in
            byte < 0x80 && !(0x30...0x39).contains(byte) && !(0x41...0x5A).contains(byte)
        }
        .map { word in
            let full =
                word.count > AddressParts.shortMax ? nil : AddressParts.full[String(decoding: word, as: UTF8.self)]
            return full ?? Array(word)
        }
        .filter { !AddressParts.small.contains($0[...]) }
        letters = Array(words.joined())
        sorted = Array(words.sorted { $0.lexicographicallyPrecedes($1) }.joined(separator: [0x20]))
    }

    private static let full = [
        "AV": "AVENUE", "AVE": "AVENUE", "BD": "BOULEVARD", "BLD": "BOULEVARD", "BVD": "BOULEVARD", "R": "RUE",
        "PL": "PLACE", "CHE": "CHEMIN", "CHEM": "CHEMIN", "CH": "CHEMIN", "ALL": "ALLEE", "IMP": "IMPASSE",
        "RTE": "ROUTE", "SQ": "SQUARE", "RES": "RESIDENCE", "BAT": "BATIMENT", "APT": "APPARTEMENT",
        "APPT": "APPARTEMENT",
        "GAL": "GENERAL", "MAL": "MARECHAL", "ST": "SAINT", "STE": "SAINTE", "DR": "DOCTEUR", "PDT": "PRESIDENT",
    ].mapValues { Array($0.utf8) }

    /// Letters of the longest that is written short.
    private static let shortMax = full.keys.map(\.utf8.count).max() ?? 0

    private static let small = WordSet(["DE", "DU", "DES", "LA", "LE", "LES", "D", "L", "N"])
}
