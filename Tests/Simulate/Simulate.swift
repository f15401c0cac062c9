import ArgumentParser
import Foundation
import SimulationSupport
import Synchronization

/// Runs the simulation over many seeds, on several threads, and prints those that fail.
///
/// `SimulationTests` runs the first few hundred seeds in CI; this is for thousands of them, in a release build. One seed
/// runs in one thread and shares nothing with another.
@main struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Runs the whole register in memory, once for each seed, with faults that follow from the seed."
    )

    @Option(help: "How many seeds.") var seeds = 100
    @Option(help: "The first seed.") var from: UInt64 = 1
    @Option(help: "How many threads.") var jobs = 1
    @Option(help: "Prints what the register says of this number or submission, or of the cell PLACE/COMMUNE/PERIOD.")
    var history: String?
    @Option(help: "Has this happen, in place of what the seed's plan has: \(Simulation.Mishap.names).")
    var mishap: [Simulation.Mishap] = []
    @Flag(help: "Prints each seed with its steps and milliseconds.") var verbose = false

    func validate() throws {
        guard seeds > 0, jobs > 0 else { throw ValidationError("--seeds and --jobs are numbers from 1 on") }
        guard from <= UInt64.max - UInt64(seeds) else { throw ValidationError("--from is too large") }
    }

    func run() throws {
        let start = ContinuousClock.now
        let work = Work(seeds: from..<from + UInt64(seeds), mishaps: Set(mishap), history: history, isVerbose: verbose)
        for _ in 0..<jobs {
            let thread = Thread { work.run() }
            thread.stackSize = 16 << 20
            thread.start()
        }
        let isTerminal = isatty(STDERR_FILENO) != 0
        var lastLine = start
        while !work.waitForEnd(seconds: 0.5) {
            guard isTerminal || ContinuousClock.now - lastLine > .seconds(15) else { continue }
            lastLine = .now
            say(work.tally, since: start, end: isTerminal ? "\r" : "\n")
        }
        say(work.tally, since: start, end: "\n")
        let failed = work.tally.failed.sorted()
        if failed.isEmpty { return }
        print("failed: \(failed.map(String.init).joined(separator: " "))")
        throw ExitCode.failure
    }

    private func say(_ tally: Work.Tally, since start: ContinuousClock.Instant, end: String) {
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let rate = (Double(tally.done) / max(seconds, 0.001) * 10).rounded() / 10
        let line = "\(tally.done) of \(seeds) seeds, \(rate) a second, \(tally.failed.count) failed"
        FileHandle.standardError.write(Data("\(line)\(end)".utf8))
    }
}

extension Simulation.Mishap: ExpressibleByArgument {
    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

/// Seeds that threads take one after the other.
private final class Work: Sendable {
    struct Tally {
        var next: UInt64
        var done = 0
        var failed: [UInt64] = []
    }

    private let seeds: Range<UInt64>
    private let mishaps: Set<Simulation.Mishap>
    private let history: String?
    private let isVerbose: Bool
    private let state: Mutex<Tally>
    private let end = DispatchSemaphore(value: 0)

    init(seeds: Range<UInt64>, mishaps: Set<Simulation.Mishap>, history: String?, isVerbose: Bool) {
        self.seeds = seeds
        self.mishaps = mishaps
        self.history = history
        self.isVerbose = isVerbose
        state = Mutex(Tally(next: seeds.lowerBound))
    }

    var tally: Tally { state.withLock { $0 } }

    /// False when the time is over first.
    func waitForEnd(seconds: Double) -> Bool { end.wait(timeout: .now() + seconds) == .success }

    func run() {
        while let seed = take() {
            let start = ContinuousClock.now
            let report = SeedReport(seed: seed, mishaps: mishaps, history: history)
            if let failure = report.failure {
                say(failure)
            } else if isVerbose {
                say("seed \(seed): \(report.steps) steps, \((ContinuousClock.now - start) / .milliseconds(1)) ms")
            }
            finish(seed, hasFailed: report.failure != nil)
        }
    }

    /// At once: a run of hours may be interrupted.
    private func say(_ line: String) { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }

    private func take() -> UInt64? {
        state.withLock { state in
            guard state.next < seeds.upperBound else { return nil }
            defer { state.next += 1 }
            return state.next
        }
    }

    private func finish(_ seed: UInt64, hasFailed: Bool) {
        let isLast = state.withLock { state in
            state.done += 1
            if hasFailed { state.failed.append(seed) }
            return state.done == seeds.count
        }
        if isLast { end.signal() }
    }
}
