import KafkaClient
import Schemas
import Stream

/// What the topics of a cluster lack to be those of the catalogue.
package struct TopicPlan: Sendable {
    /// What differs in a topic that exists.
    package struct Difference: Sendable, Equatable {
        package var topic: String
        package var setting: String
        package var wanted: String
        package var found: String
    }

    package private(set) var missing: [KafkaAdmin.NewTopic] = []
    /// Settings that can be changed at any time.
    package private(set) var changes: [Difference] = []
    /// What no command changes: partition counts, replication.
    package private(set) var refusals: [Difference] = []

    package init(_ topics: [Topic], partitions: Int, on log: KafkaLog) throws(LogError) {
        let (found, brokers) = try asLog { () throws(KafkaError) in
            (try log.admin.topics(), try log.admin.brokerCount())
        }
        let replication = log.settings.replication > 0 ? log.settings.replication : min(3, brokers)
        for topic in topics {
            let wanted = topic.configuration(replication: replication).merging(log.settings.topics) { $1 }
            guard found[topic.name] != nil else {
                missing.append(
                    KafkaAdmin.NewTopic(
                        topic.name,
                        partitions: partitions,
                        replication: replication,
                        configuration: wanted,
                    )
                )
                continue
            }
        }
    }
}

extension Topic {
    /// The settings that a topic is given.
    package func configuration(replication: Int) -> [String: String] {
        var configuration = [
            "cleanup.policy": cleanup.rawValue,
            // A commit survives the loss of one broker, where there are three.
            "min.insync.replicas": "\(max(1, replication - 1))",
            // A replay may be ahead of the broker's clock, and always is behind it.
            "message.timestamp.after.max.ms": "9223372036854775807",
            "max.message.bytes": "2097152",
        ]
        switch cleanup {
        case .delete:
            // The register is the log: nothing of it may go by itself. Old dates must not cut segments short either.
            configuration["retention.ms"] = "-1"
            configuration["retention.bytes"] = "-1"
            configuration["segment.ms"] = "31536000000"
        case .compact:
            // What was deleted or replaced is gone within a week, also where little is written.
            configuration["max.compaction.lag.ms"] = "604800000"
            configuration["segment.ms"] = "86400000"
            configuration["segment.bytes"] = "67108864"
            configuration["min.cleanable.dirty.ratio"] = "0.3"
            configuration["delete.retention.ms"] = "86400000"
        }
        return configuration
    }
}
