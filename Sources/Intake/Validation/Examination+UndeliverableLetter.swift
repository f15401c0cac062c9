import Register
import Schemas

extension Examination {
    mutating func examine(_ letter: inout WireUndeliverableLetter) {
        number = uniqueNumber(&letter.number, "number")
        pastDate(&letter.returnedOn, "returned_on", missing: .missingField)
        text(&letter.proof, "proof", max: settings.referenceLengthMax, missing: .missingField)
    }
}
