import Register
import Renewal
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// By which channel: R441-2-7, in its versions of 2010 and of 2015 (2017).
@Suite struct ChannelTests {
    struct Case: Sendable {
        var filed: CivilDate
        var reach: Reach
        var first: [WireNoticeChannel]
        var second: [WireNoticeChannel]
    }

    static let cases = [
        // Nothing known, or an address alone.
        Case(filed: "2011-04-10", reach: [], first: [.post], second: [.traceableLetter]),
        Case(filed: "2018-04-10", reach: .byPost, first: [.post], second: [.traceableLetter]),
        // 2010: electronically if the applicant accepted that.
        Case(
            filed: "2011-04-10",
            reach: [.byPost, .electronically],
            first: [.post],
            second: [.traceableLetter]
        ),
        Case(
            filed: "2011-04-10",
            reach: [.byPost, .electronically, .acceptsElectronic],
            first: [.post, .email],
            second: [.traceableLetter]
        ),
        Case(
            filed: "2011-04-10",
            reach: [.byPost, .electronically, .filedOnline],
            first: [.post],
            second: [.traceableLetter]
        ),
        // The version changed on 14 May 2015: the day of the notice counts, ten months after the filing.
        Case(
            filed: "2014-07-13",
            reach: [.byPost, .electronically],
            first: [.post],
            second: [.traceableLetter]
        ),
        Case(
            filed: "2014-07-14",
            reach: [.byPost, .electronically],
            first: [.post, .email],
            second: [.traceableLetter]
        ),
        // Online at least once: electronically; and by post if so asked.
        Case(
            filed: "2018-04-10",
            reach: [.byPost, .electronically, .filedOnline, .acceptsElectronic],
            first: [.email],
            second: [.traceableLetter]
        ),
        Case(
            filed: "2018-04-10",
            reach: [.byPost, .electronically, .filedOnline],
            first: [.post, .email],
            second: [.traceableLetter]
        ),
        // Online, and no e-mail is known by now.
        Case(filed: "2018-04-10", reach: [.byPost, .filedOnline], first: [.post], second: [.traceableLetter]),
        // Never online, accepts: by post all the same.
        Case(
            filed: "2018-04-10",
            reach: [.byPost, .electronically, .acceptsElectronic],
            first: [.post, .email],
            second: [.traceableLetter]
        ),
        // No address.
        Case(filed: "2018-04-10", reach: [.electronically, .filedOnline], first: [.email], second: [.email]),
        Case(filed: "2011-04-10", reach: .electronically, first: [.email], second: [.email]),
    ]

    @Test(arguments: cases) func theChannelsFollowFromWhatIsKnown(of given: Case) {
        var renewal = WorkerDriver(RenewalWorker())
        renewal.feed(.registered(1, .stub(1), day: given.filed, reach: given.reach))
        let output = renewal.close(through: given.filed.adding(months: 11))
        #expect(output.noticesDue.map(\.channels) == [given.first, given.second])
        // What is printed is what is decided.
        #expect(output.notices.map(\.channels) == [given.first, given.second])
    }

    @Test func whoRenewsOnlineOnceIsWrittenToElectronically() {
        var renewal = WorkerDriver(RenewalWorker())
        renewal.feed(
            .registered(1, .stub(1), day: "2018-04-10", reach: [.byPost, .electronically, .acceptsElectronic])
        )
        #expect(renewal.close(through: "2019-02-15").noticesDue.map(\.channels) == [[.post, .email]])
        renewal.feedAndSettle(.renewal(2, of: .stub(1), day: "2019-02-15").from(deskKind: "PORTAIL"))
        #expect(renewal.close(through: "2019-12-20").noticesDue.map(\.channels) == [[.email]])
        // Once is enough: a counter renews next, and she stays online.
        renewal.feedAndSettle(.renewal(3, of: .stub(1), day: "2019-12-20"))
        #expect(renewal.close(through: "2020-10-25").noticesDue.map(\.channels) == [[.email]])
        // And a form that a counter sends says nothing of that.
        renewal.feedAndSettle(.renewal(4, of: .stub(1), day: "2020-10-25"))
        renewal.feed(
            .modified(5, .stub(1), day: "2020-11-01", reach: [.byPost, .electronically, .acceptsElectronic])
        )
        #expect(renewal.close(through: "2021-08-30").noticesDue.map(\.channels) == [[.email]])
    }

