import Assembly
import Foundation
import KafkaClient
import KafkaLog
import KafkaSupport
import Register
import Schemas
import Sealing
import Stream
import TestSupport
import Testing
import WorkerKit

/// What Kafka forgets or an operator deletes outside the register: offsets that expire, a changelog that is made anew, a topic
/// that is not the one of before. Every worker goes on where its state stands, or does not start and says why.
@Suite(.serialized, .needsPrivateKafka)
struct LossTests {
    private let load = Load(count: 120)

    /// Kafka drops a group's offsets seven days after its last member has left: a stop of eight days.
    @Test(arguments: WorkerName.allCases)
    func aWorkerWhoseOffsetsExpiredGoesOnWhereItsStateStands(worker: WorkerName) throws {
        try after(half: { log in
            try log.admin.deleteGroup(worker.group)
        }) { log in
            try Crew(log).work(until: load.records.count)
        }
    }

    @Test func offsetsOfAllGroupsMayExpireAtOnce() throws {
        try after(half: { log in
            for worker in WorkerName.allCases { try log.admin.deleteGroup(worker.group) }
        }) { log in
            try Crew(log).work(until: load.records.count)
            // A key is dropped by the fact that has no more use for it, and by nothing else.
            let keys = try log.read(TopicPartition(Topic.keys.name, 0), from: 0, limit: .max)
            #expect(keys.records.contains { $0.value != nil })
        }
    }

    @Test(arguments: WorkerName.allCases)
    func aWorkerWhoseChangelogWasMadeAnewDoesNotStartAndARebuildMendsIt(worker: WorkerName) throws {
        let topic = Topic.state(of: worker.rawValue)
        try after(half: { log in
            try log.deleteTopics([topic.name])
            try log.createTopics([topic], partitions: Load.partitions)
        }) { log in
            let error = #expect(throws: LogError.self) { try Crew(log).work(until: load.records.count) }
            #expect(error?.code == .stateMismatch && error?.remedy == .restart)
            #expect(error?.reason.contains("state rebuild \(worker.rawValue)") == true, "\(error?.reason ?? "")")
            try rebuild(worker, log)
            try Crew(log).work(until: load.records.count)
        }
    }

    /// Offsets and changelog both: where the worker stood follows from its own facts and answers. Of a worker that decided
    /// nothing yet nothing is lost (renewal and strike-off in this load, and statistics always).
    @Test(arguments: [WorkerName.intake, .deduplication, .numbering])
    func aWorkerThatLostOffsetsAndStateDoesNotStartFromNothing(worker: WorkerName) throws {
        let topic = Topic.state(of: worker.rawValue)
        try after(half: { log in
            try log.admin.deleteGroup(worker.group)
            try log.deleteTopics([topic.name])
            try log.createTopics([topic], partitions: Load.partitions)
        }) { log in
            let error = #expect(throws: LogError.self) { try Crew(log).work(until: load.records.count) }
            #expect(error?.code == .stateMismatch)
            try rebuild(worker, log)
            try Crew(log).work(until: load.records.count)
        }
    }

    @Test func anotherRegistersTopicsAreRefused() throws {
        let log = try emptyLog()
        try log.createTopics(Topic.all, partitions: Load.partitions)
        // No header yet.
        let none = #expect(throws: LogError.self) { try Crew(log) }
        #expect(none?.reason.contains("topics apply") == true)
        _ = try log.beginIfEmpty(comparison: try Tool.comparison, clock: .replay)
        try log.append([Load.desk] + load.records)
        try Crew(log).work(until: load.records.count)
        // Another master key, on a register whose last records are no submissions.
        let other = Assembly(log: log, sealer: FormSealer(try MasterKeys(text: MasterKeys.generated()), of: .stub))
        let wrong = #expect(throws: LogError.self) { try other.makeLane(.intake, member: "x") }
        #expect(wrong?.reason.contains("master keys") == true)
        // The register made anew under the states of the old one.
        try log.deleteTopics([Topic.register.name])
        try log.createTopics([.register], partitions: Load.partitions)
        _ = try log.beginIfEmpty(comparison: try Tool.comparison, clock: .replay)
        let replaced = #expect(throws: LogError.self) { try Crew(log).work(until: 1) }
        #expect(replaced?.code == .stateMismatch)
        #expect(replaced?.reason.contains("do not belong together") == true, "\(replaced?.reason ?? "")")
    }

    /// Half of the load, then the loss, then `finish`, which sees to the other half. In the end the register is the one of a
    /// run without any loss.
    private func after(half lose: (KafkaLog) throws -> Void, _ finish: (KafkaLog) throws -> Void) throws {
        let log = try emptyLog()
        try log.createTopics(Topic.all, partitions: Load.partitions)
        _ = try log.beginIfEmpty(comparison: try Tool.comparison, clock: .replay)
        let half = load.records.count / 2
        try log.append([Load.desk] + load.records.prefix(half))
        try Crew(log).work(until: half)
        try lose(log)
        try log.append(Array(load.records.dropFirst(half)))
        try finish(log)
        try expectUndisturbed(log, load)
    }

    /// The suite's broker, with nothing on it that a case before left. Its keeper ends it with this process.
    private func emptyLog() throws -> KafkaLog {
        let log = try FaultRun.open(try LossTests.broker.get().address)
        try log.deleteTopics(Array(Set(Topic.all.map(\.name)).intersection(try log.admin.topics().keys)))
        for group in try log.admin.groups() { try log.admin.deleteGroup(group.name) }
        return log
    }

    private static let broker = Result { try KafkaBroker.makePrivate() }

    private func rebuild(_ worker: WorkerName, _ log: KafkaLog) throws {
        let rebuild = StateRebuild(Assembly(log: log), worker)
        for partition in 0..<(try rebuild.partitionCount()) { try rebuild.write(try rebuild.plan(partition)) }
    }
}
