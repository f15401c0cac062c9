/// Why an allocation committee found an application inadmissible. Mandatory since interface 2.1.
package enum InadmissibilityGround: Code {
    case unlawfulResidence, incomeAboveCeiling
    case unknown(String)

    package static let known: CodeList<Self> = [.unlawfulResidence, .incomeAboveCeiling]

    package var entry: CodeEntry {
        switch self {
        case .unlawfulResidence: CodeEntry("IRRSEJ", "Séjour irrégulier", "Unlawful residence")
        case .incomeAboveCeiling: CodeEntry("IRRRES", "Ressources supérieures aux plafonds", "Income above the ceiling")
        case .unknown(let raw): CodeEntry(unknown: raw)
        }
    }

    /// Its place in the law's list, from 1, as rows keep it; 0 for what the law does not know.
    package var figure: UInt8 {
        switch self {
        case .unlawfulResidence: 1
        case .incomeAboveCeiling: 2
        case .unknown: 0
        }
    }
}
