import Numbering
import Register
import Schemas
import TestSupport
import Testing
import WorkerKit

/// An application takes so many forms and no more: what is too much is refused, and nothing of what is there goes for it.
@Suite struct FormLimitTests {
    /// Application 1, number 1, sealed.
    private func numbering(forms: Int) -> WorkerDriver<NumberingWorker> {
        var numbering = WorkerDriver(NumberingWorker())
        numbering.feed(RegisterRecord.cleared(1).sealed)
        for id in 0..<(forms - 1) {
            let output = numbering.feed(RegisterRecord.modification(UInt64(2 + id), of: .stub(1)).sealed)
            #expect(output.outcomes == [.modified])
        }
        return numbering
    }

    @Test func theModificationAfterTheLastIsRefused() {
        var numbering = numbering(forms: Int(FormLimit.changes))
        let refused = numbering.feed(RegisterRecord.modification(900, of: .stub(1)).sealed)
        #expect(refused.refusals == ["NU_0706"])
        #expect(refused.erasures == [.stub(900)], "its own form, and no other")
        #expect(refused.factNames == ["declined"])
        // What brings no form goes on.
        #expect(numbering.feed(.deletion(901, of: .stub(1))).outcomes == [.deleted])
    }

    /// Others' links and renewals are forms too; a link that also renews is one.
    @Test func linksAndRenewalsCount() {
        var numbering = numbering(forms: Int(FormLimit.changes) - 2)
        numbering.feed(RegisterRecord.linked(700, to: 1, .stub(1)).sealed)
        var byLink = RegisterRecord.renewed(700, .stub(1), on: "2012-05-01").sealed
        if case .renewed(var fact) = byLink.fact {
            fact.byLink = true
            byLink.fact = .renewed(fact)
        }
        numbering.feed(byLink)
        #expect(numbering.feed(RegisterRecord.modification(800, of: .stub(1)).sealed).outcomes == [.modified])
        #expect(numbering.feed(RegisterRecord.modification(801, of: .stub(1)).sealed).refusals == ["NU_0706"])
    }
}
