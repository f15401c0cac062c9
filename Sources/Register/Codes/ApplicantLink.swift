/// What a co-applicant is to the applicant.
package enum ApplicantLink: Code {
    case spouse, civilPartner, cohabitant, coTenant
    case unknown(String)

    package static let known: CodeList<Self> = [.spouse, .civilPartner, .cohabitant, .coTenant]

    package var entry: CodeEntry {
        switch self {
        case .spouse: CodeEntry("M", "Conjoint(e)", "Spouse")
        case .civilPartner: CodeEntry("P", "Partenaire de Pacs", "Civil partner")
        case .cohabitant: CodeEntry("C", "Concubin(e)", "Cohabitant")
        case .coTenant: CodeEntry("L", "Colocataire", "Co-tenant")
        case .unknown(let raw): CodeEntry(unknown: raw)
        }
    }
}
