/// Yes, no, or not said.
package enum TriState: Code {
    case yes, no, notSaid
    case unknown(String)

    package static let known: CodeList<Self> = [.yes, .no, .notSaid]

    package var entry: CodeEntry {
        switch self {
        case .yes: CodeEntry("OUI", "Oui", "Yes")
        case .no: CodeEntry("NON", "Non", "No")
        case .notSaid: CodeEntry("NONDOC", "Non renseigné", "Not said")
        case .unknown(let raw): CodeEntry(unknown: raw)
        }
    }
}
