import Assembly
import Foundation
import KafkaClient
import KafkaLog
import KafkaSupport
import Logging
import Schemas
import Stream
import TestSupport
import Testing

/// The eighth promise on a real broker: whatever dies, freezes or changes hands in the middle of a load, each submission
/// has one receipt, every promise holds, and the register says what it says after a run without faults.
///
/// Workers are real processes, two of each. Moments follow from a seed and from how far the load has come.
@Suite(.serialized, .needsPrivateKafka)
struct FaultTests {
    @Test func eachProcessIsKilledInTurn() throws {
        var random = SeededRandom(seed: 1)
        let seats = Fleet.seats.shuffled(using: &random)
        try survive("kill -9 of each process in turn", moments(seats.count, &random)) { run, index in
            try run.fleet.kill([seats[index]])
        }
    }

    @Test func allProcessesAreKilledAtOnce() throws {
        var random = SeededRandom(seed: 2)
        try survive("kill -9 of all processes at once", moments(3, &random)) { run, _ in
            try run.fleet.kill(Fleet.seats)
        }
    }

    @Test func theBrokerIsKilledAndComesBack() throws {
        var random = SeededRandom(seed: 3)
        try survive("kill -9 of the broker, and a start", moments(2, &random)) { run, _ in
            try run.broker.kill()
            try run.broker.start()
        }
    }

    @Test func aThirdProcessOfEachWorkerComesAndGoes() throws {
        var random = SeededRandom(seed: 4)
        try survive("a third process of each worker joins and leaves", moments(1, &random)) { run, _ in
            try run.waitForMembers(["a", "b"])
            try run.fleet.start(Fleet.seats(["c"]))
            try run.waitForMembers(["a", "b", "c"])
            try run.fleet.stop(Fleet.seats(["c"]))
            try run.waitForMembers(["a", "b"])
        }
    }

    @Test func aFrozenProcessWakesAfterItsPartitionsMoved() throws {
        var random = SeededRandom(seed: 5)
        try survive("SIGSTOP of half the processes until others have their partitions", moments(2, &random)) { run, _ in
            try run.waitForMembers(["a", "b"])
            try run.fleet.freeze(Fleet.seats(["a"]))
            try run.waitForMembers(["b"])
            try run.fleet.thaw(Fleet.seats(["a"]))
            try run.waitForMembers(["a", "b"])
        }
    }

    @Test func aFrozenProcessWakesAfterAnotherTookItsName() throws {
        var random = SeededRandom(seed: 6)
        try survive("SIGSTOP of half the processes until others have their names", moments(1, &random)) { run, _ in
            try run.waitForMembers(["a", "b"])
            try run.fleet.freeze(Fleet.seats(["a"]))
            let zombies = try run.fleet.replace(Fleet.seats(["a"]))
            let answered = run.answered
            try run.wait("answers of the new processes") { run.answered > answered + 100 || run.isLoadOver }
            for zombie in zombies { kill(zombie.processIdentifier, SIGCONT) }
            try run.wait("the old processes end") { zombies.allSatisfy { !$0.isRunning } }
            #expect(zombies.map(\.terminationStatus) == zombies.map { _ in 1 })
        }
    }

    private func survive(
        _ name: String,
        _ moments: [Int],
        _ happen: @escaping (FaultRun, _ index: Int) throws -> Void,
    ) throws {
        let run = try FaultRun()
        defer { run.end() }
        try run.survive(
            name,
            moments.enumerated().map { index, moment in FaultRun.Fault(answered: moment) { try happen($0, index) } }
        )
    }

    /// Spread over the load, and never near its end: what is disturbed must still be under way.
    private func moments(_ count: Int, _ random: inout SeededRandom) -> [Int] {
        let part = Load.standard.records.count * 7 / 10 / count
        return (0..<count).map { $0 * part + Int.random(in: 1...part, using: &random) }
    }
}
