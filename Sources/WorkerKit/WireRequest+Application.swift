import Schemas

extension WireRequest {
    /// The form that comes with this request; nil when none does.
    package var application: WireApplication? {
        switch kind {
        case .creation(let request): request.application
        case .separation(let request): request.application
        case .modification(let request): request.application
        case .renewal(let request): request.hasApplication ? request.application : nil
        case .import(let request): request.application
        case .strikeOff, .reinstatement, .deletion, .undeliverableLetter, .noticeProof, .reviewDecision, .warning,
            .litigationHold, nil:
            nil
        }
    }
}
