/// Whether a disability is stable. Disability annex of the form.
package enum DisabilityState: Code {
    case stable, evolving
    case unknown(String)

    package static let known: CodeList<Self> = [.stable, .evolving]

    package var entry: CodeEntry {
        switch self {
        case .stable: CodeEntry("STA", "Stable", "Stable")
        case .evolving: CodeEntry("EVO", "Évolutif", "Evolving")
        case .unknown(let raw): CodeEntry(unknown: raw)
        }
    }
}
