/// How long something took, how often: counts in fixed buckets.
package struct DurationHistogram: Sendable, Equatable {
    /// Upper bounds in seconds, each included in its bucket. A commit takes about a millisecond on a local disk, some
    /// tens of them on a cluster, and seconds where something is wrong.
    package static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    /// One more than there are bounds: the last is for what took longer than all of them.
    package private(set) var counts = Array(repeating: 0, count: bounds.count + 1)
    package private(set) var count = 0
    private var nanoseconds: UInt64 = 0

    package init() {}

    package var seconds: Double { Double(nanoseconds) / 1e9 }

    package mutating func record(nanoseconds: UInt64) {
        let seconds = Double(nanoseconds) / 1e9
        counts[Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count] += 1
        count += 1
        self.nanoseconds += nanoseconds
    }
}
