import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing

/// R441-2-7: a year of validity, notices before its end, a renewal that keeps number and day.
@Suite("R441-2-7, the year") struct R441_2_7Tests {
    @Test(arguments: years + endsOfMonths + notices + stops + late + ombudsman) func theYear(_ story: Story) {
        story.check()
    }

    static let years: [Story] = [
        story("nobody answers: noticed twice, struck off a month after the year, purged a year later") {
            on("2011-04-10", .files(), expects: .registered)
            on("2012-02-10", expects: .notice)
            on("2012-03-10", expects: .secondNotice)
            on("2012-05-10", expects: .lapsed(noticed: "2012-02-10"), .struckOff(.notRenewed))
            on("2013-05-10", expects: .purged)
        },
        story("a renewal begins another year, and keeps the first day") {
            on("2011-04-10", .files(), expects: .registered(filed: "2011-04-10"))
            on("2012-02-10", expects: .notice)
            on("2012-02-11", .renews(), expects: .renewed(until: "2013-02-11", filed: "2011-04-10"))
            on("2012-12-11", expects: .notice)
        },
        story("the window opens in the tenth month") {
            on("2011-04-10", .files(), expects: .registered)
            on("2012-02-09", .renews(), expects: .refusedTooEarly(renewableFrom: "2012-02-10"))
            on("2012-02-10", .renews(), expects: .renewed)
        },
        story("and closes with the thirteenth") {
            on("2011-04-10", .files(), expects: .registered)
            on("2012-02-10", expects: .notice)
            on("2012-03-10", expects: .secondNotice)
            on("2012-05-10", .renews(), expects: .renewed(until: "2013-05-10"))
        },
        story("where a territory counts early renewals, they count", { $0.earlyRenewal = .counted }) {
            on("2011-04-10", .files(), expects: .registered)
            on("2011-09-01", .renews(), expects: .renewed(until: "2012-09-01"))
        },
        story("where it counts from the anniversary, the year does not move", { $0.validityFrom = .anniversary }) {
            on("2011-04-10", .files(), expects: .registered)
            on("2012-02-10", expects: .notice)
            on("2012-02-20", .renews(), expects: .renewed(until: "2013-04-10"))
        },
        story("any desk renews, and the applicant online") {
            on("2011-04-10", .files(by: .landlord), expects: .registered)
            on("2012-02-10", expects: .notice)
            on("2012-02-20", .renews(by: .portal), expects: .renewed(until: "2013-02-20"))
            on("2012-12-20", expects: .notice)
            on("2013-01-10", .renews(by: .otherLandlord), expects: .renewed(until: "2014-01-10"))
        },
        story("whoever files again in the window renews") {
            on("2011-04-10", .files(), expects: .registered)
            on("2012-02-10", expects: .notice)
            on("2012-02-20", .files(by: .otherLandlord), expects: .linked, .renewed(until: "2013-02-20"))
        },
        story("renewed each year for ten years, it is ten years old") {
            on("2011-04-10", .files(), expects: .registered(filed: "2011-04-10"))
            on("2012-02-10", .renews(), expects: .renewed(until: "2013-02-10"))
            on("2012-12-10", .renews(), expects: .renewed(until: "2013-12-10"))
            on("2013-10-10", .renews(), expects: .renewed(until: "2014-10-10"))
            on("2014-08-10", .renews(), expects: .renewed(until: "2015-08-10"))
            on("2015-06-10", .renews(), expects: .renewed(until: "2016-06-10"))
            on("2016-04-10", .renews(), expects: .renewed(until: "2017-04-10"))
            on("2017-02-10", .renews(), expects: .renewed(until: "2018-02-10"))
            on("2017-12-10", .renews(), expects: .renewed(until: "2018-12-10"))
            on("2018-10-10", .renews(), expects: .renewed(until: "2019-10-10"))
            on("2019-08-10", .renews(), expects: .renewed(until: "2020-08-10"))
            on("2020-06-10", .renews(), expects: .renewed(until: "2021-06-10", filed: "2011-04-10"))
            on("2021-04-10", expects: .notice)
            on("2021-05-10", expects: .secondNotice)
            on("2021-07-10", expects: .lapsed, .struckOff(.notRenewed))
            on("2022-07-10", expects: .purged)
        },
    ]