    @Test func aFormSaysAnewHowToReach() {
        var renewal = WorkerDriver(RenewalWorker())
        renewal.feed(.registered(1, .stub(1), day: "2018-04-10", reach: .byPost))
        renewal.feed(.modified(2, .stub(1), day: "2018-05-01", reach: [.byPost, .electronically]))
        #expect(renewal.close(through: "2019-02-15").noticesDue.map(\.channels) == [[.post, .email]])
        // A renewal with a form that has no e-mail any more.
        renewal.feedAndSettle(.renewal(3, of: .stub(1), [.zoe], day: "2019-02-15"))
        #expect(renewal.close(through: "2019-12-20").noticesDue.map(\.channels) == [[.post]])
    }
}

/// A month later, to those who did not answer.
@Suite struct SecondNoticeTests {
    @Test func itSaysThatItIsTheSecond() {
        var renewal = WorkerDriver(RenewalWorker(), filed: "2011-04-10")
        renewal.close(through: "2012-03-09")
        let output = renewal.feed(.dayClosed("2012-03-10"))
        #expect(
            output.facts == [
                .noticeDue(.stub(1), day: "2012-03-10", expires: "2012-04-10", rank: 2, [.traceableLetter])
            ]
        )
        #expect(output.notices.map(\.rank) == [2])
        #expect(output.notices.map(\.noticeID) == ["0590412000001G5901-2-2012-03-10"])
    }

    @Test func whoRenewedGetsNone() {
        var renewal = WorkerDriver(RenewalWorker(), filed: "2011-04-10")
        renewal.close(through: "2012-03-01")
        renewal.feedAndSettle(.renewal(2, of: .stub(1), day: "2012-03-01"))
        #expect(renewal.story(through: "2012-12-31").isEmpty)
    }

    @Test func aTerritoryMayDoWithout() {
        var calendar = LegalCalendar()
        calendar.sendsSecondNotice = false
        var renewal = WorkerDriver(RenewalWorker(calendar: calendar), filed: "2011-04-10")
        #expect(renewal.story(through: "2012-12-31") == ["2012-02-10 noticeDue", "2012-05-10 lapsed"])
    }

    /// What was noticed late has no month left before the end of validity.
    @Test(
        arguments: [
            ("2012-03-09", ["2012-03-09 noticeDue", "2012-04-09 noticeDue", "2012-05-10 lapsed"]),
            ("2012-03-10", ["2012-03-10 noticeDue", "2012-05-10 lapsed"]),
            ("2012-03-11", ["2012-03-11 noticeDue", "2012-05-10 held"]),
        ] as [(CivilDate, [String])]
    )
    func itLeavesBeforeTheEndOfValidityOrNotAtAll(imported: CivilDate, story: [String]) {
        var renewal = WorkerDriver(RenewalWorker())
        renewal.feed(.imported(1, .stub(1), day: imported, initial: "2008-09-15", validFrom: "2011-04-10"))
        #expect(renewal.story(through: "2012-12-31") == story)
    }

    /// With a month's margin for it: the first letter came back, the second is proven, and the lapse rests on that one.
    @Test func aLapseRestsOnTheSecondWhenTheFirstCameBack() {
        var calendar = LegalCalendar()
        calendar.noticeMonths = 9
        var renewal = WorkerDriver(RenewalWorker(calendar: calendar), filed: "2011-04-10")
        renewal.close(through: "2012-01-20")
        renewal.feedAndSettle(.noticeProof(2, of: .stub(1), .returned, on: "2012-01-20"))
        renewal.close(through: "2012-02-20")
        renewal.feedAndSettle(
            .noticeProof(3, of: .stub(1), rank: 2, .delivered, by: .traceableLetter, on: "2012-02-14", item: "2")
        )
        renewal.close(through: "2012-05-09")
        #expect(
            renewal.feed(.dayClosed("2012-05-10")).facts == [
                .lapsed(
                    .stub(1),
                    day: "2012-05-10",
                    expired: "2012-04-10",
                    noticed: "2012-02-10",
                    rank: 2,
                    proof: "LOT-7/2"
                )
            ]
        )
    }
}

