/// Why a dwelling is asked for (motif).
package enum Reason: Code {
    case noDwelling, demolition, unfit, takenBack, eviction, domesticViolence
    case disability, health, tooExpensive, tooLarge, separation, leavingParents
    case tooSmall, futureCouple, familyReunification, childminder, neighbourhood, jobTransfer
    case closerToWork, closerToServices, closerToFamily, buyerInDifficulty, other
    case unknown(String)

    package static let known: CodeList<Self> = [
        .noDwelling, .demolition, .unfit, .takenBack, .eviction, .domesticViolence,
        .disability, .health, .tooExpensive, .tooLarge, .separation, .leavingParents,
        .tooSmall, .futureCouple, .familyReunification, .childminder, .neighbourhood, .jobTransfer,
        .closerToWork, .closerToServices, .closerToFamily, .buyerInDifficulty, .other,
    ]

    package var entry: CodeEntry {
        switch self {
        case .noDwelling:
            CodeEntry("01", "Sans logement, hébergé ou en logement temporaire", "No dwelling, hosted or temporary")
        case .demolition: CodeEntry("02", "Démolition", "Demolition")
        case .unfit:
            CodeEntry(
                "03",
                "Logement non décent, insalubre, dangereux ou impropre à l’habitation",
                "Indecent, unhealthy, dangerous or unfit dwelling"
            )
        case .takenBack:
            CodeEntry("04", "Logement repris ou mis en vente par son propriétaire", "Taken back or sold by its owner")
        case .eviction: CodeEntry("05", "Procédure d’expulsion", "Eviction procedure")
        case .domesticViolence: CodeEntry("06", "Violences familiales", "Domestic violence")
        case .disability: CodeEntry("07", "Handicap", "Disability")
        case .health: CodeEntry("08", "Raisons de santé", "Health")
        case .tooExpensive: CodeEntry("09", "Logement trop cher", "Too expensive")
        case .tooLarge: CodeEntry("10", "Logement trop grand", "Too large")
        case .separation: CodeEntry("11", "Divorce ou séparation", "Divorce or separation")
        case .leavingParents: CodeEntry("12", "Décohabitation", "Leaving a shared home")
        case .tooSmall: CodeEntry("13", "Logement trop petit", "Too small")
        case .futureCouple:
            CodeEntry("14", "Futur mariage, concubinage ou Pacs", "Future marriage, cohabitation or civil union")
        case .familyReunification: CodeEntry("15", "Regroupement familial", "Family reunification")
        case .childminder: CodeEntry("16", "Assistant maternel ou familial", "Childminder or foster carer")
        case .neighbourhood:
            CodeEntry("17", "Problèmes d’environnement ou de voisinage", "Environment or neighbour problems")
        case .jobTransfer: CodeEntry("18", "Mutation professionnelle", "Job transfer")
        case .closerToWork: CodeEntry("19", "Rapprochement du lieu de travail", "Closer to work")
        case .closerToServices: CodeEntry("20", "Rapprochement des équipements et services", "Closer to services")
        case .closerToFamily: CodeEntry("21", "Rapprochement de la famille", "Closer to family")
        case .buyerInDifficulty: CodeEntry("22", "Accédant à la propriété en difficulté", "Home buyer in difficulty")
        case .other: CodeEntry("23", "Autre motif, à préciser", "Other, to be specified")
        case .unknown(let raw): CodeEntry(unknown: raw)
        }
    }
}
