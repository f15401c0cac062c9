import Register
import Schemas

extension Examination {
    /// Begins or ends a hold; each names the case, so that the file says for whom it was kept.
    mutating func examine(_ hold: inout WireLitigationHold) {
        number = uniqueNumber(&hold.number, "number")
        switch hold.step {
        case .placed, .lifted: break
        case .unspecified: refuse(.missingField, "step")
        case .UNRECOGNIZED: refuse(.unknownCode, "step")
        }
        text(&hold.reference, "reference", max: settings.referenceLengthMax, missing: .missingField)
    }
}
