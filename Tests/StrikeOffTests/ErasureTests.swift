import Register
import Schemas
import TestSupport
import Testing
import WorkerKit

@testable import StrikeOff

/// The forms of an application are erased with it, and not before.
@Suite struct ErasureTests {
    private static let number = UniqueNumber.stub(1)

    private func driver() -> WorkerDriver<StrikeOffWorker> {
        var driver = WorkerDriver(StrikeOffWorker())
        driver.feed(RegisterRecord.registered(1, Self.number).sealed)
        return driver
    }

    private func erased(_ output: Output) -> [UInt64] { output.erasures.map(\.low) }

    @Test func aPurgeErasesEveryFormOfTheApplication() {
        var driver = driver()
        driver.feed(RegisterRecord.modified(2, Self.number).sealed)
        driver.feed(RegisterRecord.linked(3, to: 1, Self.number).sealed)
        driver.feed(RegisterRecord.renewed(4, Self.number, on: "2012-05-01").sealed)
        driver.feedAndSettle(.strikeOff(5, of: Self.number, "RADATT", day: "2012-06-01").sealed)
        #expect(erased(driver.feed(.dayClosed("2013-06-01"))) == [], "decided, and not yet in the register")
        let output = driver.settle()
        #expect(erased(output) == [1, 2, 3, 4, 5])
        #expect(driver.rows.isEmpty || driver.rows.allSatisfy { $0.key.first != 1 })
    }

    @Test func whatIsNotSealedNeedsNoErasing() {
        var driver = WorkerDriver(StrikeOffWorker())
        driver.feed(.registered(1, Self.number))
        driver.feed(.modified(2, Self.number))
        driver.feedAndSettle(.strikeOff(5, of: Self.number, "RADABA", day: "2012-06-01"))
        #expect(erased(driver.feedAndSettle(.dayClosed("2013-06-01"))) == [])
    }

    /// The link stands in the register before the strike-off that was decided already: it counts, and goes with it.
    @Test func aFormLinkedBeforeTheEndIsReadIsErasedToo() {
        var driver = driver()
        driver.feed(.strikeOff(5, of: Self.number, "RADABA", day: "2012-06-01"))
        driver.feed(RegisterRecord.linked(3, to: 1, Self.number, day: "2012-06-01").sealed)
        driver.settle()
        // Behind it, it is decided again, and belongs to another application.
        driver.feed(RegisterRecord.linked(4, to: 1, Self.number, day: "2012-06-02").sealed)
        #expect(erased(driver.feedAndSettle(.dayClosed("2013-06-01"))) == [1, 3])
    }

    @Test func aFormThatComesBetweenThePurgeAndItsReadingIsErasedWithIt() {
        var driver = driver()
        driver.feedAndSettle(.strikeOff(5, of: Self.number, "RADABA", day: "2012-06-01"))
        driver.feed(.dayClosed("2013-06-01"))
        driver.feed(RegisterRecord.modified(2, Self.number).sealed)
        #expect(erased(driver.settle()) == [1, 2])
        #expect(erased(driver.feed(RegisterRecord.renewed(6, Self.number, on: "2012-05-31").sealed)) == [6])
    }

    /// Behind the merge the link is decided again, to the kept application, and the form is that one's: though the purge
    /// of the merged one is decided already, and not read yet (seed 1201).
    @Test func aFormLinkedToAMergedApplicationIsNotErasedWithIt() {
        var driver = driver()
        driver.feed(RegisterRecord.registered(2, .stub(2)).sealed)
        driver.feed(.merged(3, Self.number, into: .stub(2), day: "2012-06-01"))
        driver.feed(.dayClosed("2013-06-01"))
        driver.feed(RegisterRecord.linked(4, to: 1, Self.number, day: "2013-06-01").sealed)
        #expect(erased(driver.settle()) == [1])
        driver.feed(RegisterRecord.linked(4, to: 2, .stub(2), day: "2013-06-01").sealed)
        driver.feedAndSettle(.strikeOff(5, of: .stub(2), "RADABA", day: "2013-06-02").sealed)
        #expect(erased(driver.feedAndSettle(.dayClosed("2014-06-02"))) == [2, 4, 5])
    }

    @Test func aDeletionErasesAtOnce() {
        var driver = driver()
        #expect(erased(driver.feed(.deleted(9, Self.number))) == [1])
    }

    @Test func whileACourtMayAskNothingIsErased() {
        var driver = driver()
        driver.feedAndSettle(.litigationHold(2, of: Self.number, .placed))
        #expect(erased(driver.feed(.deleted(9, Self.number))) == [])
        #expect(driver.feed(.strikeOff(10, of: Self.number, "RADABA")).outcomes == [.refused], "it is none any more")
        #expect(erased(driver.feedAndSettle(.litigationHold(11, of: Self.number, .lifted))) == [1])
        #expect(driver.feed(.litigationHold(12, of: Self.number, .lifted)).outcomes == [.refused])
    }

    @Test func whatIsRefusedIsErasedByWhoRefusesIt() {
        var driver = WorkerDriver(StrikeOffWorker())
        let output = driver.feed(.strikeOff(5, of: Self.number, "RADATT").sealed)
        #expect(output.outcomes == [.refused])
        #expect(erased(output) == [5])
    }

    /// Older forms are evidence of what was changed since: none makes room for another.
    @Test func noFormIsErasedForANewerOne() {
        var driver = driver()
        var erasures: [KeyID] = []
        for id in 2...(UInt64(FormLimit.changes) + 20) {
            erasures += driver.feed(RegisterRecord.modified(id, Self.number).sealed).erasures
        }
        #expect(erasures.isEmpty)
        #expect(erased(driver.feed(.deleted(9_999, Self.number))) == Array(1...(UInt64(FormLimit.changes) + 20)))
    }

    /// A strike-off after an allocation brings an address: it has room beyond what others may fill, and that ends too.
    @Test func aStrikeOffHasRoomWhateverCameBefore() {
        var driver = driver()
        for id in 2...UInt64(FormLimit.changes) { driver.feed(RegisterRecord.modified(id, Self.number).sealed) }
        let full = driver
        #expect(driver.feed(.strikeOff(900, of: Self.number, "RADATT").sealed).outcomes == [.struckOff])
        driver = full
        for id in (UInt64(FormLimit.changes) + 1)...UInt64(FormLimit.all) {
            driver.feed(RegisterRecord.linked(id, to: 1, Self.number).sealed)
        }
        let refused = driver.feed(.strikeOff(900, of: Self.number, "RADATT").sealed)
        #expect(refused.refusals == ["NU_0706"])
        #expect(erased(refused) == [900], "what is refused is erased, and nothing else")
    }
}
