import Assembly
import Register
import Schemas
import SimulationSupport
import Stream
import SwiftProtobuf
import TestSupport
import Testing
import Verification

/// What no log promises to bear: it happens in the simulation, and an operator does what the lanes' messages say.
@Suite struct MishapTests {
    private static let seeds: ClosedRange<UInt64> = 1...6

    private func plan(_ seed: UInt64, _ mishap: Simulation.Mishap) -> Simulation.Plan {
        var plan = Simulation.Plan(seed: seed)
        plan.mishaps = [mishap]
        plan.isLive = Simulation.Mishap.ofClocks.contains(mishap)
        return plan
    }

    @Test(arguments: Simulation.Mishap.allCases) func everyMishapHappens(mishap: Simulation.Mishap) throws {
        if mishap == .lateReceptions { return }  // seen in the submissions, below
        var count = 0
        for seed in Self.seeds {
            let simulation = try Simulation(seed: seed, plan: plan(seed, mishap))
            // The lanes need not bear it yet.
            _ = try? simulation.run()
            count += simulation.mishapCounts[mishap, default: 0]
            #expect(Set(simulation.mishapCounts.keys).isSubset(of: [mishap]))
        }
        #expect(count > 0)
    }

    @Test(arguments: Simulation.Mishap.allCases)
    func whatIsBorneBreaksNoPromise(mishap: Simulation.Mishap) throws {
        for seed in Self.seeds {
            let verdict = try Simulation(seed: seed, plan: plan(seed, mishap)).run()
            #expect(verdict.findings == [], "seed \(seed)")
            #expect(verdict.pending == 0, "seed \(seed)")
        }
    }

    @Test func someFormsComeWeeksAfterTheirReception() throws {
        var ages: [Int] = []
        for seed in Self.seeds {
            let simulation = try Simulation(seed: seed, plan: plan(seed, .lateReceptions))
            _ = try simulation.run()
            for record in simulation.log.records(of: Topic.submissions.name) {
                let type = record.header(HeaderName.contentType)
                guard type == ContentType.protobuf.rawValue, let value = record.value,
                    let submission = try? WireSubmission(serializedBytes: value),
                    let received = CivilDate(iso: submission.receivedOn)
                else { continue }
                ages.append(received.days(until: .paris(milliseconds: record.timestamp)))
            }
        }
        #expect(ages.contains { $0 > 40 })
    }

    /// Lanes that stop at what they cannot read go on once an operator took it out, and no promise is broken.
    @Test func aRecordThatStopsALaneIsTakenOut() throws {
        var taken = 0
        for seed in Self.seeds {
            let simulation = try Simulation(
                seed: seed,
                plan: plan(seed, .unreadableRecord),
                makeLane: { assembly, log, worker, member throws(LogError) in
                    let lane = try assembly.makeLane(worker, member: member)
                    return worker == .intake ? lane : FailStop(lane, log)
                },
            )
            let verdict = try simulation.run()
            #expect(verdict.findings == [], "seed \(seed)")
            taken += simulation.mended.recordsTakenOut
        }
        #expect(taken > 0)
    }

    @Test func aLaneThatNamesTheCommandHasItsStateRebuilt() throws {
        var rebuilt: [WorkerName] = []
        for seed in Self.seeds {
            let simulation = try Simulation(
                seed: seed,
                plan: plan(seed, .lostState),
                makeLane: { assembly, log, worker, member throws(LogError) in
                    let changelog = Topic.state(of: worker.rawValue).name
                    var (rows, position) = (Int64(0), Int64(0))
                    for number in 0..<(try log.partitionCount(of: Topic.register.name)) where worker != .intake {
                        rows += try log.endOffset(of: TopicPartition(changelog, number))
                        let input = TopicPartition(Topic.register.name, number)
                        position += try log.committedOffset(of: worker.group, in: input) ?? 0
                    }
                    // Each once: this one does not really make the state anew.
                    if rows == 0, position > 100, !rebuilt.contains(worker) {
                        throw LogError(.storage, .restart, "no state: numero-unique state rebuild \(worker.rawValue)")
                    }
                    return try assembly.makeLane(worker, member: member)
                },
            )
            simulation.hands.rebuildState = { _, worker in rebuilt.append(worker) }
            _ = try? simulation.run()
        }
        #expect(!rebuilt.isEmpty)
    }

    @Test func anErrorThatNothingExplainsFailsTheSeed() throws {
        let simulation = try Simulation(
            seed: 1,
            plan: plan(1, .unreadableRecord),
            makeLane: { _, _, worker, _ throws(LogError) in
                throw LogError(.storage, .restart, "no state: numero-unique state rebuild \(worker.rawValue)")
            },
        )
        #expect(throws: SimulationError.self) { try simulation.run() }
    }
}

/// Stops at a record of the register that cannot be read, and says where it stands.
private final class FailStop: AnyLane {
    private let lane: any AnyLane
    private let log: any StreamLog
    private var next: [Int: Int64] = [:]

    init(_ lane: any AnyLane, _ log: any StreamLog) {
        self.lane = lane
        self.log = log
    }

    func step(timeoutMilliseconds: Int) throws(LogError) -> Bool {
        for number in 0..<(try log.partitionCount(of: Topic.register.name)) {
            let partition = TopicPartition(Topic.register.name, number)
            let batch = try log.read(partition, from: next[number, default: 0], limit: .max)
            for record in batch.records where FrozenLog.opened(record) == nil {
                throw LogError(.storage, .restart, "\(partition)@\(record.offset) cannot be read")
            }
            next[number] = batch.next
        }
        return try lane.step(timeoutMilliseconds: timeoutMilliseconds)
    }

    func close() throws(LogError) { try lane.close() }

    func report(to status: inout LaneStatus) { lane.report(to: &status) }
}
