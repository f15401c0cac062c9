import Schemas

extension Examination {
    mutating func examine(_ renewal: inout WireRenewal) {
        number = uniqueNumber(&renewal.number, "number")
        // Absent: nothing changed since.
        if renewal.hasApplication { within("application") { $0.examine(&renewal.application) } }
    }
}
