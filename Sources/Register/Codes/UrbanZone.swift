/// Whether the allocated dwelling is in a sensitive urban zone (ZUS).
package enum UrbanZone: Code {
    case inside, outside, notKnown
    case unknown(String)

    package static let known: CodeList<Self> = [.inside, .outside, .notKnown]

    package var entry: CodeEntry {
        switch self {
        case .inside: CodeEntry("ZUSOUI", "En zone urbaine sensible", "In a sensitive urban zone")
        case .outside: CodeEntry("ZUSNON", "Hors zone urbaine sensible", "Outside")
        case .notKnown: CodeEntry("ZUSNSP", "Ne sait pas", "Not known")
        case .unknown(let raw): CodeEntry(unknown: raw)
        }
    }
}
