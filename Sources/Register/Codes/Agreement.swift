/// The collective agreement an allocation counts for. CCH R441-2-9.
package enum Agreement: Code {
    case departemental, intercommunal, noAgreement, notSaid
    case unknown(String)

    package static let known: CodeList<Self> = [.departemental, .intercommunal, .noAgreement, .notSaid]

    package var entry: CodeEntry {
        switch self {
        case .departemental: CodeEntry("ACD", "Accord collectif départemental", "Départemental collective agreement")
        case .intercommunal: CodeEntry("ACI", "Accord collectif intercommunal", "Inter-communal collective agreement")
        case .noAgreement: CodeEntry("AUCUN", "Aucun accord", "No agreement")
        case .notSaid: CodeEntry("NONDOC", "Non renseigné", "Not said")
        case .unknown(let raw): CodeEntry(unknown: raw)
        }
    }
}
