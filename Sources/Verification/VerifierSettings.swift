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
    /// Which register it is: what was sealed for another one does not open.
    package var register = RegisterID(high: 0, low: 0)
    /// The time of the verification, in milliseconds since 1970: from when on a dropped key may not be readable any more. Nil
    /// judges none.
    package var now: Int64?

    package init() {}
}
