/// Every topic of the system: name, key, retention. `Schemas/asyncapi.yaml` says the same to others; a test compares them.
package struct Topic: Hashable, Sendable {
    package let name: String
    package let cleanup: Cleanup
    /// What the key of a record is; records of one key stay in order.
    package let key: String
    package let contentTypes: [ContentType]
    /// Who gives its records their time where the register is live. A replay brings its own time everywhere.
    package let timestamps: TimestampSource

    package enum Cleanup: String, Sendable {
        /// Kept for ever, or for a time that operators set.
        case delete
        /// The last record of each key is kept.
        case compact
    }

    package init(
        _ name: String,
        _ cleanup: Cleanup,
        key: String,
        _ contentTypes: [ContentType],
        timestamps: TimestampSource = .sender,
    ) {
        precondition(timestamps == .sender || cleanup == .delete, "a compaction writes records anew")
        self.name = name
        self.cleanup = cleanup
        self.key = key
        self.contentTypes = contentTypes
        self.timestamps = timestamps
    }

    /// The day of reception follows from the time at which the log took a submission.
    package static let submissions = Topic(
        "nu.submissions",
        .delete,
        key: "territory",
        [.protobuf, .json, .xml],
        timestamps: .log,
    )
    package static let register = Topic("nu.register", .delete, key: "territory", [.protobuf])
    package static let receipts = Topic("nu.receipts", .delete, key: "desk", [.protobuf, .json, .xml])
    package static let notices = Topic("nu.notices", .delete, key: "number", [.protobuf])
    package static let dispatches = Topic("nu.dispatches", .delete, key: "desk", [.xml, .protobuf])
    package static let reviews = Topic("nu.reviews", .compact, key: "review id", [.protobuf])
    package static let statistics = Topic(
        "nu.statistics",
        .compact,
        key: "territory/commune/period",
        [.json, .protobuf]
    )
    /// A message of its own, and so a topic of its own: who reads cells reads nothing else there.
    package static let across = Topic("nu.statistics.across", .compact, key: "sheet", [.json])
    package static let rejects = Topic("nu.rejects", .delete, key: "as it came", [.octets])
    /// Dropping a key erases what it seals, wherever a copy of the register stands.
    package static let keys = Topic("nu.keys", .compact, key: "key id", [.protobuf])
    package static let desks = Topic("nu.desks", .compact, key: "desk", [.protobuf])
    package static let communes = Topic("nu.communes", .compact, key: "commune", [.protobuf])
    /// Not compacted: of two batches that were begun at once the first one counts, not the last.
    package static let exports = Topic("nu.exports", .delete, key: "territory or leases", [.protobuf])

    /// The workers that read the register, in the order in which a record meets them.
    package static let registerWorkers = ["deduplication", "numbering", "renewal", "strike-off", "statistics"]

    /// The workers with a changelog: all of them. That of intake goes with the partitions of its input.
    package static let statefulWorkers = ["intake"] + registerWorkers

    /// The changelog of a worker's tables: one partition per partition of the register.
    package static func state(of worker: String) -> Topic {
        Topic("nu.\(worker).state", .compact, key: "table and row", [.protobuf])
    }

    package static let all: [Topic] =
        [
            submissions, register, receipts, notices, dispatches, reviews, statistics, across, rejects, keys, desks,
            communes, exports,
        ] + statefulWorkers.map(state(of:))

    /// Territories, their order and their state are found by the partition of the register, the keys of forms by that of
    /// their submissions.
    package var hasPartitionsOfRegister: Bool {
        self == .register || self == .submissions || self == .keys
            || Topic.statefulWorkers.contains { self == .state(of: $0) }
    }

    /// How many partitions the topic is made with in a register of `count`. What leaves the register has one: every partition
    /// that a transaction writes to is opened and marked apart (decision 0017).
    package func partitions(inRegisterOf count: Int) -> Int {
        hasPartitionsOfRegister || !Topic.all.contains(self) ? count : 1
    }

    /// How large a record may be that is appended: key, value, headers and what stands around them. Whatever may come in from
    /// outside is a quarter of what the register may write about it.
    package var recordBytesMax: Int { self == .submissions ? 512 << 10 : 2 << 20 }

    package static func named(_ name: String) -> Topic? { all.first { $0.name == name } }
}

/// Who gave a record its time.
package enum TimestampSource: String, Sendable {
    case sender
    /// The moment of the append, whatever the sender said.
    case log
}

/// How the value of a record is written; the `content-type` header.
package enum ContentType: String, Sendable, CaseIterable {
    case protobuf = "application/protobuf"
    case json = "application/json"
    case xml = "application/xml"
    case octets = "application/octet-stream"
}

/// Names of record headers: the CloudEvents Kafka binding in binary mode, W3C trace context, and those of rejects.
///
/// Source: https://github.com/cloudevents/spec/blob/main/cloudevents/bindings/kafka-protocol-binding.md
package enum HeaderName {
    package static let contentType = "content-type"
    package static let id = "ce_id"
    package static let source = "ce_source"
    package static let type = "ce_type"
    package static let time = "ce_time"
    package static let specVersion = "ce_specversion"
    package static let traceParent = "traceparent"
    /// Base64 of the Ed25519 signature over the value of a submission, byte for byte, and over what the next two say.
    package static let signature = "nu-signature"
    /// A record of `nu.submissions` without a value: its time says that the day before is over. The value of the header: `day`.
    package static let marker = "nu-marker"
    /// When it was signed (RFC 3339), and for which register.
    package static let issuedAt = "nu-issued-at"
    package static let audience = "nu-audience"
    package static let originalTopic = "x-original-topic"
    package static let originalPartition = "x-original-partition"
    package static let originalOffset = "x-original-offset"
    package static let originalTimestamp = "x-original-timestamp"
    package static let reason = "x-reason"
    /// How many headers of the record were too many or too large to be kept.
    package static let headersLeftOut = "x-headers-left-out"
    /// Of the value and key the beginning alone was kept; the whole value had this size and this SHA-256.
    package static let truncated = "x-truncated"
    package static let originalBytes = "x-original-bytes"
    package static let originalDigest = "x-original-sha256"
    /// On `nu.rejects`, alone: the reject at this place was sent again.
    package static let redriven = "x-redriven"
    /// On a submission: the reject that it is sent again from. Anybody may write it; what it says is checked.
    package static let redrivenFrom = "nu-redriven-from"
}
