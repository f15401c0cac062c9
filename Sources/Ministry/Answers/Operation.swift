import Schemas

/// What was done, in the ministry's types of file; the undoing of a strike-off has none of its own.
enum Operation: String, CaseIterable {
    case creation = "CRE"
    case separation = "CRS"
    case modification = "MOD"
    case renewal = "REN"
    case strikeOff = "RAD"
    case reinstatement = "DERAD"
    case deletion = "SUP"

    init?(_ kind: WireSubmissionKind) {
        guard let found = Operation.allCases.first(where: { $0.kind == kind }) else { return nil }
        self = found
    }

    init?(_ kind: WireDispatchKind) {
        switch kind {
        case .linked: self = .creation
        case .modified: self = .modification
        case .renewed: self = .renewal
        case .struckOff: self = .strikeOff
        case .reinstated: self = .reinstatement
        case .deleted: self = .deletion
        case .merged, .unmerged, .unspecified, .UNRECOGNIZED: return nil
        }
    }

    var kind: WireSubmissionKind {
        switch self {
        case .creation: .creation
        case .separation: .separation
        case .modification: .modification
        case .renewal: .renewal
        case .strikeOff: .strikeOff
        case .reinstatement: .reinstatement
        case .deletion: .deletion
        }
    }
}
