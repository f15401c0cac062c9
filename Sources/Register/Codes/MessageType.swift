/// Kind of message of the ministry's interface (typeFichier).
package enum MessageType: Code {
    case creation, separation, modification, renewal, strikeOff, deletion, dispatch, answer, copies
    case unknown(String)

    package static let known: CodeList<Self> = [
        .creation, .separation, .modification, .renewal, .strikeOff, .deletion,
        .dispatch, .answer, .copies,
    ]

    package var entry: CodeEntry {
        switch self {
        case .creation: CodeEntry("CRE", "Création", "Creation")
        case .separation: CodeEntry("CRS", "Création suite à séparation du couple", "Creation after a couple separates")
        case .modification: CodeEntry("MOD", "Modification", "Modification")
        case .renewal: CodeEntry("REN", "Renouvellement", "Renewal")
        case .strikeOff: CodeEntry("RAD", "Radiation", "Strike-off")
        case .deletion: CodeEntry("SUP", "Suppression", "Deletion")
        case .dispatch: CodeEntry("DIS", "Diffusion aux systèmes locaux", "Dispatch to local systems")
        case .answer: CodeEntry("RET", "Retour de traitement", "Answer")
        case .copies: CodeEntry("COP", "Copies numériques", "Digital copies")
        case .unknown(let raw): CodeEntry(unknown: raw)
        }
    }
}