/// What came back (PND), what else is tried, and what a lapse may rest on.
@Suite struct UndeliverableTests {
    @Test func anEmailIsTriedAfterALetterThatCameBack() {
        var renewal = WorkerDriver(RenewalWorker())
        renewal.feed(.registered(1, .stub(1), day: "2011-04-10", reach: [.byPost, .electronically]))
        renewal.close(through: "2012-02-20")
        let output = renewal.feed(.undeliverableLetter(2, of: .stub(1), returned: "2012-02-21"))
        #expect(output.factNames == ["noticeUndeliverable", "noticeDue"])
        #expect(output.outcomes == [.recorded])
        #expect(output.noticesDue.map(\.channels) == [[.email]])
        #expect(output.noticesDue.map(\.attempt) == [2])
        #expect(output.notices.map(\.noticeID) == ["0590412000001G5901-2-2012-02-21-0.2"])
        // Once.
        #expect(
            renewal.feed(.undeliverableLetter(3, of: .stub(1), returned: "2012-02-22")).factNames == [
                "noticeUndeliverable"
            ]
        )
        // The second letter goes to the address that was known, and the lapse rests on the e-mail.
        renewal.settle()
        #expect(renewal.close(through: "2012-03-15").noticesDue.map(\.rank) == [2])
        #expect(
            renewal.close(through: "2012-05-10").facts.last
                == .lapsed(.stub(1), day: "2012-05-10", expired: "2012-04-10", noticed: "2012-02-21")
        )
    }

    @Test func aLetterIsTriedAfterAnEmailThatFailed() {
        var renewal = WorkerDriver(RenewalWorker())
        let reach: Reach = [.byPost, .electronically, .filedOnline, .acceptsElectronic]
        renewal.feed(.registered(1, .stub(1), day: "2018-04-10", reach: reach))
        renewal.close(through: "2019-02-11")
        let output = renewal.feed(.noticeProof(2, of: .stub(1), .failed, by: .email, on: "2019-02-12"))
        #expect(output.factNames == ["noticeProven", "noticeDue"])
        #expect(output.noticesDue.map(\.channels) == [[.post]])
    }

    /// Nobody backdates what is tried: it leaves after the last closed day.
    @Test func whatIsTriedAgainIsOfTodayHoweverLateItIsReported() {
        var renewal = WorkerDriver(RenewalWorker())
        renewal.feed(.registered(1, .stub(1), day: "2011-04-10", reach: [.byPost, .electronically]))
        renewal.close(through: "2012-04-01")
        let output = renewal.feed(.undeliverableLetter(2, of: .stub(1), returned: "2012-02-21"))
        #expect(output.notices.map(\.issuedOn) == ["2012-04-01"])
        renewal.settle()
        // Too late for a lapse to rest on it.
        #expect(renewal.story(through: "2012-05-10") == ["2012-05-10 held"])
    }

    @Test func heldIsNotSilent() {
        var renewal = WorkerDriver(RenewalWorker(), filed: "2011-04-10")
        renewal.close(through: "2012-02-20")
        renewal.feedAndSettle(.undeliverableLetter(2, of: .stub(1), returned: "2012-02-21"))
        renewal.close(through: "2012-05-09")
        let output = renewal.feed(.dayClosed("2012-05-10"))
        #expect(output.factNames == ["held"])
        #expect(
            output.notices == [
                .with {
                    $0.noticeID = "0590412000001G5901-6-2012-05-10"
                    $0.number = "0590412000001G5901"
                    $0.territory = "059"
                    $0.kind = .holdAlert
                    $0.issuedOn = "2012-05-10"
                    $0.validUntil = "2012-04-10"
                    $0.reason = "UNDELIVERABLE"
                }
            ]
        )
    }

    /// What a lapse rests on. Filed on 10 April 2011: a notice is lawful until 10 March 2012.
    struct Ground: Sendable {
        var what: String
        var sendings: [NoticeSending]
        var required = false
        /// The rank and channel that it rests on, or why not.
        var ground: LegalCalendar.LapseGround

        init(
            _ what: String,
            _ sendings: [NoticeSending],
            required: Bool = false,
            _ ground: LegalCalendar.LapseGround
        ) {
            (self.what, self.sendings, self.required, self.ground) = (what, sendings, required, ground)
        }
    }

    static let post = NoticeSending(rank: 1, channel: .post, day: "2012-02-10")
    static let email = NoticeSending(rank: 1, channel: .email, day: "2012-02-10")
    static let late = NoticeSending(rank: 1, channel: .email, day: "2012-03-11")
    static let second = NoticeSending(rank: 2, channel: .traceableLetter, day: "2012-03-10")

    static let grounds = [
        Ground("nothing was sent", [], .noNotice),
        Ground("a simple letter stands", [post], .notice(post)),
        Ground("and is no proof", [post], required: true, .notProven),
        Ground("the earliest stands for both", [post, second], .notice(post)),
        Ground("a day too late", [late], .noticeTooLate),
        Ground("came back", [post.with(.returned)], .undeliverable),
        Ground("one came back, so no letter counts unproven", [post.with(.returned), second], .undeliverable),
        Ground("the same, where proof is required", [post.with(.returned), second], required: true, .undeliverable),
        Ground("an e-mail beside it does", [post.with(.returned), email], .notice(email)),
        Ground("not where proof is required", [post.with(.returned), email], required: true, .undeliverable),
        Ground("an e-mail that came too late does not", [post.with(.returned), late], .undeliverable),
        Ground("both failed", [post.with(.returned), email.with(.failed)], .undeliverable),
        Ground("an e-mail failed alone", [email.with(.failed), second], .notice(second)),
        Ground("posted is proof", [post.with(.posted)], required: true, .notice(post.with(.posted))),
        Ground(
            "the proven one before the earlier",
            [post, second.with(.delivered, on: "2012-03-10")],
            .notice(second.with(.delivered, on: "2012-03-10"))
        ),
        Ground(
            "one came back, the other is proven",
            [post.with(.returned), second.with(.delivered, on: "2012-03-10")],
            .notice(second.with(.delivered, on: "2012-03-10"))
        ),
        Ground(
            "proven to have left too late",
            [post.with(.posted, on: "2012-03-11")],
            .noticeTooLate
        ),
        Ground(
            "delivered late, posted in time",
            [post.with(.delivered, on: "2012-03-20").with(.posted, on: "2012-03-01")],
            required: true,
            .notice(post.with(.posted, on: "2012-03-01").with(.delivered, on: "2012-03-20"))
        ),
    ]

    @Test(arguments: grounds) func aLapseRestsOnANoticeThatStands(ground given: Ground) {
        var calendar = LegalCalendar()
        calendar.proofRequired = given.required
        #expect(calendar.lapseGround(given.sendings, from: "2011-04-10") == given.ground, "\(given.what)")
    }

    /// Reports may come in any order.
    @Test func theWorstReportStands() {
        for reports: [NoticeSending.Status] in [
            [.posted, .delivered, .returned], [.returned, .posted, .delivered], [.delivered, .returned, .posted],
        ] {
            let sending = reports.reduce(UndeliverableTests.post) { $0.with($1) }
            #expect(sending.status == .returned)
            #expect(sending.proven == "2012-02-12")
        }
    }
}

