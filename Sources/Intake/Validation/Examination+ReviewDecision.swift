import Register
import Schemas

extension Examination {
    mutating func examine(_ decision: inout WireReviewDecision) {
        text(&decision.reviewID, "review_id", max: settings.referenceLengthMax, missing: .missingField)
        switch decision.verdict {
        case .same, .different, .later, .undo: break
        case .unspecified: refuse(.verdictMissing, "verdict")
        case .UNRECOGNIZED: refuse(.unknownCode, "verdict")
        }
    }
}
