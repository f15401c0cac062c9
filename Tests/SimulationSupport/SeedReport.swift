import Verification

/// What the simulation of one seed came to.
package struct SeedReport: Sendable {
    package let seed: UInt64
    package private(set) var steps = 0
    /// What went wrong, for a person to read; nil where every promise held and nothing was left undone.
    package private(set) var failure: String?

    /// `mishaps`: in place of those that the seed's plan has. `history`: the number, submission or cell whose records a
    /// failure shows; without one, that of the first finding.
    package init(seed: UInt64, mishaps: Set<Simulation.Mishap> = [], history: String? = nil) {
        self.seed = seed
        do {
            var plan = Simulation.Plan(seed: seed)
            if !mishaps.isEmpty { plan.mishaps = mishaps }
            if !mishaps.isDisjoint(with: Simulation.Mishap.ofClocks) { plan.isLive = true }
            let simulation = try Simulation(seed: seed, plan: plan)
            let verdict = Result { try simulation.run() }
            steps = simulation.steps
            switch verdict {
            case .success(let verdict): failure = SeedReport.failure(verdict, of: simulation, history)
            case .failure(let error): failure = "\(error)"
            }
        } catch {
            failure = "it did not begin: \(error)"
        }
        guard let reason = failure else { return }
        let options = mishaps.map { " --mishap \($0.rawValue)" }.sorted().joined()
        failure = "seed \(seed), \(steps) steps: \(reason)\nreplay: scripts/simulate --seeds 1 --from \(seed)\(options)"
    }

    private static func failure(_ verdict: Verdict, of simulation: Simulation, _ history: String?) -> String? {
        if verdict.isKept, verdict.pending == 0 { return nil }
        let subject = history ?? verdict.findings.first?.subject
        let records = subject.map { simulation.history(of: $0) + simulation.history(ofCell: $0) } ?? ""
        return """
            \(verdict.findingsTotal) findings, \(verdict.pending) pending
            \(verdict.findings.prefix(12).map(\.description).joined(separator: "\n"))
            \(records)
            """
    }
}
