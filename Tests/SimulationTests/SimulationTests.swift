import Assembly
import Foundation
import SimulationSupport
import Stream
import TestSupport
import Testing
import Verification

/// Goal: whatever goes wrong, and in whatever order things happen, every promise of the design holds.
///
/// Method: for each seed a small world is drawn (`Simulation.Plan`): desks that submit everything that can be submitted
/// for a handful of persons, days that pass for up to two years and a half, and a log that goes wrong on purpose: crashes
/// before and after a commit, lost partitions, fenced zombies, errors to be retried, short polls, compactions. Real lanes
/// are stepped in random order in one thread; dead ones are made again. Then the faults stop, everything comes to rest,
/// and the verifier must find nothing and wait for nothing, and each worker's state must be the fold of its register.
///
/// A seed that fails prints the command that replays it. `NU_SIMULATION_SEEDS` says how many seeds, 200 unless told;
/// `NU_SIMULATION_FROM` says from which one on; `NU_SIMULATION_HISTORY`, the number or submission whose records are
/// printed.
@Suite struct SimulationTests {
    static let seeds: [UInt64] = {
        let environment = ProcessInfo.processInfo.environment
        let first = environment["NU_SIMULATION_FROM"].flatMap(UInt64.init) ?? 1
        let count = environment["NU_SIMULATION_SEEDS"].flatMap(UInt64.init) ?? 200
        return Array(first..<(first + count))
    }()

    @Test(arguments: seeds) func everyPromiseIsKept(seed: UInt64) throws {
        let simulation = try Simulation(seed: seed, plan: Simulation.Plan(seed: seed))
        let replay = "NU_SIMULATION_FROM=\(seed) NU_SIMULATION_SEEDS=1 swift test --filter SimulationTests"
        let verdict: Verdict
        do {
            verdict = try simulation.run()
        } catch {
            Issue.record("seed \(seed), step \(simulation.steps): \(error)\nreplay: \(replay)")
            return
        }
        let findings = verdict.findings.prefix(12).map(\.description).joined(separator: "\n")
        let asked = ProcessInfo.processInfo.environment["NU_SIMULATION_HISTORY"]
        let history =
            (asked ?? verdict.findings.first?.subject).map {
                simulation.history(of: $0) + simulation.history(ofCell: $0)
            } ?? ""
        #expect(
            verdict.isKept && verdict.pending == 0,
            """
            seed \(seed), \(simulation.steps) steps, \(verdict.findingsTotal) findings, \(verdict.pending) pending
            \(findings)
            \(history)
            replay: \(replay)
            """,
        )
    }
}
