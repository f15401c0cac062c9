/// Family situation of an applicant.
package enum FamilySituation: Code {
    case single, married, divorced, separated, civilUnion, cohabiting, widowed
    case unknown(String)

    package static let known: CodeList<Self> = [
        .single, .married, .divorced, .separated, .civilUnion, .cohabiting, .widowed,
    ]

    package var entry: CodeEntry {
        switch self {
        case .single: CodeEntry("C", "Célibataire", "Single")
        case .married: CodeEntry("M", "Marié(e)", "Married")
        case .divorced: CodeEntry("D", "Divorcé(e)", "Divorced")
        case .separated: CodeEntry("S", "Séparé(e)", "Separated")
        case .civilUnion: CodeEntry("P", "Pacsé(e)", "In a civil union")
        case .cohabiting: CodeEntry("U", "Concubin(e)", "Cohabiting")
        case .widowed: CodeEntry("V", "Veuf ou veuve", "Widowed")
        case .unknown(let raw): CodeEntry(unknown: raw)
        }
    }
}
