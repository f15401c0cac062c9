/// Occupation.
package enum WorkContract: Code {
    case permanent, fixedTerm, selfEmployed, unemployed, apprentice, student, retired, other
    case unknown(String)

    package static let known: CodeList<Self> = [
        .permanent, .fixedTerm, .selfEmployed, .unemployed, .apprentice, .student,
        .retired, .other,
    ]

    package var entry: CodeEntry {
        switch self {
        case .permanent: CodeEntry("CDI", "CDI ou fonctionnaire", "Permanent contract or civil servant")
        case .fixedTerm: CodeEntry("CDD", "CDD, stage ou intérim", "Fixed-term contract, internship or temping")
        case .selfEmployed: CodeEntry("ART", "Artisan, commerçant ou profession libérale", "Self-employed")
        case .unemployed: CodeEntry("CHO", "Chômeur ou chômeuse", "Unemployed")
        case .apprentice: CodeEntry("APP", "Apprenti(e)", "Apprentice")
        case .student: CodeEntry("ETU", "Étudiant(e)", "Student")
        case .retired: CodeEntry("RET", "Retraité(e)", "Retired")
        case .other: CodeEntry("AUT", "Autre", "Other")
        case .unknown(let raw): CodeEntry(unknown: raw)
        }
    }
}
