import Schemas

extension Examination {
    mutating func examine(_ modification: inout WireModification) {
        number = uniqueNumber(&modification.number, "number")
        within("application") { $0.examine(&modification.application) }
    }
}
