/// Something to measure. It is made ready once, then run again and again; only the runs are timed.
///
/// What is measured needs the register's `package` declarations, which another package cannot see. So it stands in a
/// target of the register's own package, and this type is all that the benchmarks see of it.
public struct Workload: Sendable {
    public let name: String
    public let portion: Portion
    /// Slow and not timed. What it returns is used from one thread.
    public let prepare: @Sendable () throws -> Prepared

    init(_ name: String, _ portion: Portion, prepare: @escaping @Sendable () throws -> Prepared) {
        self.name = name
        self.portion = portion
        self.prepare = prepare
    }

    /// What one run goes through.
    public enum Portion: Sendable {
        case thousand
        case million
        /// Every record of a year's register, however many there are.
        case year
    }

    /// Ready to run. Whoever lets go of it removes what it left on the disk.
    public struct Prepared {
        /// How many things one run goes through.
        public let count: Int
        public let run: () throws -> Void

        init(count: Int, run: @escaping () throws -> Void) {
            self.count = count
            self.run = run
        }
    }

    public static let all = envelope + tables + workers + intake + names + log
}

/// Keeps the optimiser from leaving out a computation that nobody looks at.
@_optimize(none)
func use(_ value: some Any) {}

/// The same thousand for everybody: spread evenly, and over again when there are fewer.
func thousand<Element>(of elements: [Element]) -> [Element] {
    precondition(!elements.isEmpty, "there is nothing to take a thousand of")
    return (0..<1_000).map { index in
        elements.count < 1_000 ? elements[index % elements.count] : elements[index * elements.count / 1_000]
    }
}
