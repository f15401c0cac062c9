import Register

package struct VerifierSettings: Sendable {
    /// The delays that the log was written with.
    package var calendar = LegalCalendar()
    package var findingsMax = 1_000
    /// Records per read.
    package var readSizeMax = 10_000

    package init() {}
}
