import KafkaClient
import Register
import Schemas

/// What a cluster's topics lack to be those that are wanted. Follows from the two, and changes nothing.
package struct TopicPlan: Sendable, Equatable {
    package struct Wanted: Sendable {
        package var topics: [Topic]
        /// Of the register; every topic follows from it.
        package var partitions: Int
        /// Copies of each partition; 0 is three, or as many as there are brokers.
        package var replication: Int
        /// Settings that every topic is given beside its own, and before them.
        package var settings: [String: String]
        package var clock: RegisterClock

        package init(
            _ topics: [Topic],
            partitions: Int,
            replication: Int = 0,
            settings: [String: String] = [:],
            clock: RegisterClock,
        ) {
            self.topics = topics
            self.partitions = partitions
            self.replication = replication
            self.settings = settings
            self.clock = clock
        }
    }

    /// A setting that can be changed at any time.
    package struct Change: Sendable, Equatable {
        package var topic: String
        package var setting: String
        package var from: String
        package var to: String

        package init(_ topic: String, _ setting: String, from: String, to: String) {
            self.topic = topic
            self.setting = setting
            self.from = from
            self.to = to
        }
    }

    /// What no command changes.
    package struct Refusal: Sendable, Equatable {
        package enum Subject: String, Sendable {
            case partitions
            case replication
            /// There are fewer than the copies of a topic that is to be made.
            case brokers
        }

        package var topic: String
        package var subject: Subject
        package var wanted: Int
        package var found: Int

        package init(_ topic: String, _ subject: Subject, wanted: Int, found: Int) {
            self.topic = topic
            self.subject = subject
            self.wanted = wanted
            self.found = found
        }
    }

    package let partitions: Int
    package let replication: Int
    package private(set) var missing: [KafkaAdmin.NewTopic] = []
    package private(set) var changes: [Change] = []
    package private(set) var refusals: [Refusal] = []
    /// Every setting of its own that a topic with changes is to have: those that nobody wants otherwise among them.
    package private(set) var configurations: [String: [String: String]] = [:]

    package var isEmpty: Bool { missing.isEmpty && changes.isEmpty && refusals.isEmpty }

    package init(_ wanted: Wanted, on cluster: ClusterTopics) {
        partitions = wanted.partitions
        // A broker that is away for a while must not make a plan for fewer copies.
        let kept = wanted.topics.compactMap { cluster.topics[$0.name]?.replication }.max() ?? 0
        replication = wanted.replication > 0 ? wanted.replication : max(kept, min(3, cluster.brokers))
        for topic in wanted.topics {
            let configuration = topic.configuration(replication: replication, clock: wanted.clock)
                .merging(wanted.settings) { $1 }
            if let found = cluster.topics[topic.name] {
                compare(topic, found, configuration, wanted)
            } else if replication > cluster.brokers {
                refusals.append(Refusal(topic.name, .brokers, wanted: replication, found: cluster.brokers))
            } else {
                missing.append(
                    KafkaAdmin.NewTopic(
                        topic.name,
                        partitions: topic.partitions(inRegisterOf: partitions),
                        replication: replication,
                        configuration: configuration,
                    )
                )
            }
        }
    }

    private mutating func compare(
        _ topic: Topic,
        _ found: ClusterTopics.Found,
        _ configuration: [String: String],
        _ wanted: Wanted,
    ) {
        if topic.hasPartitionsOfRegister, found.partitions != partitions {
            refusals.append(Refusal(topic.name, .partitions, wanted: partitions, found: found.partitions))
        }
        if found.replication != replication {
            refusals.append(Refusal(topic.name, .replication, wanted: replication, found: found.replication))
        }
        var own = found.settings.filter(\.value.isOwn).mapValues(\.value)
        var differs = false
        for (name, value) in configuration.sorted(by: { $0.key < $1.key }) {
            let bound = wanted.settings[name] == nil ? topic.bound(of: name, clock: wanted.clock) : .exactly
            if bound == .operators, own[name] != nil { continue }
            let current = found.settings[name]?.value ?? ""
            // More copies in sync than there are is not strict, but a topic that nobody can write to.
            let isImpossible = name == "min.insync.replicas" && (Int(current) ?? 0) > found.replication
            if bound.admits(current, wanted: value), !isImpossible {
                // What the broker has by default is kept once anything is set here; a stricter default stays the broker's.
                if own[name] == nil, current == value { own[name] = value }
                continue
            }
            own[name] = value
            differs = true
            changes.append(Change(topic.name, name, from: current, to: value))
        }
        if differs { configurations[topic.name] = own }
    }
}

extension TopicPlan.Refusal: CustomStringConvertible {
    package var description: String {
        switch subject {
        case .partitions: "\(topic): \(wanted) partitions wanted, \(found) found"
        case .replication: "\(topic): replication \(wanted) wanted, \(found) found"
        case .brokers: "\(topic): replication \(wanted) wanted, \(found) brokers found"
        }
    }
}

extension TopicPlan.Refusal.Subject {
    /// Why it is refused, and what helps.
    package var advice: String {
        switch self {
        case .partitions:
            "A partition count is not changed: keys would move to other partitions, and order and state would break. "
                + "Give --partitions as found; another count takes a new cluster and a replay: see \"Topics on Kafka\" in "
                + "docs/operations/kafka.md."
        case .replication:
            "Replication is not changed here: it copies all data between brokers. Give --replication as found, or use "
                + "Kafka's own kafka-reassign-partitions.sh: see \"Topics on Kafka\" in docs/operations/kafka.md."
        case .brokers:
            "A topic cannot have more copies than there are brokers. Start the brokers that are missing, or give a "
                + "smaller --replication."
        }
    }
}
