/// How the custody of a child is shared.
package enum Custody: Code {
    case alternate, visiting
    case unknown(String)

    package static let known: CodeList<Self> = [.alternate, .visiting]

    package var entry: CodeEntry {
        switch self {
        case .alternate: CodeEntry("G", "Garde alternée", "Alternate custody")
        case .visiting: CodeEntry("D", "Droit de visite et d’hébergement", "Visiting right")
        case .unknown(let raw): CodeEntry(unknown: raw)
        }
    }
}
