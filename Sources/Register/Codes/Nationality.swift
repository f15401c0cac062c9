/// Nationality, as far as the law of residence needs it.
package enum Nationality: Code {
    case french, europeanUnion, other
    case unknown(String)

    package static let known: CodeList<Self> = [.french, .europeanUnion, .other]

    package var entry: CodeEntry {
        switch self {
        case .french: CodeEntry("1", "Française", "French")
        case .europeanUnion: CodeEntry("2", "Union européenne", "European Union")
        case .other: CodeEntry("3", "Hors Union européenne", "Outside the European Union")
        case .unknown(let raw): CodeEntry(unknown: raw)
        }
    }
}
