/// How a person is addressed.
package enum Civility: Code {
    case mister, madam, miss
    case unknown(String)

    package static let known: CodeList<Self> = [.mister, .madam, .miss]

    package var entry: CodeEntry {
        switch self {
        case .mister: CodeEntry("1", "Monsieur", "Mr")
        case .madam: CodeEntry("2", "Madame", "Mrs")
        case .miss: CodeEntry("3", "Mademoiselle", "Miss")
        case .unknown(let raw): CodeEntry(unknown: raw)
        }
    }
}
