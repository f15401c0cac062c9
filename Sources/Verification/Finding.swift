/// One promise broken at one place. Never nominative: it names a number or a submission, and nobody.
package struct Finding: Hashable, Sendable {
    package let rule: Rule
    package let place: RecordPlace
    /// A unique number or two, a submission id, a commune and period, or nothing.
    package let subject: String

    package init(_ rule: Rule, _ place: RecordPlace, _ subject: String = "") {
        self.rule = rule
        self.place = place
        self.subject = subject
    }

    package var promise: Promise { rule.promise }
    package var english: String { rule.english }
    package var french: String { rule.french }
}

extension Finding: CustomStringConvertible {
    package var description: String {
        "promise \(promise.rawValue) \(rule.name) at \(place) \(subject.isEmpty ? "" : "(\(subject)) ")– \(rule.english)"
    }
}

/// Where a record stands: `nu.register[3]@1204`.
package struct RecordPlace: Hashable, Sendable, CustomStringConvertible {
    package let topic: String
    package let partition: Int
    package let offset: Int64

    package init(_ topic: String, _ partition: Int, _ offset: Int64) {
        self.topic = topic
        self.partition = partition
        self.offset = offset
    }

    package var description: String { "\(topic)[\(partition)]@\(offset)" }
}
