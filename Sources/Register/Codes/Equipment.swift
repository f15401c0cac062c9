/// What a dwelling must have for a disabled person.
package enum Equipment: Code {
    case adaptedBath, transferSpace, levelShower, lift, carerRoom, parking
    case unknown(String)

    package static let known: CodeList<Self> = [
        .adaptedBath, .transferSpace, .levelShower, .lift, .carerRoom, .parking,
    ]

    package var entry: CodeEntry {
        switch self {
        case .adaptedBath: CodeEntry("1", "Salle d’eau adaptée", "Adapted bathroom")
        case .transferSpace: CodeEntry("2", "WC avec espace de transfert", "WC with transfer space")
        case .levelShower: CodeEntry("3", "Douche de plain-pied", "Level shower")
        case .lift: CodeEntry("4", "Ascenseur", "Lift")
        case .carerRoom: CodeEntry("5", "Chambre pour une tierce personne", "Room for a carer")
        case .parking: CodeEntry("6", "Place de stationnement accessible (3,30 m)", "Accessible parking space (3.30 m)")
        case .unknown(let raw): CodeEntry(unknown: raw)
        }
    }
}
