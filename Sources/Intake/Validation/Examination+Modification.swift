import Register
import Schemas

extension Examination {
    /// It counts on the applicant's word, or on documents (arrêté of 23 March 2015, §4).
    mutating func examine(_ modification: inout WireModification) {
        number = uniqueNumber(&modification.number, "number")
        switch modification.origin {
        case .unspecified, .applicant, .documents, .confirmed: break
        case .other: refuse(.modificationOfAnother, "origin")
        case .UNRECOGNIZED: refuse(.unknownCode, "origin")
        }
        within("application") { $0.examine(&modification.application) }
    }
}
