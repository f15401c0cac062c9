/// Sex of a dependant, for the number of bedrooms.
package enum Sex: Code {
    case male, female
    case unknown(String)

    package static let known: CodeList<Self> = [.male, .female]

    package var entry: CodeEntry {
        switch self {
        case .male: CodeEntry("M", "Masculin", "Male")
        case .female: CodeEntry("F", "Féminin", "Female")
        case .unknown(let raw): CodeEntry(unknown: raw)
        }
    }
}
