import ArgumentParser
import Assembly
import Foundation
import KafkaClient
import KafkaLog
import Register
import Schemas
import Sealing
import Stream
import WorkerKit

struct TopicsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topics",
        abstract: "Makes a Kafka cluster's topics what the register needs, and checks that they are.",
        discussion: """
            What is wanted stands in the command itself: names, partitions, replication, settings. Only topics of the
            register are looked at. Settings that it says nothing of stay as they are.

            Example: numero-unique topics plan --kafka localhost:9092
                     numero-unique topics apply --kafka localhost:9092
            """,
        subcommands: [Plan.self, Apply.self, Check.self],
    )

    struct Plan: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says what apply would do, a line for each topic. Changes nothing.",
            discussion: "Example: numero-unique topics plan --kafka localhost:9092",
        )

        @OptionGroup var options: TopicsOptions
        @Flag(help: "One JSON object.")
        var json = false

        func run() throws {
            let plan = try options.plan(on: try options.open())
            Terminal.write(try json ? plan.json() : plan.rendered())
        }
    }

    struct Apply: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes missing topics and puts settings right, after asking.",
            discussion: """
                Does nothing at all, and exits with 1, when a partition count or a replication is not as wanted: these
                are not changed by any command. What an operator set more strictly than wanted stays as it is.

                Example: numero-unique topics apply --kafka localhost:9092 --yes
                """,
        )

        @OptionGroup var options: TopicsOptions
        @OptionGroup var sealing: SealingOptions
        @Flag(help: "Does not ask. Needed where there is no terminal.")
        var yes = false

        func run() throws {
            let log = try options.open()
            let keys = try sealing.keys.named()
            let plan = try options.plan(on: log)
            Terminal.write(plan.rendered())
            guard plan.refusals.isEmpty else {
                Terminal.note("nothing was changed")
                throw ExitCode.failure
            }
            guard !plan.isEmpty else { return try begin(log, keys) }
            if !yes {
                guard Terminal.canAsk else {
                    throw ValidationError("nothing was changed: without a terminal, say --yes to go ahead")
                }
                guard Terminal.asks("Go ahead?") else {
                    Terminal.note("nothing was changed")
                    throw ExitCode.failure
                }
                guard try options.plan(on: log) == plan else {
                    Terminal.note("nothing was changed: the cluster is not what it was when this plan was made")
                    throw ExitCode.failure
                }
            }
            try apply(plan, on: log)
            let left = try options.plan(on: log)
            guard left.isEmpty else {
                Terminal.write(left.rendered())
                throw ExitCode.failure
            }
            Terminal.write(left.summary)
            try begin(log, keys)
        }

        /// Writes the header of a register that is not begun, once it is known what it is sealed with.
        private func begin(_ log: KafkaLog, _ keys: MasterKeys?) throws {
            if let header = try log.registerHeader() {
                Terminal.note("register \(header.id.text), \(header.clock.rawValue)")
                return
            }
            guard sealing.unsealed || keys != nil else {
                Terminal.note(
                    """
                    the register is not begun: run this again with its master keys (--master-key FILE, made by \
                    `numero-unique keys new FILE`), or with --unsealed for a register without real people
                    """
                )
                return
            }
            let comparison = PersonMarker(keys).comparison
            let header = try log.beginIfEmpty(comparison: comparison, clock: options.clock ?? .live)
            Terminal.note("register \(header.id.text) begun, \(header.clock.rawValue)")
        }

        private func apply(_ plan: TopicPlan, on log: KafkaLog) throws {
            let total = plan.missing.count + plan.configurations.count
            var done = 0
            for topic in plan.missing {
                try log.create([topic])
                done += 1
                Terminal.note("\(done)/\(total) \(topic.name) made")
            }
            for (topic, configuration) in plan.configurations.sorted(by: { $0.key < $1.key }) {
                try log.configure(topic, configuration)
                done += 1
                Terminal.note("\(done)/\(total) \(topic) set")
            }
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Exits with 0 when the topics are as wanted; otherwise with 1, and names what differs.",
            discussion: "Example: numero-unique topics check --kafka localhost:9092 --json",
        )

        @OptionGroup var options: TopicsOptions
        @Flag(help: "One JSON object.")
        var json = false

        func run() throws {
            let plan = try options.plan(on: try options.open())
            Terminal.write(try json ? plan.json() : plan.isEmpty ? plan.summary : plan.rendered())
            if !plan.isEmpty { throw ExitCode.failure }
        }
    }
}

