import Schemas
import WorkerKit

extension WireRequest {
    /// What is asked for, as the register's header says it.
    var submissionKind: WireSubmissionKind {
        switch kind {
        case .creation: .creation
        case .separation: .separation
        case .modification: .modification
        case .renewal: .renewal
        case .strikeOff: .strikeOff
        case .reinstatement: .reinstatement
        case .deletion: .deletion
        case .import: .import
        case .undeliverableLetter: .undeliverableLetter
        case .reviewDecision: .reviewDecision
        case .warning: .warning
        case .noticeProof: .noticeProof
        case .litigationHold: .litigationHold
        case nil: .unspecified
        }
    }
}
