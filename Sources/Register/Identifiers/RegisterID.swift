/// Which register this is: 128 random bits, drawn when it is made and written in the first record of each partition.
///
/// What belongs to one register (a data key, a sealed form, a signed submission, a state row) names it, so that it cannot be
/// taken for another's.
package struct RegisterID: Hashable, Sendable, CustomStringConvertible {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Sixteen bytes, most significant first.
    package init?(bytes: some Collection<UInt8>) {
        guard let words = SubmissionID(bytes: bytes) else { return nil }
        self.init(high: words.high, low: words.low)
    }

    /// 36 characters, as a UUID is written.
    package init?(_ text: String) {
        guard let words = SubmissionID(text) else { return nil }
        self.init(high: words.high, low: words.low)
    }

    /// Sixteen bytes, most significant first.
    package var bytes: [UInt8] { SubmissionID(high: high, low: low).bytes }

    /// 36 characters, as a UUID is written, in lower case.
    package var text: String { SubmissionID(high: high, low: low).text }

    package var description: String { text }
}

/// What says when a submission was received.
package enum RegisterClock: String, Sendable, CaseIterable {
    /// The time at which the log took it.
    case live
    /// The time that its sender gave it: a demonstration, a test.
    case replay
}
