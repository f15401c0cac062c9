import KafkaClient
import KafkaLog
import Register
import Schemas
import Testing

/// What is found and what is wanted decide the plan; no broker is asked.
@Suite struct TopicPlanTests {
    @Test func everythingIsMissingOnAnEmptyCluster() {
        let plan = TopicPlan.stub(on: ClusterTopics(brokers: 3))
        #expect(plan.missing.map(\.name) == Topic.all.map(\.name))
        #expect(plan.missing.allSatisfy { $0.replication == 3 })
        #expect(plan.missing.filter { $0.partitions == 8 }.count == 9)
        #expect(
            plan.missing.filter { $0.partitions == 1 }.map(\.name) == [
                "nu.receipts", "nu.notices", "nu.dispatches", "nu.reviews", "nu.statistics", "nu.statistics.across",
                "nu.rejects", "nu.desks", "nu.communes", "nu.exports",
            ]
        )
        #expect(plan.missing.allSatisfy { $0.configuration["min.insync.replicas"] == "2" })
        #expect(plan.changes.isEmpty && plan.refusals.isEmpty && !plan.isEmpty)
    }

    @Test(arguments: [(1, 1), (2, 2), (3, 3), (7, 3)])
    func thereAreThreeCopiesOrAsManyAsBrokers(brokers: Int, replication: Int) {
        #expect(TopicPlan.stub(on: ClusterTopics(brokers: brokers)).replication == replication)
    }

    @Test func whatWasMadeAsPlannedIsAsWanted() {
        let plan = TopicPlan.stub(on: .stub())
        #expect(plan.isEmpty)
        #expect(plan.configurations.isEmpty)
    }

    @Test func onlyWhatIsMissingIsMade() {
        var cluster = ClusterTopics.stub()
        cluster.topics["nu.reviews"] = nil
        let plan = TopicPlan.stub(on: cluster)
        #expect(plan.missing.map(\.name) == ["nu.reviews"])
        #expect(plan.changes.isEmpty)
    }

    @Test func aSettingThatDiffersIsPutRightAndOthersStay() {
        var cluster = ClusterTopics.stub()
        cluster.topics["nu.register"]?.settings["retention.ms"] = .init("604800000", isOwn: true)
        cluster.topics["nu.register"]?.settings["flush.ms"] = .init("1000", isOwn: true)
        cluster.topics["nu.register"]?.settings["file.delete.delay.ms"] = .init("60000", isOwn: false)
        let plan = TopicPlan.stub(on: cluster)
        #expect(plan.changes == [TopicPlan.Change("nu.register", "retention.ms", from: "604800000", to: "-1")])
        let wanted = Topic.register.configuration(replication: 3, clock: .live).merging(["flush.ms": "1000"]) { $1 }
        #expect(plan.configurations == ["nu.register": wanted])
    }

    /// The broker's default happens to be what we want: that is enough.
    @Test func aSettingLeftToTheBrokerIsComparedByItsValue() {
        var cluster = ClusterTopics.stub()
        cluster.topics["nu.register"]?.settings["retention.ms"]?.isOwn = false
        #expect(TopicPlan.stub(on: cluster).isEmpty)
        cluster.topics["nu.submissions"]?.settings["retention.ms"] = .init("604800000", isOwn: false)
        #expect(TopicPlan.stub(on: cluster).changes.map(\.topic) == ["nu.submissions"])
    }

    @Test func retentionStaysAsOperatorsSetItButForTheRegister() {
        var cluster = ClusterTopics.stub()
        for topic in Topic.all {
            cluster.topics[topic.name]?.settings["retention.ms"] = .init("7776000000", isOwn: true)
        }
        #expect(TopicPlan.stub(on: cluster).changes.map(\.topic) == ["nu.register", "nu.exports"])

        // Nor is it lost when something else of the topic is put right.
        cluster.topics["nu.receipts"]?.settings["min.insync.replicas"] = .init("1", isOwn: true)
        let configurations = TopicPlan.stub(on: cluster).configurations
        #expect(configurations["nu.receipts"]?["retention.ms"] == "7776000000")
        #expect(configurations["nu.receipts"]?["min.insync.replicas"] == "2")
    }

    @Test func aPartitionCountIsNeverChanged() {
        var cluster = ClusterTopics.stub()
        cluster.topics["nu.numbering.state"]?.partitions = 4
        let plan = TopicPlan.stub(on: cluster)
        #expect(plan.refusals == [TopicPlan.Refusal("nu.numbering.state", .partitions, wanted: 8, found: 4)])
        #expect(plan.refusals.first?.description == "nu.numbering.state: 8 partitions wanted, 4 found")
        #expect(plan.missing.isEmpty && plan.changes.isEmpty)
    }

    @Test func onlyNineTopicsHaveThePartitionsOfTheRegister() {
        var cluster = ClusterTopics.stub()
        for topic in Topic.all { cluster.topics[topic.name]?.partitions = 3 }
        #expect(
            TopicPlan.stub(on: cluster).refusals.map(\.topic) == [
                "nu.submissions", "nu.register", "nu.keys", "nu.intake.state", "nu.deduplication.state",
                "nu.numbering.state", "nu.renewal.state", "nu.strike-off.state", "nu.statistics.state",
            ]
        )
        #expect(TopicPlan.stub(partitions: 3, on: cluster).isEmpty)
    }

    @Test func replicationIsNeverChanged() {
        var cluster = ClusterTopics.stub()
        cluster.topics["nu.desks"]?.replication = 1
        #expect(
            TopicPlan.stub(on: cluster).refusals == [
                TopicPlan.Refusal("nu.desks", .replication, wanted: 3, found: 1)
            ]
        )
    }

    @Test func aBrokerThatIsAwayDoesNotMakeForFewerCopies() {
        var cluster = ClusterTopics.stub()
        cluster.brokers = 2
        #expect(TopicPlan.stub(on: cluster).isEmpty)

        cluster.topics["nu.desks"] = nil
        let plan = TopicPlan.stub(on: cluster)
        #expect(plan.refusals == [TopicPlan.Refusal("nu.desks", .brokers, wanted: 3, found: 2)])
        #expect(plan.missing.isEmpty)
    }

    @Test func topicsOfOthersAreNoConcern() {
        var cluster = ClusterTopics.stub()
        cluster.topics["invoices"] = .init(partitions: 1, replication: 1, settings: [:])
        #expect(TopicPlan.stub(on: cluster).isEmpty)
    }

    /// A commit needs all but one of the copies, and no topic of the register loses what it holds by age.
    @Test func settingsKeepWhatWasAcknowledged() {
        for topic in Topic.all {
            let configuration = topic.configuration(replication: 3, clock: .live)
            #expect(configuration["min.insync.replicas"] == "2")
            #expect(configuration["unclean.leader.election.enable"] == "false")
            let isLogs = topic == .keys || topic == .submissions
            #expect(configuration["message.timestamp.type"] == (isLogs ? "LogAppendTime" : "CreateTime"))
            #expect(configuration["cleanup.policy"] == topic.cleanup.rawValue)
            #expect((configuration["retention.ms"] == "-1") == (topic.cleanup == .delete))
            #expect((configuration["max.compaction.lag.ms"] == nil) == (topic.cleanup == .delete))
        }
        #expect(Topic.register.configuration(replication: 1, clock: .live)["min.insync.replicas"] == "1")
    }

    // MARK: Time

    /// The day of reception is the broker's, on a live register; what follows bears the time of what it follows from.
    @Test func onALiveRegisterTheBrokerSaysWhenASubmissionCame() {
        for topic in Topic.all {
            let live = topic.configuration(replication: 3, clock: .live)
            // Those of the keys are the broker's in any register: when a dropped one is compacted away hangs on them.
            let type = topic == .submissions || topic == .keys ? "LogAppendTime" : "CreateTime"
            #expect(live["message.timestamp.type"] == type)
            #expect(live["message.timestamp.after.max.ms"] == "3600000")
            #expect(live["message.timestamp.before.max.ms"] == nil)
            let replay = topic.configuration(replication: 3, clock: .replay)
            #expect(replay["message.timestamp.type"] == (topic == .keys ? "LogAppendTime" : "CreateTime"))
            for name in ["message.timestamp.after.max.ms", "message.timestamp.before.max.ms"] {
                #expect(replay[name] == "\(Int64.max)")
            }
        }
    }

    @Test func aLiveTopicThatTakesTheSendersTimeIsPutRight() {
        var cluster = ClusterTopics.stub()
        cluster.topics["nu.submissions"]?.settings["message.timestamp.type"] = .init("CreateTime", isOwn: true)
        #expect(
            TopicPlan.stub(on: cluster).changes == [
                TopicPlan.Change("nu.submissions", "message.timestamp.type", from: "CreateTime", to: "LogAppendTime")
            ]
        )
    }

    /// What an operator set more strictly stays, each setting in its own direction.
    @Test(
        arguments: [
            ("nu.register", "message.timestamp.after.max.ms", "60000"), ("nu.register", "max.message.bytes", "1048576"),
            ("nu.register", "min.insync.replicas", "3"),
            ("nu.submissions", "message.timestamp.before.max.ms", "3600000"),
            ("nu.keys", "max.compaction.lag.ms", "3600000"), ("nu.keys", "segment.ms", "3600000"),
            ("nu.keys", "segment.bytes", "1048576"), ("nu.keys", "min.cleanable.dirty.ratio", "0.01"),
            ("nu.desks", "delete.retention.ms", "604800000"), ("nu.register", "segment.ms", "9223372036854775807"),
        ]
    )
    func whatAnOperatorTightenedIsNeverLoosened(topic: String, setting: String, value: String) {
        var cluster = ClusterTopics.stub()
        cluster.topics[topic]?.settings[setting] = .init(value, isOwn: true)
        #expect(TopicPlan.stub(on: cluster).isEmpty)
        // Nor when something else of the topic is put right.
        cluster.topics[topic]?.settings["unclean.leader.election.enable"] = .init("true", isOwn: true)
        let plan = TopicPlan.stub(on: cluster)
        #expect(plan.changes.map(\.setting) == ["unclean.leader.election.enable"])
        #expect(plan.configurations[topic]?[setting] == value)
    }

    @Test(
        arguments: [
            ("nu.register", "message.timestamp.after.max.ms", "9223372036854775807"),
            ("nu.register", "max.message.bytes", "10485760"), ("nu.register", "min.insync.replicas", "1"),
            // More copies than there are: nobody could write.
            ("nu.register", "min.insync.replicas", "4"), ("nu.keys", "max.compaction.lag.ms", "9223372036854775807"),
            ("nu.keys", "segment.ms", "604800000"), ("nu.keys", "min.cleanable.dirty.ratio", "0.9"),
            ("nu.desks", "delete.retention.ms", "0"), ("nu.register", "segment.ms", "1000"),
            ("nu.register", "retention.ms", "1"), ("nu.register", "cleanup.policy", "compact"),
            ("nu.register", "max.message.bytes", "many"),
        ]
    )
    func whatIsLooserIsPutRight(topic: String, setting: String, value: String) {
        var cluster = ClusterTopics.stub()
        cluster.topics[topic]?.settings[setting] = .init(value, isOwn: true)
        #expect(TopicPlan.stub(on: cluster).changes.map(\.setting) == [setting])
    }

    /// A replay reaches years back and ahead: a limit of the operator's would stop it.
    @Test func aReplayNeedsTheWholeSpan() {
        var cluster = ClusterTopics.stub(clock: .replay)
        #expect(TopicPlan.stub(on: cluster, clock: .replay).isEmpty)
        cluster.topics["nu.register"]?.settings["message.timestamp.before.max.ms"] = .init("3600000", isOwn: true)
        #expect(
            TopicPlan.stub(on: cluster, clock: .replay).changes.map(\.setting) == ["message.timestamp.before.max.ms"]
        )
    }

    /// A stricter default of the broker's is not written over either.
    @Test func aStricterDefaultStaysTheBrokers() {
        var cluster = ClusterTopics.stub()
        cluster.topics["nu.register"]?.settings["max.message.bytes"] = .init("1048588", isOwn: false)
        #expect(TopicPlan.stub(on: cluster).isEmpty)
        cluster.topics["nu.register"]?.settings["retention.ms"] = .init("1", isOwn: true)
        let plan = TopicPlan.stub(on: cluster)
        #expect(plan.configurations["nu.register"]?["retention.ms"] == "-1")
        #expect(plan.configurations["nu.register"]?["max.message.bytes"] == nil)
    }
}

extension TopicPlan {
    fileprivate static func stub(
        partitions: Int = 8,
        on cluster: ClusterTopics,
        clock: RegisterClock = .live,
    ) -> TopicPlan {
        TopicPlan(TopicPlan.Wanted(Topic.all, partitions: partitions, clock: clock), on: cluster)
    }
}

extension ClusterTopics {
    /// Three brokers, and every topic as it is made.
    fileprivate static func stub(clock: RegisterClock = .live) -> ClusterTopics {
        let topics = Topic.all.map { topic in
            let settings = topic.configuration(replication: 3, clock: clock).mapValues { Setting($0, isOwn: true) }
            return (topic.name, Found(partitions: 8, replication: 3, settings: settings))
        }
        return ClusterTopics(brokers: 3, topics: Dictionary(uniqueKeysWithValues: topics))
    }
}
