import Schemas

extension Examination {
    mutating func examine(_ creation: inout WireCreation) {
        within("application") { $0.examine(&creation.application) }
    }
}
