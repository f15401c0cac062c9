/// A kind of monthly payment made.
package enum ResourcePaid: Code {
    case alimony
    case unknown(String)

    package static let known: CodeList<Self> = [.alimony]

    package var entry: CodeEntry {
        switch self {
        case .alimony: CodeEntry("PAV", "Pension alimentaire versée", "Alimony paid")
        case .unknown(let raw): CodeEntry(unknown: raw)
        }
    }
}
