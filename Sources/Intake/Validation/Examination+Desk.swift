import Register
import Schemas
import WorkerKit

extension Examination {
    /// What the manager lets this desk do, and what is the manager's alone.
    mutating func examineDesk(asking kind: WireSubmissionKind) {
        guard let desk else { return refuse(.unknownDesk, "desk") }
        if desk.isSuspended { refuse(.deskSuspended, "desk") }
        guard kind != .unspecified else { return }
        if Examination.isForManagers(kind), desk.kind != .manager {
            refuse(.notAManager, "desk")
        } else if !desk.rights.contains(SubmissionKinds(kind: kind.rawValue)) {
            refuse(.deskLacksRight, "desk")
        }
    }

    private static func isForManagers(_ kind: WireSubmissionKind) -> Bool {
        switch kind {
        case .deletion, .import, .reviewDecision: true
        case .creation, .separation, .modification, .renewal, .strikeOff, .reinstatement, .undeliverableLetter,
            .warning, .noticeProof, .unspecified, .UNRECOGNIZED:
            false
        }
    }

    /// For what the law leaves to landlords. Nothing is said of an unknown desk: that is refused already.
    mutating func refuseUnlessLandlord(_ code: AnomalyCode, _ field: StaticString) {
        if let desk, desk.kind != .landlord { refuse(code, field) }
    }
}
