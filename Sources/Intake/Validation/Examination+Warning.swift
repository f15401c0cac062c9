import Register
import Schemas

extension Examination {
    /// The registered letter of R441-2-8 c) or d), sent, and provably so.
    mutating func examine(_ warning: inout WireWarning) {
        number = uniqueNumber(&warning.number, "number")
        code(&warning.reason, "reason", missing: .missingField)
        let reason = StrikeOffReason(warning.reason)
        switch reason {
        case .noAnswer, .inadmissible, .notRenewed: examineRight(toStrikeOffFor: reason, "reason")
        case .allocated, .renounced: refuse(.unknownCode, "reason")
        case .unknown(let raw): if !raw.isEmpty { refuse(.unknownCode, "reason") }
        }
        inadmissibilityGround(&warning.ground, isRequired: reason == .inadmissible)
        pastDate(&warning.sentOn, "sent_on", missing: .missingField, inFuture: .warningInFuture)
        text(&warning.proof, "proof", max: settings.referenceLengthMax, missing: .warningProofMissing)
    }
}
