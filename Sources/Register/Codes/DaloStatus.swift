/// Standing under the enforceable right to housing (DALO).
package enum DaloStatus: Code {
    case no, active, expired, rehoused
    case unknown(String)

    package static let known: CodeList<Self> = [.no, .active, .expired, .rehoused]

    package var entry: CodeEntry {
        switch self {
        case .no: CodeEntry("NON", "Non reconnu prioritaire", "Not recognised")
        case .active: CodeEntry("ACTIF", "Reconnu prioritaire", "Recognised")
        case .expired: CodeEntry("CADUC", "Caduc", "Expired")
        case .rehoused: CodeEntry("ACTREL", "Reconnu prioritaire, relogé", "Recognised, rehoused")
        case .unknown(let raw): CodeEntry(unknown: raw)
        }
    }

    /// The State owes, or owed, a dwelling.
    package var isRecognised: Bool { self == .active || self == .rehoused }
}
