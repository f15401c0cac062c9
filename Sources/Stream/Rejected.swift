import Schemas

/// A record of `nu.rejects`: where it stands, where it came from, and whether it was sent again.
package struct Rejected: Sendable {
    /// Where a reject stands in `nu.rejects`: what an operator types.
    package struct Place: Hashable, Sendable, Comparable, CustomStringConvertible {
        package let partition: Int
        package let offset: Int64

        package init(partition: Int, offset: Int64) {
            self.partition = partition
            self.offset = offset
        }

        /// `PARTITION@OFFSET`.
        package init?(_ text: String) {
            let parts = text.split(separator: "@", omittingEmptySubsequences: false)
            guard parts.count == 2, let partition = Int(parts[0]), let offset = Int64(parts[1]), partition >= 0,
                offset >= 0
            else { return nil }
            self.init(partition: partition, offset: offset)
        }

        package static func < (left: Place, right: Place) -> Bool {
            (left.partition, left.offset) < (right.partition, right.offset)
        }

        package var description: String { "\(partition)@\(offset)" }
    }

    package let place: Place
    package let record: LogRecord
    /// Sent again by an operator: `nu.rejects` says so.
    package fileprivate(set) var isRedriven = false
    /// How often it was rejected, and where it stood the first time, as far as `nu.rejects` still knows.
    package fileprivate(set) var count = 1
    package fileprivate(set) var first: Place

    fileprivate init(_ record: LogRecord, at place: Place) {
        self.place = place
        self.record = record
        first = place
    }

    /// Its beginning alone was kept.
    package var isTruncated: Bool { record.header(HeaderName.truncated) != nil }

    /// The topic that it came from, if it is one that things are sent again to.
    package var original: TopicPartition? {
        guard record.header(HeaderName.originalTopic) == Topic.submissions.name,
            let partition = record.header(HeaderName.originalPartition).flatMap(Int.init)
        else { return nil }
        return TopicPartition(Topic.submissions.name, partition)
    }

    /// All rejects that `nu.rejects` holds, in their order.
    ///
    /// A record that was sent again and rejected again names the reject that it comes from. That is the sender's word, and is
    /// believed only where that reject exists, was sent again, and holds the same bytes.
    package static func all(_ records: [(partition: Int, record: LogRecord)]) -> [Rejected] {
        var rejects: [Place: Rejected] = [:]
        var redriven: Set<Place> = []
        for (partition, record) in records {
            if let marker = record.header(HeaderName.redriven) {
                if let place = Place(marker) { redriven.insert(place) }
            } else {
                let place = Place(partition: partition, offset: record.offset)
                rejects[place] = Rejected(record, at: place)
            }
        }
        for place in redriven { rejects[place]?.isRedriven = true }
        func before(_ reject: Rejected) -> Rejected? {
            guard let place = reject.record.header(HeaderName.redrivenFrom).flatMap(Place.init),
                let before = rejects[place], before.isRedriven, before.record.value == reject.record.value
            else { return nil }
            return before
        }
        return rejects.values.sorted { $0.place < $1.place }.map { reject in
            var reject = reject
            var seen: Set<Place> = [reject.place]
            var current = reject
            while let earlier = before(current), seen.insert(earlier.place).inserted { current = earlier }
            reject.count = seen.count
            reject.first = current.place
            return reject
        }
    }
}

extension Rejected {
    /// Why a reject is not sent again.
    package enum Refusal: Error, Equatable, CustomStringConvertible {
        case truncated(Place)
        case ofNoSubmission(Place)
        case alreadySent(Place)

        package var description: String {
            switch self {
            case .truncated(let place):
                "\(place) was too large to be kept whole: only its sender can send it again"
            case .ofNoSubmission(let place):
                "\(place) did not come from \(Topic.submissions.name), and is not sent anywhere"
            case .alreadySent(let place):
                "\(place) was sent again before; where it was rejected again, that is another reject: see `rejects list`"
            }
        }
    }

    /// What sends it again: the submission as it came, without what was written on it since, and a record of `nu.rejects` that
    /// says so. Both are appended in one step, so that no reject is sent twice or forgotten.
    package func redrive(submissions: Int) throws(Refusal) -> [OutgoingRecord] {
        guard let original else { throw .ofNoSubmission(place) }
        if isTruncated { throw .truncated(place) }
        if isRedriven { throw .alreadySent(place) }
        let isThere = (0..<submissions).contains(original.partition)
        let target =
            isThere ? original.partition : record.key.map { Partitioner.partition(of: $0, count: submissions) } ?? 0
        var headers = record.headers.filter { !$0.isReserved && $0.name != HeaderName.redrivenFrom }
        headers.append(LogHeader(HeaderName.redrivenFrom, place.description))
        return [
            OutgoingRecord(
                TopicPartition(Topic.submissions.name, target),
                key: record.key.map(Array.init),
                value: record.value.map(Array.init),
                headers: LogHeaders(headers),
                timestamp: record.timestamp,
            ),
            OutgoingRecord(
                TopicPartition(Topic.rejects.name, place.partition),
                key: nil,
                value: nil,
                headers: [LogHeader(HeaderName.redriven, place.description)],
                timestamp: 0,
            ),
        ]
    }
}
