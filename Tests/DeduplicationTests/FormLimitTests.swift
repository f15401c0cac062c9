import Deduplication
import Register
import Schemas
import TestSupport
import Testing
import WorkerKit

/// An application takes so many forms and no more: what is too much is refused, and nothing of what is there goes for it.
@Suite struct FormLimitTests {
    /// Zoé has application 1, number 1, sealed.
    var deduplication = WorkerDriver(DeduplicationWorker())

    init() {
        deduplication.feedAndSettle(RegisterRecord.creation(1, [.zoe]).sealed)
        deduplication.feedAndSettle(.registered(1, .stub(1)))
    }

    @Test mutating func theLinkAfterTheLastIsRefused() {
        for id in 2...UInt64(FormLimit.changes) {
            #expect(deduplication.feedAndSettle(RegisterRecord.creation(id, [.zoe]).sealed).factNames == ["linked"])
        }
        let refused = deduplication.feedAndSettle(RegisterRecord.creation(900, [.zoe]).sealed)
        #expect(refused.refusals == ["NU_0706"])
        #expect(refused.erasures == [.stub(900)], "its own form, and no other")
        let again = deduplication.feedAndSettle(RegisterRecord.creation(900, [.zoe]).sealed.sentAgain(source: 901))
        #expect(again.refusals == ["NU_0706"])
    }

    /// They are decided before the first link is read back.
    @Test mutating func thoseThatAreDecidedAtOnceAreCountedToo() {
        for id in 2...UInt64(FormLimit.changes) { deduplication.feed(RegisterRecord.creation(id, [.zoe]).sealed) }
        #expect(deduplication.feed(RegisterRecord.creation(900, [.zoe]).sealed).refusals == ["NU_0706"])
    }

    @Test mutating func modificationsAndRenewalsCountToo() {
        for id in 2...UInt64(FormLimit.changes) {
            deduplication.feed(RegisterRecord.modification(id, of: .stub(1)).sealed)
            deduplication.feedAndSettle(RegisterRecord.modified(id, .stub(1)).sealed)
        }
        #expect(deduplication.feed(RegisterRecord.creation(900, [.zoe]).sealed).refusals == ["NU_0706"])
    }
}
