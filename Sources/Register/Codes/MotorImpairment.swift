/// Limbs concerned by a motor impairment.
package enum MotorImpairment: Code {
    case upperLimbs, lowerLimbs
    case unknown(String)

    package static let known: CodeList<Self> = [.upperLimbs, .lowerLimbs]

    package var entry: CodeEntry {
        switch self {
        case .upperLimbs: CodeEntry("MS", "Membres supérieurs", "Upper limbs")
        case .lowerLimbs: CodeEntry("MI", "Membres inférieurs", "Lower limbs")
        case .unknown(let raw): CodeEntry(unknown: raw)
        }
    }
}
