/// Names the data key of one sealed form: 128 random bits, drawn when the form is sealed.
///
/// Nothing else names a data key. So a submission that is read twice gets two keys, and a topic that is made again and counts
/// its offsets anew neither overwrites nor drops the key of another form.
package struct KeyID: Hashable, Sendable, CustomStringConvertible {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Sixteen bytes, most significant first: as a record of `nu.keys` is keyed.
    package init?(bytes: some Collection<UInt8>) {
        guard let words = SubmissionID(bytes: bytes) else { return nil }
        self.init(high: words.high, low: words.low)
    }

    /// Sixteen bytes as they stand in a record.
    package init?(record bytes: UnsafeRawBufferPointer) {
        guard let words = SubmissionID(record: bytes) else { return nil }
        self.init(high: words.high, low: words.low)
    }

    /// Sixteen bytes, most significant first.
    package var bytes: [UInt8] { SubmissionID(high: high, low: low).bytes }

    /// 36 characters, as a UUID is written, in lower case.
    package var text: String { SubmissionID(high: high, low: low).text }

    package var description: String { text }
}