    static let endsOfMonths: [Story] = [
        story("filed on 31 August: each delay ends on its month's last day") {
            on("2011-08-31", .files(), expects: .registered)
            on("2012-06-30", expects: .notice)
            on("2012-07-30", expects: .secondNotice)
            on("2012-09-30", expects: .lapsed, .struckOff(.notRenewed))
            on("2013-09-30", expects: .purged)
        },
        story("filed on 31 December: notice on 31 October, not two months before a shorter month") {
            on("2011-12-31", .files(), expects: .registered)
            on("2012-10-31", expects: .notice)
            on("2012-11-30", expects: .secondNotice)
            on("2013-01-31", expects: .lapsed, .struckOff(.notRenewed))
        },
        story("filed on 29 February: the year ends on 28 February") {
            on("2012-02-29", .files(), expects: .registered)
            on("2012-12-29", expects: .notice)
            on("2013-01-29", expects: .secondNotice)
            on("2013-02-28", .renews(), expects: .renewed(until: "2014-02-28"))
        },
        story("noticed on 29 February") {
            on("2011-04-30", .files(), expects: .registered)
            on("2012-02-29", expects: .notice)
            on("2012-03-29", expects: .secondNotice)
            on("2012-05-30", expects: .lapsed, .struckOff(.notRenewed))
        },
        story("the anniversary of 29 February comes back every fourth year", { $0.validityFrom = .anniversary }) {
            on("2012-02-29", .files(), expects: .registered)
            on("2012-12-29", expects: .notice)
            on("2013-01-10", .renews(), expects: .renewed(until: "2014-02-28"))
            on("2013-12-29", expects: .notice)
            on("2014-01-10", .renews(), expects: .renewed(until: "2015-02-28"))
            on("2014-12-29", expects: .notice)
            on("2015-01-10", .renews(), expects: .renewed(until: "2016-02-29"))
            on("2015-12-29", expects: .notice)
            on("2016-01-10", .renews(), expects: .renewed(until: "2017-02-28"))
            on("2016-12-29", expects: .notice)
        },
        story("filed on the night on which clocks go forward, noticed and struck off by civil days") {
            on("2012-03-25", .files().published(at: "2012-03-24T23:30"), expects: .registered(filed: "2012-03-25"))
            on("2013-01-25", expects: .notice)
            on("2013-02-25", expects: .secondNotice)
            on("2013-04-25", expects: .lapsed, .struckOff(.notRenewed))
        },
    ]

    static let notices: [Story] = [
        story("a notice has its proof, and the strike-off rests on it") {
            on("2011-04-10", .files(), expects: .registered)
            on("2012-02-10", expects: .notice)
            on("2012-02-16", .noticeIs(.delivered, on: "2012-02-14"), expects: .proven)
            on("2012-03-10", expects: .secondNotice)
            on("2012-05-10", expects: .lapsed, .struckOff(.notRenewed, proof: "LOT-1/7"))
        },
        story("where a proof is required, nobody lapses without", { $0.proofRequired = true }) {
            on("2011-04-10", .files(), expects: .registered)
            on("2012-02-10", expects: .notice)
            on("2012-03-10", expects: .secondNotice)
            on("2012-05-10", expects: .held("NOT_PROVEN"))
            on("2012-06-01", .renews(), expects: .renewed(until: "2013-06-01"))
        },
        story("a letter that comes back strikes nobody off") {
            on("2011-04-10", .files(), expects: .registered)
            on("2012-02-10", expects: .notice(by: "post"))
            on("2012-02-20", .letterReturns(on: "2012-02-18"), expects: .returned)
            on("2012-03-10", expects: .secondNotice)
            on("2012-05-10", expects: .held("UNDELIVERABLE"))
        },
        story("an e-mail is tried after it, and does") {
            on("2011-04-10", .files { $0.applicant.contact.email = "zoe@example.org" }, expects: .registered)
            on("2012-02-10", expects: .notice(by: "post"))
            on("2012-02-20", .letterReturns(on: "2012-02-18"), expects: .returned, .notice(by: "email"))
            on("2012-03-10", expects: .secondNotice)
            on("2012-05-10", expects: .lapsed, .struckOff(.notRenewed))
        },
        story("from May 2015 who was never online is written to by post, and by e-mail where one is known") {
            on("2015-06-01", .files { $0.applicant.contact.email = "zoe@example.org" }, expects: .registered)
            on("2016-04-01", expects: .notice(by: "post+email"))
        },
        story("who filed online and accepts it is written to by e-mail") {
            on(
                "2015-06-01",
                .files(by: .portal) {
                    $0.applicant.contact.email = "zoe@example.org"
                    $0.emailAccepted = true
                },
                expects: .registered
            )
            on("2016-04-01", expects: .notice(by: "email"))
        },
        story("whoever renews by filing again is written to as that form says") {
            on("2015-06-01", .files(), expects: .registered)
            on("2016-04-01", expects: .notice(by: "post"))
            on(
                "2016-04-05",
                .files(by: .portal) {
                    $0.applicant.contact.email = "zoe@example.org"
                    $0.emailAccepted = true
                },
                expects: .linked,
                .renewed(until: "2017-04-05")
            )
            on("2017-02-05", expects: .notice(by: "email"))
        },
        story(
            "the notice leaves two months before the end, and a territory may send it earlier",
            { $0.noticeMonths = 9 }
        ) {
            on("2011-04-10", .files(), expects: .registered)
            on("2012-01-10", expects: .notice)
            on("2012-02-10", expects: .secondNotice)
            on("2012-05-10", expects: .lapsed(noticed: "2012-01-10"), .struckOff(.notRenewed))
        },
    ]

