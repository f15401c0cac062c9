import Register
import Schemas
import StrikeOff
import TestSupport
import Testing
import WorkerKit

/// A DALO mark is never lost: the State's duty to rehouse outlives a strike-off (Conseil d'État, 8 July 2020, n° 420472).
@Suite struct DaloTests {
    /// The mark that the next strike-off, by a lapse, says the application bears.
    private func isMarked(_ strikeOff: inout WorkerDriver<StrikeOffWorker>, lapsed day: CivilDate = "2014-01-01")
        -> Bool?
    {
        let lapsed = RegisterRecord.lapsed(.stub(1), day: day, expired: day, noticed: "2013-11-01")
        return strikeOff.feed(lapsed).struckOff.first?.dalo
    }

    @Test(arguments: [("", false), ("NON", false), ("CADUC", false), ("ACTIF", true), ("ACTREL", true)])
    func theFormSaysIt(dalo: String, isExpected: Bool) {
        var strikeOff = WorkerDriver(StrikeOffWorker())
        strikeOff.feed(.creation(1).bearing(dalo: dalo))
        strikeOff.feed(.registered(1, .stub(1)))
        #expect(isMarked(&strikeOff) == isExpected)
    }

    @Test(arguments: ["creation", "separation", "import", "modification", "renewal", "link"])
    func whicheverFormBringsIt(kind: String) {
        var strikeOff = WorkerDriver(StrikeOffWorker())
        switch kind {
        case "creation": strikeOff.feed([.creation(1).bearing(dalo: "ACTIF"), .registered(1, .stub(1))])
        case "separation":
            strikeOff.feed(.separation(1, [.zoe], from: .stub(7)).bearing(dalo: "ACTIF"))
            strikeOff.feed(.registered(1, .stub(1)))
        case "import":
            strikeOff.feed(.importing(1, number: .stub(1)).bearing(dalo: "ACTIF"))
            strikeOff.feed(.imported(1, .stub(1), initial: "2010-04-12", validFrom: "2012-01-12"))
        default: strikeOff.feed([.creation(1), .registered(1, .stub(1))])
        }
        switch kind {
        case "modification":
            strikeOff.feed([.modification(2, of: .stub(1)).bearing(dalo: "ACTIF"), .modified(2, .stub(1))])
        case "renewal":
            strikeOff.feed(.renewal(2, of: .stub(1), [.zoe]).bearing(dalo: "ACTIF"))
            strikeOff.feed(.renewed(2, .stub(1), on: "2013-03-01"))
        case "link":
            strikeOff.feed([.creation(2).bearing(dalo: "ACTIF"), .linked(2, to: 1, .stub(1))])
            // A link of the same day would make the lapse void.
            strikeOff.feed(.dayClosed("2012-04-12"))
        default: break
        }
        #expect(isMarked(&strikeOff) == true)
    }

    @Test func itSurvivesLaterFormsAStrikeOffAReinstatementAndARenewal() {
        var strikeOff = WorkerDriver(StrikeOffWorker())
        strikeOff.feed([.creation(1).bearing(dalo: "ACTIF"), .registered(1, .stub(1), day: "2012-01-01")])
        strikeOff.feed([.modification(2, of: .stub(1)).bearing(dalo: "NON"), .modified(2, .stub(1))])
        #expect(isMarked(&strikeOff, lapsed: "2013-02-01") == true)
        strikeOff.feed(.reinstatement(3, of: .stub(1), day: "2013-03-01"))
        strikeOff.feed([.renewal(4, of: .stub(1), day: "2013-03-02"), .renewed(4, .stub(1), on: "2013-03-02")])
        #expect(isMarked(&strikeOff, lapsed: "2014-04-02") == true)
    }

    /// What was refused brings nothing, and is not kept.
    @Test func aFormThatBecameNothingBringsNothing() {
        var strikeOff = WorkerDriver(StrikeOffWorker())
        strikeOff.feed([.creation(1), .registered(1, .stub(1))])
        strikeOff.feed(.modification(2, of: .stub(1)).bearing(dalo: "ACTIF"))
        strikeOff.feed(.declined(2, .unknownNumber, kind: .modification))
        #expect(isMarked(&strikeOff) == false)
    }

    /// After a stop many days are closed at once, between what was asked and what was made of it.
    @Test func aMarkWaitsHoweverManyDaysAreClosed() {
        var strikeOff = WorkerDriver(StrikeOffWorker())
        strikeOff.feed(.creation(1).bearing(dalo: "ACTIF"))
        for day in 0..<400 { strikeOff.feed(.dayClosed(CivilDate.stub.adding(days: day))) }
        strikeOff.feed(.registered(1, .stub(1)))
        #expect(isMarked(&strikeOff) == true)
    }

    @Test(arguments: ["registered", "declined", "repeated", "linked again", "linked", "modified"])
    func whatIsDecidedWaitsNoMore(fact: String) {
        var strikeOff = WorkerDriver(StrikeOffWorker())
        strikeOff.feed([.creation(1), .registered(1, .stub(1)), .dayClosed("2012-04-11")])
        let before = strikeOff.rows.count
        strikeOff.feed(.creation(2).bearing(dalo: "ACTIF"))
        #expect(strikeOff.rows.count == before + 1)
        switch fact {
        case "registered": strikeOff.feed(.registered(2, .stub(2)))
        case "declined": strikeOff.feed(.declined(2, .numberTaken, kind: .creation))
        case "repeated": strikeOff.feed(.stub(.repeated(WireRepeated()), id: 2))
        case "linked again": strikeOff.feed(.linkedAgain(2, .stub(1), source: 2))
        case "linked": strikeOff.feed([.linked(2, to: 1, .stub(1)), .dayClosed("2012-04-12")])
        default: strikeOff.feed(.modified(2, .stub(1)))
        }
        #expect(strikeOff.rows.count == before + (fact == "registered" ? 1 : 0))
    }
}
