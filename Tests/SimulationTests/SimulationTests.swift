import Foundation
import SimulationSupport
import Testing

/// Goal: whatever goes wrong, and in whatever order things happen, every promise of the design holds.
///
/// Method: for each seed a small world is drawn (`Simulation.Plan`): desks that submit everything that can be submitted
/// for a handful of persons, days that pass for up to two years and a half, and a log that goes wrong on purpose: crashes
/// before and after a commit, lost partitions, fenced zombies, errors to be retried, short polls, compactions. Real lanes
/// are stepped in random order in one thread; dead ones are made again. Then the faults stop, everything comes to rest,
/// and the verifier must find nothing and wait for nothing, and each worker's state must be the fold of its register.
///
/// A seed that fails prints the command that replays it. `NU_SIMULATION_SEEDS` says how many seeds, 500 unless told;
/// `NU_SIMULATION_FROM` says from which one on. `scripts/simulate` runs thousands of them, in a release build.
@Suite struct SimulationTests {
    static let seeds: [UInt64] = {
        let environment = ProcessInfo.processInfo.environment
        let first = environment["NU_SIMULATION_FROM"].flatMap(UInt64.init) ?? 1
        let count = environment["NU_SIMULATION_SEEDS"].flatMap(UInt64.init) ?? 500
        return Array(first..<(first + count))
    }()

    @Test(arguments: seeds) func everyPromiseIsKept(seed: UInt64) {
        let report = SeedReport(seed: seed)
        #expect(report.failure == nil)
    }
}