/// What its provider says of a notice.
@Suite struct ProofTests {
    @Test func aProofIsRecordedAndAnswered() {
        var renewal = WorkerDriver(RenewalWorker(), filed: "2011-04-10")
        renewal.close(through: "2012-02-14")
        let output = renewal.feed(.noticeProof(2, of: .stub(1), .delivered, on: "2012-02-14"))
        #expect(output.outcomes == [.recorded])
        guard case .noticeProven(let fact)? = output.facts.first?.fact else {
            Issue.record("not proven")
            return
        }
        let expected = WireNoticeProven.with {
            $0.rank = 1
            $0.channel = .post
            $0.batch = "LOT-7"
            $0.item = "1"
            $0.happened = CivilDate(stringLiteral: "2012-02-14").days
            $0.status = .delivered
        }
        #expect(fact == expected)
    }

    @Test func theLapseCarriesItsReference() {
        var calendar = LegalCalendar()
        calendar.proofRequired = true
        var renewal = WorkerDriver(RenewalWorker(calendar: calendar), filed: "2011-04-10")
        renewal.close(through: "2012-02-14")
        renewal.feedAndSettle(.noticeProof(2, of: .stub(1), .posted, on: "2012-02-14", item: "88"))
        renewal.close(through: "2012-05-09")
        #expect(
            renewal.feed(.dayClosed("2012-05-10")).facts == [
                .lapsed(
                    .stub(1),
                    day: "2012-05-10",
                    expired: "2012-04-10",
                    noticed: "2012-02-10",
                    proof: "LOT-7/88"
                )
            ]
        )
    }

    @Test func withoutAProofNobodyLapsesWhereOneIsRequired() {
        var calendar = LegalCalendar()
        calendar.proofRequired = true
        var renewal = WorkerDriver(RenewalWorker(calendar: calendar), filed: "2011-04-10")
        renewal.close(through: "2012-05-09")
        let output = renewal.feed(.dayClosed("2012-05-10"))
        #expect(output.facts == [.held(.stub(1), .notProven, day: "2012-05-10", expired: "2012-04-10")])
        #expect(output.notices.map(\.reason) == ["NOT_PROVEN"])
    }

    @Test func aProofOfNothingIsRefused() {
        var renewal = WorkerDriver(RenewalWorker(), filed: "2011-04-10")
        renewal.close(through: "2012-02-14")
        let proofs: [RegisterRecord] = [
            .noticeProof(2, of: .stub(1), rank: 2, .posted, by: .traceableLetter, on: "2012-02-14"),
            .noticeProof(3, of: .stub(1), .posted, by: .email, on: "2012-02-14"),
        ]
        for proof in proofs { #expect(renewal.feed(proof).refusals == ["NU_0909"]) }
        #expect(renewal.feed(.noticeProof(4, of: .stub(9), .posted, on: "2012-02-14")).refusals == ["NU_0503"])
    }

    @Test func aResendIsAnsweredAsBefore() {
        var renewal = WorkerDriver(RenewalWorker(), filed: "2011-04-10")
        renewal.close(through: "2012-02-14")
        let proof = RegisterRecord.noticeProof(2, of: .stub(1), .returned, on: "2012-02-14")
        renewal.feedAndSettle(proof)
        #expect(renewal.feed(proof.sentAgain(source: 9)).factNames == ["repeated"])
    }

    /// Of a validity that is over nothing counts for the next one.
    @Test func aRenewalForgetsTheNotices() {
        var renewal = WorkerDriver(RenewalWorker(), filed: "2011-04-10")
        renewal.close(through: "2012-02-14")
        renewal.feedAndSettle(.undeliverableLetter(2, of: .stub(1), returned: "2012-02-14"))
        renewal.feedAndSettle(.renewal(3, of: .stub(1), day: "2012-02-15"))
        #expect(renewal.feed(.noticeProof(4, of: .stub(1), .posted, on: "2012-02-16")).refusals == ["NU_0909"])
        #expect(renewal.story(through: "2013-12-31").last == "2013-03-15 lapsed")
    }
}

extension NoticeSending {
    fileprivate func with(_ report: Status, on day: CivilDate = "2012-02-12") -> NoticeSending {
        var copy = self
        copy.note(report, on: day, proof: "LOT-7/1")
        return copy
    }
}

extension Output {
    var noticesDue: [WireNoticeDue] {
        facts.compactMap { record in
            if case .noticeDue(let fact) = record.fact { fact } else { nil }
        }
    }
}

extension RegisterRecord {
    fileprivate func from(deskKind: String) -> RegisterRecord {
        guard case .accepted(var accepted) = fact else { return self }
        accepted.deskKind = deskKind
        var record = self
        record.fact = .accepted(accepted)
        return record
    }
}