    /// What was received in time counts, however late it is sent.
    static let late: [Story] = [
        story("a renewal on paper of the last day, sent after the strike-off, undoes it") {
            on("2011-04-10", .files(), expects: .registered(filed: "2011-04-10"))
            on("2012-02-10", expects: .notice)
            on("2012-03-10", expects: .secondNotice)
            on("2012-05-10", expects: .lapsed, .struckOff(.notRenewed))
            on(
                "2012-05-10",
                sentOn: "2012-05-15",
                .renews(),
                expects: .renewed(until: "2013-05-10", filed: "2011-04-10"),
                .reinstated
            )
            on("2013-03-10", expects: .notice)
            on("2013-04-10", expects: .secondNotice)
            on("2013-06-10", expects: .lapsed, .struckOff(.notRenewed))
            on("2014-06-10", expects: .purged)
        },
        story("one of the day after does not") {
            on("2011-04-10", .files(), expects: .registered)
            on("2012-02-10", expects: .notice)
            on("2012-03-10", expects: .secondNotice)
            on("2012-05-10", expects: .lapsed, .struckOff(.notRenewed))
            on("2012-05-11", sentOn: "2012-05-15", .renews(), expects: .refused(.numberNotLive))
            on("2013-05-10", expects: .purged)
        },
        story("what was struck off for another reason is not undone by a renewal") {
            on("2011-04-10", .files(), expects: .registered)
            on("2012-02-10", expects: .notice)
            on("2012-03-01", .renounces(), expects: .struckOff(.renounced))
            on("2012-02-20", sentOn: "2012-03-05", .renews(), expects: .refused(.numberNotLive))
        },
        story("a renunciation that bears a day of long ago is purged a year after it was sent") {
            on("2011-04-10", .files(), expects: .registered)
            on("2011-05-01", sentOn: "2011-06-20", .renounces(), expects: .struckOff(.renounced))
            on("2012-06-19", expects: .purged)
        },
    ]

