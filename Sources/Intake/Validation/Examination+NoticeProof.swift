import Register
import Schemas

extension Examination {
    /// What a provider says of a notice it sent.
    mutating func examine(_ proof: inout WireNoticeProof) {
        number = uniqueNumber(&proof.number, "number")
        if proof.rank == 0 {
            refuse(.missingField, "rank")
        } else if !(1...2).contains(proof.rank) {
            refuse(.badNumber, "rank")
        }
        switch proof.channel {
        case .post, .email, .traceableLetter: break
        case .unspecified: refuse(.missingField, "channel")
        case .UNRECOGNIZED: refuse(.unknownCode, "channel")
        }
        text(&proof.batch, "batch", max: settings.referenceLengthMax, missing: .missingField)
        text(&proof.item, "item", max: settings.referenceLengthMax, missing: .missingField)
        pastDate(&proof.happenedOn, "happened_on", missing: .missingField)
        switch proof.status {
        case .posted, .delivered, .returned, .failed: break
        case .unspecified: refuse(.missingField, "status")
        case .UNRECOGNIZED: refuse(.unknownCode, "status")
        }
    }
}
