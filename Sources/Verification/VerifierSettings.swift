import Register
import Sealing

package struct VerifierSettings: Sendable {
    /// The delays that the log was written with.
    package var calendar = LegalCalendar()
    package var findingsMax = 1_000
    /// Records per read.
    package var readSizeMax = 10_000

    /// With them every sealed form is opened.
    package var masterKeys: MasterKeys?

    package init() {}
}
