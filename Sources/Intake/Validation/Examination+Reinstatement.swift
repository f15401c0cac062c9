import Schemas

extension Examination {
    mutating func examine(_ reinstatement: inout WireReinstatement) {
        number = uniqueNumber(&reinstatement.number, "number")
    }
}
