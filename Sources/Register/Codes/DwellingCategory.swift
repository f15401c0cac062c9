/// Flat or house.
package enum DwellingCategory: Code {
    case flat, house, either
    case unknown(String)

    package static let known: CodeList<Self> = [.flat, .house, .either]

    package var entry: CodeEntry {
        switch self {
        case .flat: CodeEntry("A", "Appartement", "Flat")
        case .house: CodeEntry("M", "Maison", "House")
        case .either: CodeEntry("I", "Indifférent", "Either")
        case .unknown(let raw): CodeEntry(unknown: raw)
        }
    }
}
