import Register
import Renewal
import Schemas
import TestSupport
import Testing
import WorkerKit

/// An application takes so many forms and no more, and yet nobody loses a file because others filled it.
@Suite struct FormLimitTests {
    /// Filed on 10 April 2011: may be renewed from 10 February 2012; others filed all the forms that it takes.
    private func full(_ early: LegalCalendar.EarlyRenewal) -> WorkerDriver<RenewalWorker> {
        var calendar = LegalCalendar()
        calendar.earlyRenewal = early
        var renewal = WorkerDriver(RenewalWorker(calendar: calendar), filed: "2011-04-10")
        for id in 0..<UInt64(FormLimit.changes) {
            var modified = RegisterRecord.modified(100 + id, .stub(1)).sealed
            modified.kind = .modification
            renewal.feed(modified)
        }
        return renewal
    }

    private func renewing(_ id: UInt64, on day: CivilDate) -> RegisterRecord {
        RegisterRecord.renewal(id, of: .stub(1), [.zoe], day: day).sealed
    }

    @Test func anEarlyRenewalIsRefusedWhereTheFileIsFull() {
        var renewal = full(.counted)
        let output = renewal.feed(renewing(2, on: "2011-10-10"))
        #expect(output.refusals == ["NU_0706"])
        #expect(output.erasures == [.stub(2)])
    }

    @Test(arguments: LegalCalendar.EarlyRenewal.allCases)
    func aRenewalInItsWindowIsTakenAllTheSame(early: LegalCalendar.EarlyRenewal) {
        var renewal = full(early)
        #expect(renewal.feed(renewing(2, on: "2012-03-15")).outcomes == [.renewed])
    }
}
