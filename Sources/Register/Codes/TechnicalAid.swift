/// What helps a person to move.
package enum TechnicalAid: Code {
    case noAid, stick, walker, manualWheelchair, electricWheelchair, hoist, medicalBed
    case unknown(String)

    package static let known: CodeList<Self> = [
        .noAid, .stick, .walker, .manualWheelchair, .electricWheelchair, .hoist,
        .medicalBed,
    ]

    package var entry: CodeEntry {
        switch self {
        case .noAid: CodeEntry("1", "Aucune aide technique", "None")
        case .stick: CodeEntry("2", "Canne", "Stick")
        case .walker: CodeEntry("3", "Déambulateur", "Walker")
        case .manualWheelchair: CodeEntry("4", "Fauteuil roulant manuel", "Manual wheelchair")
        case .electricWheelchair: CodeEntry("5", "Fauteuil roulant électrique", "Electric wheelchair")
        case .hoist: CodeEntry("6", "Lève-personne", "Hoist")
        case .medicalBed: CodeEntry("7", "Lit médicalisé", "Medical bed")
        case .unknown(let raw): CodeEntry(unknown: raw)
        }
    }
}
