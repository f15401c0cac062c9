import Register
import Schemas

extension Examination {
    /// `from_number` is the couple's application; this one has no number yet, so the record's header has none.
    mutating func examine(_ separation: inout WireSeparation) {
        uniqueNumber(&separation.fromNumber, "from_number")
        within("application") { $0.examine(&separation.application) }
    }
}
