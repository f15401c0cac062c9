/// A kind of monthly income.
package enum ResourceReceived: Code {
    case salary, pension, unemployment, alimony, invalidity, familyBenefits
    case disabledAdult, disabledChild, parentalPresence, minimumIncome, oldAgeMinimum, youngChild
    case studentGrant, other
    case unknown(String)

    package static let known: CodeList<Self> = [
        .salary, .pension, .unemployment, .alimony, .invalidity, .familyBenefits,
        .disabledAdult, .disabledChild, .parentalPresence, .minimumIncome, .oldAgeMinimum, .youngChild,
        .studentGrant, .other,
    ]

    package var entry: CodeEntry {
        switch self {
        case .salary: CodeEntry("SAL", "Salaire ou revenu d’activité", "Salary or earned income")
        case .pension: CodeEntry("RET", "Retraite", "Retirement pension")
        case .unemployment: CodeEntry("CHO", "Allocation chômage", "Unemployment benefit")
        case .alimony: CodeEntry("PAR", "Pension alimentaire reçue", "Alimony received")
        case .invalidity: CodeEntry("PINV", "Pension d’invalidité", "Invalidity pension")
        case .familyBenefits: CodeEntry("AF", "Allocations familiales", "Family benefits")
        case .disabledAdult: CodeEntry("AAH", "Allocation aux adultes handicapés (AAH)", "Disabled adult allowance")
        case .disabledChild:
            CodeEntry("AEEH", "Allocation d’éducation de l’enfant handicapé (AEEH)", "Disabled child allowance")
        case .parentalPresence:
            CodeEntry(
                "AJPP",
                "Allocation journalière de présence parentale (AJPP)",
                "Daily allowance for a sick child’s parent"
            )
        case .minimumIncome: CodeEntry("RSA", "Revenu de solidarité active (RSA)", "Minimum income (RSA)")
        case .oldAgeMinimum: CodeEntry("AMV", "Allocation de minimum vieillesse", "Old-age minimum")
        case .youngChild: CodeEntry("PAJE", "Prestation d’accueil du jeune enfant (PAJE)", "Young child benefit")
        case .studentGrant: CodeEntry("BE", "Bourse étudiante", "Student grant")
        case .other: CodeEntry("AUT", "Autre", "Other")
        case .unknown(let raw): CodeEntry(unknown: raw)
        }
    }
}
