import KafkaClient
import KafkaLog
import KafkaSupport
import Logging
import Register
import Schemas
import Testing

/// The plan against a real broker: what Kafka says of topics is what the plan compares.
@Suite(.needsPrivateKafka) struct TopicsTests {
    @Test func topicsAreMadeLookedAtAndPutRight() throws {
        let broker = try KafkaBroker.makePrivate()
        defer { broker.stop() }
        var logger = Logger(label: "kafka")
        logger.logLevel = .critical
        let log = try KafkaLog(KafkaLog.Settings(brokers: broker.address), logger: logger)
        func plan(partitions: Int = 4, replication: Int = 0) throws -> TopicPlan {
            TopicPlan(
                TopicPlan.Wanted(Topic.all, partitions: partitions, replication: replication, clock: .live),
                on: try ClusterTopics(Topic.all, on: log),
            )
        }

        let first = try plan()
        #expect(first.missing.count == Topic.all.count)
        #expect(try log.admin.topics().filter { $0.key.hasPrefix("nu.") }.isEmpty, "a plan changes nothing")

        try log.create(first.missing)
        let made = try ClusterTopics(Topic.all, on: log)
        for topic in Topic.all {
            let found = try #require(made.topics[topic.name])
            #expect(found.partitions == (topic.hasPartitionsOfRegister ? 4 : 1))
            #expect(found.replication == 1)
            // The broker took every setting, and gives each back as we write it.
            let own = found.settings.filter(\.value.isOwn).mapValues(\.value)
            #expect(own == topic.configuration(replication: 1, clock: .live))
        }
        #expect(try plan().isEmpty)

        var changed = Topic.register.configuration(replication: 1, clock: .live)
        changed["retention.ms"] = "3600000"
        changed["flush.ms"] = "1000"
        try log.configure("nu.register", changed)
        let second = try plan()
        #expect(second.changes == [TopicPlan.Change("nu.register", "retention.ms", from: "3600000", to: "-1")])
        for (topic, configuration) in second.configurations { try log.configure(topic, configuration) }
        #expect(try plan().isEmpty)
        #expect(try log.admin.configuration(of: "nu.register")["flush.ms"]?.value == "1000", "not ours to take away")

        #expect(
            try plan(partitions: 8).refusals.first
                == TopicPlan.Refusal("nu.submissions", .partitions, wanted: 8, found: 4)
        )
        #expect(try plan(replication: 3).refusals.allSatisfy { $0.subject == .replication && $0.found == 1 })
    }
}