    static let stops: [Story] = [
        story("a register that stood still for three weeks sends its notices when it goes on") {
            on("2011-04-10", .files(), expects: .registered)
            on("2012-02-01", .modifies(), expects: .modified)
            standstill(until: "2012-03-01")
            on("2012-02-29", expects: .notice)
            on("2012-03-29", expects: .secondNotice)
            on("2012-05-10", expects: .lapsed(noticed: "2012-02-29"), .struckOff(.notRenewed))
        },
        story("one that stood still past the last lawful day strikes nobody off") {
            on("2011-04-10", .files(), expects: .registered)
            on("2012-02-01", .modifies(), expects: .modified)
            standstill(until: "2012-03-20")
            on("2012-03-19", expects: .notice)
            on("2012-05-10", expects: .held("NOTICE_TOO_LATE"))
        },
        story("ten years are caught up in one go, and nobody is struck off unheard") {
            on("2011-04-10", .files(), expects: .registered(filed: "2011-04-10"))
            standstill(until: "2021-04-12")
            on("2012-05-10", expects: .held("NO_NOTICE"))
            on("2021-04-12", .renews(), expects: .renewed(until: "2022-04-12", filed: "2011-04-10"))
            on("2022-02-12", expects: .notice)
        },
        story("a stop after the notices: struck off by the day it was due, purged a year after the register goes on") {
            on("2011-04-10", .files(), expects: .registered)
            on("2012-02-10", expects: .notice)
            on("2012-03-10", expects: .secondNotice)
            on("2012-03-12", .modifies(), expects: .modified)
            standstill(until: "2022-01-01")
            on("2012-05-10", expects: .lapsed, .struckOff(.notRenewed))
            on("2022-12-31", expects: .purged)
        },
    ]

    /// What the British ombudsman had to put right, and what becomes of it here.
    static let ombudsman: [Story] = [
        story("the renewal form was never sent: nobody is struck off, and the manager is told") {
            on("2011-04-10", .files(), expects: .registered, .attestation)
            standstill(until: "2012-06-01")
            on("2012-05-10", expects: .held("NO_NOTICE"), .alertToManager)
            on(
                "2012-06-02",
                .renews(),
                expects: .renewed(until: "2013-06-02", filed: "2011-04-10"),
                .renewalAttestation
            )
        },
        story("it came back unread: nobody is struck off either, however long it takes") {
            on("2011-04-10", .files(), expects: .registered)
            on("2012-02-10", expects: .notice)
            on("2012-02-25", .letterReturns(on: "2012-02-24"), expects: .returned)
            on("2012-03-10", expects: .secondNotice)
            on("2012-05-10", expects: .held("UNDELIVERABLE"))
            on("2016-02-29", .renews(), expects: .renewed(until: "2017-02-28", filed: "2011-04-10"))
        },
        story("cancelled before twelve months: no desk can, and the calendar does not") {
            on("2011-04-10", .files(), expects: .registered)
            on("2012-01-05", .isStruckOff(for: .notRenewed), expects: .refused(.systemReason))
            on("2012-02-10", expects: .notice)
            on("2012-03-10", expects: .secondNotice)
            on("2012-05-09", .renews(), expects: .renewed(until: "2013-05-09", filed: "2011-04-10"))
        },
        story("seniority to restore: whoever comes back within eighteen months has the day of before") {
            on("2010-01-15", .files(), expects: .registered(filed: "2010-01-15"))
            on("2010-11-15", expects: .notice)
            on("2010-12-15", expects: .secondNotice)
            on("2011-02-15", expects: .lapsed, .struckOff(.notRenewed))
            on("2011-07-15", .comesBack(), expects: .reinstated)
            on("2011-07-15", .renews(), expects: .renewed(until: "2012-07-15", filed: "2010-01-15"))
        },
        story("wrong priority date after registering again: a day later it is a new application, dated as one") {
            on("2010-01-15", .files(), expects: .registered(filed: "2010-01-15"))
            on("2010-11-15", expects: .notice)
            on("2010-12-15", expects: .secondNotice)
            on("2011-02-15", expects: .lapsed, .struckOff(.notRenewed))
            on("2011-07-16", .comesBack(), expects: .refused(.reinstatementDelayOver))
            on("2011-07-16", .files(), expects: .registered(filed: "2011-07-16"))
        },
        story("whoever came back and does not renew lapses at eighteen months") {
            on("2011-04-10", .files(), expects: .registered)
            on("2012-02-10", expects: .notice)
            on("2012-03-10", expects: .secondNotice)
            on("2012-05-10", expects: .lapsed, .struckOff(.notRenewed))
            on("2012-06-01", .comesBack(), expects: .reinstated)
            on("2012-10-10", expects: .lapsed, .struckOff(.notRenewed))
            on("2013-10-10", expects: .purged)
        },
    ]
}
