import Register
import Schemas

extension Examination {
    mutating func examine(_ deletion: inout WireDeletion) {
        number = uniqueNumber(&deletion.number, "number")
        text(&deletion.writtenProof, "written_proof", max: settings.referenceLengthMax, missing: .missingField)
    }
}
