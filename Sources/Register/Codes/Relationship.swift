/// What a dependant is to the applicant.
package enum Relationship: Code {
    case parent, child, other
    case unknown(String)

    package static let known: CodeList<Self> = [.parent, .child, .other]

    package var entry: CodeEntry {
        switch self {
        case .parent: CodeEntry("P", "Parent", "Parent")
        case .child: CodeEntry("E", "Enfant", "Child")
        case .other: CodeEntry("A", "Autre", "Other")
        case .unknown(let raw): CodeEntry(unknown: raw)
        }
    }
}
