/// How many steps a person can climb.
package enum WalkingCapacity: Code {
    case impossible, threeSteps, firstFloor, more
    case unknown(String)

    package static let known: CodeList<Self> = [.impossible, .threeSteps, .firstFloor, .more]

    package var entry: CodeEntry {
        switch self {
        case .impossible: CodeEntry("1", "Montée de marches impossible", "No step")
        case .threeSteps: CodeEntry("2", "Une à trois marches", "One to three steps")
        case .firstFloor: CodeEntry("3", "Un étage", "One floor")
        case .more: CodeEntry("4", "Plus d’un étage", "More than one floor")
        case .unknown(let raw): CodeEntry(unknown: raw)
        }
    }
}
