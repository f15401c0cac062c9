import Foundation
import KafkaSupport
import Schemas
import Testing

/// `topics` as an operator or an orchestrator runs it.
@Suite struct TopicsCommandTests {
    @Test func withoutAClusterItSaysHowToNameOne() throws {
        let tool = try Tool()
        defer { tool.remove() }
        for command in ["plan", "apply", "check"] {
            let result = try tool.run("topics", command)
            #expect(result.status == 64)
            #expect(result.errors.contains("no Kafka cluster is named: give --kafka host:port, or set NU_KAFKA"))
        }
    }

    @Test(.needsPrivateKafka) func anOperatorPlansAppliesAndChecks() throws {
        let tool = try Tool()
        defer { tool.remove() }
        let broker = try KafkaBroker.makePrivate()
        defer { broker.stop() }
        func topics(_ command: String, _ options: String...) throws -> Tool.Result {
            let variables = ["NU_KAFKA": broker.address]
            return switch options.count {
            case 0: try tool.run("topics", command, environment: variables)
            case 1: try tool.run("topics", command, options[0], environment: variables)
            default: try tool.run("topics", command, options[0], options[1], environment: variables)
            }
        }

        let plan = try topics("plan")
        #expect(plan.status == 0)
        #expect(plan.output.split(separator: "\n").filter { $0.hasPrefix("create  nu.") }.count == Topic.all.count)
        #expect(plan.output.contains("create  nu.register: partitions 8, replication 1, cleanup.policy=delete"))
        #expect(try topics("check").status == 1, "a plan makes nothing")

        let unasked = try topics("apply")
        #expect(unasked.status == 64)
        #expect(unasked.errors.contains("--yes"))
        #expect(try topics("check").status == 1, "nor does an apply that nobody agreed to")

        let applied = try topics("apply", "--yes")
        #expect(applied.status == 0, "\(applied.errors)")
        #expect(applied.errors.contains("\(Topic.all.count)/\(Topic.all.count) nu.statistics.state made"))
        #expect(
            applied.output.contains("\(Topic.all.count) topics are as wanted: 8 partitions, 1 copy of each partition")
        )
        let check = try topics("check", "--json")
        #expect(check.status == 0)
        #expect(check.output.contains("\"asWanted\":true"))
        #expect(try topics("apply").status == 0, "with nothing to do there is nothing to agree to")

        let refused = try topics("apply", "--yes", "--partitions=4")
        #expect(refused.status == 1)
        #expect(refused.output.contains("refuse  nu.register: 4 partitions wanted, 8 found"))
        #expect(refused.output.contains("keys would move to other partitions"))
        #expect(refused.output.contains("docs/operations/kafka.md"))
        #expect(refused.errors.contains("nothing was changed"))
        #expect(try topics("check").status == 0)
    }
}
