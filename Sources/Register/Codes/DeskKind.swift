/// What kind of body runs a registering desk. CCH R441-2-1.
package enum DeskKind: Code {
    case landlord, municipality, intercommunality, departement, state, reservationHolder
    case actionLogement, siao, portal, manager
    case unknown(String)

    package static let known: CodeList<Self> = [
        .landlord, .municipality, .intercommunality, .departement, .state, .reservationHolder,
        .actionLogement, .siao, .portal, .manager,
    ]

    package var entry: CodeEntry {
        switch self {
        case .landlord: CodeEntry("BAILLEUR", "Organisme HLM ou bailleur social", "Social landlord")
        case .municipality: CodeEntry("COMMUNE", "Commune", "Municipality")
        case .intercommunality: CodeEntry("EPCI", "Intercommunalité", "Inter-communal body")
        case .departement: CodeEntry("DEPARTEMENT", "Département", "Département")
        case .state: CodeEntry("ETAT", "Service de l’État", "State service")
        case .reservationHolder:
            CodeEntry("RESERVATAIRE", "Employeur ou autre réservataire", "Employer or other reservation holder")
        case .actionLogement: CodeEntry("ACTION_LOGEMENT", "Action Logement", "Action Logement")
        case .siao:
            CodeEntry(
                "SIAO",
                "Service intégré d’accueil et d’orientation (SIAO)",
                "Integrated reception service (SIAO)"
            )
        case .portal: CodeEntry("PORTAIL", "Portail grand public", "Public portal")
        case .manager: CodeEntry("GESTIONNAIRE", "Gestionnaire territorial", "Territorial manager")
        case .unknown(let raw): CodeEntry(unknown: raw)
        }
    }
}
