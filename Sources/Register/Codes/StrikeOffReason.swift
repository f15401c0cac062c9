/// Why an application leaves the register (motif de radiation). CCH R441-2-8.
package enum StrikeOffReason: Code {
    case allocated, renounced, noAnswer, inadmissible, notRenewed
    case unknown(String)

    package static let known: CodeList<Self> = [.allocated, .renounced, .noAnswer, .inadmissible, .notRenewed]

    package var entry: CodeEntry {
        switch self {
        case .allocated:
            CodeEntry(
                "RADATT",
                "Attribution d’un logement suivie d’un bail signé",
                "Allocation followed by a signed lease"
            )
        case .renounced:
            CodeEntry("RADABA", "Renonciation écrite du demandeur", "Written renunciation by the applicant")
        case .noAnswer: CodeEntry("RADCON", "Absence de réponse à un courrier", "No answer to a letter")
        case .inadmissible:
            CodeEntry(
                "RADIRR",
                "Irrecevabilité prononcée par une commission d’attribution",
                "Inadmissible, by a landlord’s allocation committee"
            )
        case .notRenewed: CodeEntry("RADREN", "Absence de renouvellement", "Not renewed")
        case .unknown(let raw): CodeEntry(unknown: raw)
        }
    }

    /// Where R441-2-8 gives it.
    package var article: String {
        switch self {
        case .allocated: "R441-2-8 a)"
        case .renounced: "R441-2-8 b)"
        case .noAnswer: "R441-2-8 c)"
        case .inadmissible: "R441-2-8 d)"
        case .notRenewed: "R441-2-8 e)"
        case .unknown: "R441-2-8"
        }
    }

    /// R441-2-9 was added in May 2012 for leases signed from 1 January 2013.
    package static func isAllocationDataDue(leased: CivilDate) -> Bool { leased >= allocationDataFrom }

    private static let allocationDataFrom = CivilDate(year: 2013, month: 1, day: 1)!

    /// Whether the applicant must have been warned, with proof of delivery, and a delay must have passed.
    package var needsWarning: Bool { self == .noAnswer || self == .inadmissible }
}