/// Which cluster, and what its topics are to be.
struct TopicsOptions: ParsableArguments {
    @OptionGroup var kafka: KafkaOptions

    @Option(
        help: "Partitions of the register and what follows it; other topics have one. They cannot be changed later."
    )
    var partitions: Int = 8

    @Option(help: "Copies of each partition. (default: 3, or the number of brokers if there are fewer)")
    var replication: Int?

    @Option(
        help: """
            What says when a submission was received: live, the broker; replay, the submission itself, for a \
            demonstration or a test. (default: as the register says that is there, or else live)
            """
    )
    var clock: RegisterClock?

    func validate() throws {
        guard (1...256).contains(partitions) else { throw ValidationError("--partitions takes 1 to 256") }
        if let replication, !(1...9).contains(replication) { throw ValidationError("--replication takes 1 to 9") }
        guard kafka.brokers != nil else {
            throw ValidationError("no Kafka cluster is named: give --kafka host:port, or set NU_KAFKA")
        }
    }

    func open() throws -> KafkaLog {
        guard let log = try kafka.open() else { preconditionFailure("validated") }
        return log
    }

    func plan(on log: KafkaLog) throws -> TopicPlan {
        let cluster = try ClusterTopics(Topic.all, on: log)
        let found = cluster.topics[Topic.register.name] == nil ? nil : try log.registerHeader()?.clock
        if let found, let clock, clock != found {
            throw ValidationError("the register that is there is \(found.rawValue), and stays so: leave --clock out")
        }
        return TopicPlan(
            TopicPlan.Wanted(
                Topic.all,
                partitions: partitions,
                replication: replication ?? 0,
                clock: clock ?? found ?? .live,
            ),
            on: cluster,
        )
    }
}

extension RegisterClock: ExpressibleByArgument {}

extension TopicPlan {
    var summary: String {
        let copies = replication == 1 ? "1 copy of each partition" : "\(replication) copies of each partition"
        return "\(Topic.all.count) topics are as wanted: \(partitions) partitions, \(copies)"
    }

    /// A line for each topic, then a summary, or why something is refused.
    func rendered() -> String {
        var lines = Topic.all.map { topic in line(topic.name) }
        if isEmpty {
            lines.append(summary)
        } else {
            let subjects: [Refusal.Subject] = [.partitions, .replication, .brokers]
            lines += subjects.filter { subject in refusals.contains { $0.subject == subject } }.map(\.advice)
        }
        return lines.joined(separator: "\n")
    }

    private func line(_ topic: String) -> String {
        let refused = refusals.filter { $0.topic == topic }.map(\.description)
        let changed = changes.filter { $0.topic == topic }.map { "\($0.setting): \($0.from) -> \($0.to)" }
        if let new = missing.first(where: { $0.name == topic }) {
            let settings = new.configuration.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            return "create  \(topic): partitions \(new.partitions), replication \(new.replication), "
                + settings.joined(separator: ", ")
        }
        if !refused.isEmpty {
            // The description names the topic once more for those who read it alone.
            let reasons = refused.map { $0.replacing("\(topic): ", with: "") } + changed
            return "refuse  \(topic): \(reasons.joined(separator: ", "))"
        }
        return changed.isEmpty ? "keep    \(topic)" : "change  \(topic): \(changed.joined(separator: ", "))"
    }

    func json() throws -> String {
        let object: [String: Any] = [
            "asWanted": isEmpty, "partitions": partitions, "replication": replication,
            "create": missing.map {
                [
                    "topic": $0.name, "partitions": $0.partitions, "replication": $0.replication,
                    "settings": $0.configuration,
                ] as [String: Any]
            },
            "change": changes.map { ["topic": $0.topic, "setting": $0.setting, "from": $0.from, "to": $0.to] },
            "refuse": refusals.map {
                [
                    "topic": $0.topic, "subject": $0.subject.rawValue, "wanted": $0.wanted, "found": $0.found,
                    "advice": $0.subject.advice,
                ] as [String: Any]
            },
        ]
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try JSONSerialization.data(withJSONObject: object, options: options), as: UTF8.self)
    }
}
