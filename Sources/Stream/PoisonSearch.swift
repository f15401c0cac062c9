/// Finds the one input record whose output the log does not take, so that it can be set aside and the others be served. A value.
///
/// A commit that fails with an error that names a record's size says nothing about which input caused it. Then the input is
/// processed record by record; one that fails alone, and fails every time, is the cause. Other errors (a lost partition, a
/// timeout, a broker that is away, a full disk) never count.
package struct PoisonSearch: Sendable, Equatable {
    package struct Place: Hashable, Sendable {
        package var partition: TopicPartition
        package var offset: Int64

        package init(_ partition: TopicPartition, _ offset: Int64) {
            self.partition = partition
            self.offset = offset
        }
    }

    /// How often a record must fail alone.
    package static let attemptsMax = 3

    /// Up to where records are processed one by one; empty while nothing is looked for.
    private var suspects: [TopicPartition: Int64] = [:]
    private var failures: [Place: Int] = [:]
    /// The records to set aside, with the error that each of them caused.
    private var found: [Place: LogError] = [:]

    package init() {}

    package var isSearching: Bool { !suspects.isEmpty }

    package func error(at place: Place) -> LogError? { found[place] }

    /// A commit was refused. `inputs`: the records that it covered; `positions`: up to where.
    package mutating func refused(_ error: LogError, inputs: [Place], positions: [TopicPartition: Int64]) {
        guard error.code == .recordTooLarge else { return }
        suspects.merge(positions) { max($0, $1) }
        guard inputs.count == 1, let place = inputs.first else { return }
        failures[place, default: 0] += 1
        if failures[place, default: 0] >= PoisonSearch.attemptsMax { found[place] = error }
    }

    package mutating func committed(_ positions: [TopicPartition: Int64]) {
        guard isSearching else { return }
        for (partition, position) in positions {
            if let end = suspects[partition], position >= end { suspects[partition] = nil }
            for place in failures.keys where place.partition == partition && place.offset < position {
                failures[place] = nil
                found[place] = nil
            }
        }
    }

    package mutating func revoked(_ partition: TopicPartition) {
        suspects[partition] = nil
        for place in failures.keys where place.partition == partition {
            failures[place] = nil
            found[place] = nil
        }
    }
}
