import Register
import Schemas
import WorkerKit

/// Finds the live applications of a few persons in the changelog, for whoever is not the worker.
package struct PersonSearch: Sendable {
    private let persons: Set<PersonKey>
    private var found: [SubmissionID: Found] = [:]

    private struct Found {
        var number: UniqueNumber
        var persons: [PersonKey]
    }

    package init(_ persons: Set<PersonKey>) { self.persons = persons }

    /// A record of the changelog. Those of other tables say nothing here.
    package mutating func note(key: Bytes, value: Bytes?) throws {
        guard key.first == HolderRow.tag,
            let id = key.dropFirst().withUnsafeBytes({ SubmissionID(decoding: $0) })
        else { return }
        found[id] = nil
        guard let value else { return }
        let row = try value.withUnsafeBytes { buffer throws(WireReader.Failure) in
            var reader = WireReader(buffer)
            return try HolderRow(decoding: &reader)
        }
        guard row.stage != .ended, let number = row.number else { return }
        let shared = row.persons.filter(persons.contains)
        if !shared.isEmpty { found[id] = Found(number: number, persons: shared) }
    }

    /// Each person with each live application that it is in, in no order.
    package var applications: [(person: PersonKey, number: UniqueNumber)] {
        found.values.flatMap { found in found.persons.map { ($0, found.number) } }
    }
}
