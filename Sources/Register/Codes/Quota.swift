/// The reservation a dwelling was allocated on. CCH R441-2-9.
package enum Quota: Code {
    case localAuthorities, actionLogement, priority, civilServants, other, unreserved
    case unknown(String)

    package static let known: CodeList<Self> = [
        .localAuthorities, .actionLogement, .priority, .civilServants, .other, .unreserved,
    ]

    package var entry: CodeEntry {
        switch self {
        case .localAuthorities: CodeEntry("COLTER", "Collectivités territoriales", "Local authorities")
        case .actionLogement: CodeEntry("COLACT", "Action Logement", "Action Logement")
        case .priority: CodeEntry("PPRIOR", "Préfet, publics prioritaires", "Prefect, priority persons")
        case .civilServants: CodeEntry("PFONCT", "Préfet, fonctionnaires de l’État", "Prefect, State civil servants")
        case .other: CodeEntry("AUTRES", "Autres réservataires", "Other holders")
        case .unreserved: CodeEntry("AUCUN", "Aucun contingent", "No reservation")
        case .unknown(let raw): CodeEntry(unknown: raw)
        }
    }
}
