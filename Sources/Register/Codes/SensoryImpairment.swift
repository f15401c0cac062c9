/// Sense concerned by an impairment.
package enum SensoryImpairment: Code {
    case hearing, sight
    case unknown(String)

    package static let known: CodeList<Self> = [.hearing, .sight]

    package var entry: CodeEntry {
        switch self {
        case .hearing: CodeEntry("DA", "Déficience auditive", "Hearing")
        case .sight: CodeEntry("DV", "Déficience visuelle", "Sight")
        case .unknown(let raw): CodeEntry(unknown: raw)
        }
    }
}
