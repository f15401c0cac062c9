import Register
import Schemas
import StrikeOff
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// A strike-off within a litigation hold is never purged.
@Suite struct LitigationTests {
    /// Struck off on 1 May 2012: to be purged on 1 May 2013.
    func struckOff() -> WorkerDriver<StrikeOffWorker> {
        var strikeOff = WorkerDriver(StrikeOffWorker(), filed: "2012-01-10")
        strikeOff.feedAndSettle(.strikeOff(2, of: .stub(1), "RADABA", day: "2012-05-01"))
        return strikeOff
    }

    @Test func aHoldIsAFactThatNamesTheCase() {
        var strikeOff = struckOff()
        let output = strikeOff.feed(.litigationHold(3, of: .stub(1), .placed, day: "2012-06-01"))
        let fact = WireLitigationHeld.with {
            $0.step = .placed
            $0.reference = "TA-1206031"
        }
        #expect(output.facts.map(\.fact) == [.litigationHeld(fact)])
        #expect(output.outcomes == [.recorded])
        #expect(output.notices.isEmpty)
    }

    @Test func whatIsHeldIsNotPurged() {
        var strikeOff = struckOff()
        strikeOff.feed(.litigationHold(3, of: .stub(1), .placed, day: "2013-04-30"))
        for day in ["2013-05-01", "2013-05-02", "2016-01-01"] as [CivilDate] {
            #expect(strikeOff.feed(.dayClosed(day)).isEmpty)
        }
    }

    @Test func onceLiftedItIsPurgedWhenTheNextDayCloses() {
        var strikeOff = struckOff()
        strikeOff.feed(.litigationHold(3, of: .stub(1), .placed, day: "2013-04-30"))
        strikeOff.feed(.dayClosed("2013-05-01"))
        #expect(strikeOff.feed(.litigationHold(4, of: .stub(1), .lifted, day: "2014-02-03")).outcomes == [.recorded])
        #expect(strikeOff.feed(.dayClosed("2014-02-03")).facts == [.purged(.stub(1), day: "2014-02-03")])
    }

    @Test func liftedEarlyItWaitsForItsYear() {
        var strikeOff = struckOff()
        strikeOff.feed(.litigationHold(3, of: .stub(1), .placed, day: "2012-06-01"))
        strikeOff.feed(.litigationHold(4, of: .stub(1), .lifted, day: "2012-07-01"))
        #expect(strikeOff.feed(.dayClosed("2013-04-30")).isEmpty)
        #expect(strikeOff.feed(.dayClosed("2013-05-01")).factNames == ["purged"])
    }

    /// A dispute may begin before the strike-off it is about.
    @Test func aLiveOneThatIsHeldIsNotPurgedAfterItsStrikeOff() {
        var strikeOff = WorkerDriver(StrikeOffWorker(), filed: "2012-01-10")
        strikeOff.feed(.litigationHold(2, of: .stub(1), .placed, day: "2012-04-01"))
        strikeOff.feed(.strikeOff(3, of: .stub(1), "RADABA", day: "2012-05-01"))
        #expect(strikeOff.feed(.dayClosed("2013-06-01")).isEmpty)
    }

    @Test func thereMustBeAFileAndAHold() {
        var strikeOff = struckOff()
        #expect(strikeOff.feed(.litigationHold(3, of: .stub(9), .placed)).refusals == ["NU_0503"])
        #expect(strikeOff.feed(.litigationHold(4, of: .stub(1), .lifted)).refusals == ["NU_0825"])
        strikeOff.feed(.dayClosed("2013-05-01"))
        #expect(strikeOff.feed(.litigationHold(5, of: .stub(1), .placed)).refusals == ["NU_0503"])
    }
}

/// Who may act on a file that another desk acted on.
@Suite struct ActorTests {
    /// R441-2-8 c): nobody answered whoever sent the letter.
    @Test(
        arguments: [
            ("RADCON", "G5901", DeskKind.landlord, true), ("RADCON", "G5902", .landlord, false),
            ("RADCON", "59350", .municipality, false), ("RADCON", "G5900", .manager, true),
            ("RADIRR", "G5902", .landlord, true),
        ]
    )
    func noAnswerIsForTheSender(reason: String, desk: String, kind: DeskKind, isAllowed: Bool) {
        var strikeOff = WorkerDriver(StrikeOffWorker(), filed: "2012-01-10")
        strikeOff.feed(.warning(2, of: .stub(1), reason, sent: "2012-02-10").by("G5901"))
        let output = strikeOff.feed(.strikeOff(3, of: .stub(1), reason, day: "2012-05-01").by(desk, kind))
        #expect(output.refusals == (isAllowed ? [] : ["NU_0824"]))
    }

    @Test(
        arguments: [
            // A lapse is undone by any desk that received the renewal, silence by any that was answered.
            ("RADREN", "G5902", DeskKind.landlord, true), ("RADCON", "59350", .municipality, true),
            // A mistake by whoever made it, or the manager.
            ("RADATT", "G5901", .landlord, true), ("RADATT", "G5902", .landlord, false),
            ("RADATT", "G5900", .manager, true), ("RADABA", "G5901", .landlord, true),
            ("RADABA", "59350", .municipality, false), ("RADABA", "G5900", .manager, true),
            ("RADIRR", "G5902", .landlord, false), ("RADIRR", "G5900", .manager, true),
        ]
    )
    func aStrikeOffIsUndoneBy(reason: String, desk: String, kind: DeskKind, isAllowed: Bool) {
        var strikeOff = WorkerDriver(StrikeOffWorker(), filed: "2012-01-10")
        if reason == "RADREN" {
            strikeOff.feed(.lapsed(.stub(1), day: "2012-05-01", expired: "2012-04-01", noticed: "2012-02-01"))
        } else {
            strikeOff.feed(.warning(2, of: .stub(1), reason, sent: "2012-02-01").by("G5901"))
            strikeOff.feed(.strikeOff(3, of: .stub(1), reason, day: "2012-05-01").by("G5901"))
        }
        let output = strikeOff.feed(.reinstatement(4, of: .stub(1), day: "2012-05-02").by(desk, kind))
        #expect(output.refusals == (isAllowed ? [] : ["NU_0826"]))
    }
}
