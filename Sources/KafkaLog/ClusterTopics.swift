import KafkaClient
import Schemas
import Stream

/// The topics that a cluster has, as far as somebody asked for them.
package struct ClusterTopics: Sendable, Equatable {
    package struct Found: Sendable, Equatable {
        package var partitions: Int
        package var replication: Int
        package var settings: [String: Setting]

        package init(partitions: Int, replication: Int, settings: [String: Setting]) {
            self.partitions = partitions
            self.replication = replication
            self.settings = settings
        }
    }

    package struct Setting: Sendable, Equatable {
        package var value: String
        /// Set on the topic itself, rather than left to the broker.
        package var isOwn: Bool

        package init(_ value: String, isOwn: Bool) {
            self.value = value
            self.isOwn = isOwn
        }
    }

    /// Brokers that run now.
    package var brokers: Int
    package var topics: [String: Found]

    package init(brokers: Int, topics: [String: Found] = [:]) {
        self.brokers = brokers
        self.topics = topics
    }

    package init(_ topics: [Topic], on log: KafkaLog) throws(LogError) {
        self = try asLog { () throws(KafkaError) in
            let states = try log.admin.topics()
            var cluster = ClusterTopics(brokers: try log.admin.brokerCount())
            for topic in topics {
                guard let state = states[topic.name] else { continue }
                cluster.topics[topic.name] = Found(
                    partitions: state.partitions,
                    replication: state.replication,
                    settings: try log.admin.configuration(of: topic.name).mapValues {
                        Setting($0.value, isOwn: $0.isOwn)
                    },
                )
            }
            return cluster
        }
    }
}
