import Schemas
import Stream
import TestSupport
import Testing

@Suite struct SimulatedLogTests {
    /// Goal: the faults really come, and a lane that handles errors as the protocol says copies each record once.
    @Test(arguments: UInt64(0)..<30) func aLaneThatObeysRemediesIsExact(seed: UInt64) throws {
        let run = try Run(seed: seed)
        #expect(run.output == run.input)
        #expect(run.faults.crashesBeforeCommit + run.faults.crashesAfterCommit > 0)
        #expect(run.faults.retries > 0)
        #expect(run.faults.shortPolls > 0)
        #expect(run.faults.fencedCommits > 0)
    }

    @Test func aSeedGivesTheSameRun() throws {
        let (one, same, other) = (try Run(seed: 3), try Run(seed: 3), try Run(seed: 4))
        #expect(one.faults == same.faults)
        #expect(one.steps == same.steps)
        #expect(one.offsets == same.offsets)
        #expect(one.offsets != other.offsets)
    }

    @Test func aKilledMemberIsDeadAndReplaced() throws {
        let log = SimulatedLog(random: SeededRandom(seed: 1))
        try log.createTopics([.stubInput], partitions: 2)
        let one = try log.join(group: "group", member: "one", topics: ["input"])
        let two = try log.join(group: "group", member: "two", topics: ["input"])
        _ = try one.poll(limit: 1, timeoutMilliseconds: 0)
        log.kill("one", of: "group")
        expectFailure(.crashed, .restart) { _ = try one.poll(limit: 1, timeoutMilliseconds: 0) }
        #expect(log.members(of: "group") == ["two"])
        #expect(Set(log.owners(of: "group").values) == ["two"])
        #expect(try two.poll(limit: 1, timeoutMilliseconds: 0).assigned.count == 2)
    }

    @Test func aRebalanceTakesWhatIsInHand() throws {
        let log = SimulatedLog(random: SeededRandom(seed: 1))
        try log.createTopics([.stubInput], partitions: 1)
        let one = try log.join(group: "group", member: "one", topics: ["input"])
        _ = try one.poll(limit: 1, timeoutMilliseconds: 0)
        log.rebalance("group")
        expectFailure(.fenced, .abort) { try one.commit(LogTransaction(positions: [TopicPartition("input", 0): 1])) }
        let poll = try one.poll(limit: 1, timeoutMilliseconds: 0)
        #expect(poll.revoked.count == 1)
        #expect(poll.assigned.count == 1)
    }

    /// Two lanes that copy a topic, stepped in turn, with everything going wrong.
    private struct Run {
        var input: [[String?]] = []
        var output: [[String?]] = []
        var offsets: [Int64] = []
        var faults = SimulatedLog.FaultCounts()
        var steps = 0

        init(seed: UInt64) throws {
            var faults = SimulatedLog.Faults.some
            faults.crashBeforeCommit = 0.05
            faults.crashAfterCommit = 0.05
            faults.rebalance = 0.1
            let log = SimulatedLog(random: SeededRandom(seed: seed), faults: faults)
            try log.createTopics([.stubInput, .stubOutput], partitions: 3)
            for number in 0..<600 {
                while true {
                    do {
                        try log.append([.stub(TopicPartition("input", number % 3), "\(number)")])
                        break
                    } catch {
                        guard error.remedy == .retry else { throw error }
                    }
                }
            }
            var lanes: [any GroupMember] = []
            for name in ["a", "b"] { lanes.append(try log.join(group: "copy", member: name, topics: ["input"])) }
            while steps < 20_000, log.records(of: "output").count < 600 {
                let index = steps % 2
                steps += 1
                do {
                    try Self.step(lanes[index], log)
                } catch {
                    guard (error as? LogError)?.remedy == .restart else { continue }
                    lanes[index] = try log.join(group: "copy", member: ["a", "b"][index], topics: ["input"])
                }
            }
            input = (0..<3).map { log.records(of: TopicPartition("input", $0)).map(\.text) }
            output = (0..<3).map { log.records(of: TopicPartition("output", $0)).map(\.text) }
            offsets = log.records(of: "output").map(\.offset)
            self.faults = log.faultCounts
        }

        private static func step(_ lane: any GroupMember, _ log: SimulatedLog) throws {
            let poll = try lane.poll(limit: 5, timeoutMilliseconds: 0)
            for assignment in poll.assigned { try lane.resume(assignment.partition, from: assignment.committed ?? 0) }
            for batch in poll.batches {
                let records = batch.records.map {
                    OutgoingRecord.stub(TopicPartition("output", batch.partition.partition), $0.text)
                }
                do {
                    try lane.commit(LogTransaction(records: records, positions: [batch.partition: batch.next]))
                } catch {
                    guard error.remedy != .restart else { throw error }
                    // Whichever batch failed, those after it must not be taken for processed.
                    for batch in poll.batches {
                        let committed = try log.committedOffset(of: "copy", in: batch.partition)
                        try lane.resume(batch.partition, from: committed ?? 0)
                    }
                    return
                }
            }
        }
    }
}

extension Topic {
    fileprivate static let stubInput = Topic("input", .delete, key: "any", [.octets])
    fileprivate static let stubOutput = Topic("output", .delete, key: "any", [.octets])
}
