import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing

/// R441-2-8: the reasons for which an application ends, who may say so, and how it is undone.
@Suite("R441-2-8, the end") struct R441_2_8Tests {
    @Test(arguments: reasons + undoing + disputes) func theEnd(_ story: Story) { story.check() }

    static let reasons: [Story] = [
        story("a) the landlord, once the lease is signed") {
            on("2012-04-02", .files(), expects: .registered)
            on("2012-06-01", .isHoused(lease: "2012-06-02"), expects: .refused(.leaseDateInFuture))
            on("2012-06-01", .isHoused(lease: "2012-05-30", by: .manager), expects: .refused(.onlyTheLandlord))
            on("2012-06-01", .isHoused(lease: "2012-05-30"), expects: .struckOff(.allocated))
            on("2013-06-01", expects: .purged)
        },
        story("b) any desk, on a written renunciation") {
            on("2012-04-02", .files(), expects: .registered)
            on("2012-04-03", .renounces(proof: ""), expects: .refused(.writtenProofMissing))
            on(
                "2012-04-03",
                .renounces(proof: "COURRIER-1", by: .lille),
                expects: .struckOff(.renounced, proof: "COURRIER-1")
            )
        },
        story("c) whoever wrote and had no answer, two months after") {
            on("2012-01-10", .files(), expects: .registered)
            on("2012-02-01", .isStruckOff(for: .noAnswer), expects: .refused(.warningMissing))
            on("2012-02-10", .isWarned(sent: "2012-02-10"), expects: .warned)
            on("2012-04-09", .isStruckOff(for: .noAnswer), expects: .refused(.warningDelayNotOver))
            on("2012-04-10", .isStruckOff(for: .noAnswer, by: .otherLandlord), expects: .refused(.warnedByAnother))
            on("2012-04-10", .isStruckOff(for: .noAnswer), expects: .struckOff(.noAnswer, proof: "LRAR-1"))
        },
        story("c) not whoever answered: a changed form is an answer") {
            on("2012-01-10", .files(), expects: .registered)
            on("2012-02-10", .isWarned(sent: "2012-02-10"), expects: .warned)
            on("2012-03-01", .modifies(), expects: .modified)
            on("2012-04-10", .isStruckOff(for: .noAnswer), expects: .refused(.warningMissing))
        },
        story("d) the landlord's committee, a month after its warning") {
            on("2012-01-10", .files(), expects: .registered)
            on(
                "2012-02-10",
                .isWarned(of: .inadmissible, sent: "2012-02-10", by: .manager),
                expects: .refused(.onlyTheCommittee)
            )
            on("2012-02-10", .isWarned(of: .inadmissible, sent: "2012-02-10"), expects: .warned)
            on("2012-03-09", .isStruckOff(for: .inadmissible), expects: .refused(.warningDelayNotOver))
            on("2012-03-10", .isStruckOff(for: .inadmissible), expects: .struckOff(.inadmissible, proof: "LRAR-1"))
        },
        story("d) a warning of one reason strikes off for no other") {
            on("2012-01-10", .files(), expects: .registered)
            on("2012-02-10", .isWarned(of: .inadmissible, sent: "2012-02-10"), expects: .warned)
            on("2012-05-10", .isStruckOff(for: .noAnswer), expects: .refused(.warningMissing))
        },
        story("d) nor one of one ground for the other") {
            on("2012-01-10", .files(), expects: .registered)
            on(
                "2012-02-10",
                .isWarned(of: .inadmissible, ground: .incomeAboveCeiling, sent: "2012-02-10"),
                expects: .warned
            )
            on(
                "2012-05-10",
                .isStruckOff(for: .inadmissible, ground: .unlawfulResidence),
                expects: .refused(.warningMissing)
            )
            on(
                "2012-05-11",
                .isStruckOff(for: .inadmissible, ground: .incomeAboveCeiling),
                expects: .struckOff(.inadmissible)
            )
        },
        story("e) the system alone, when the year and a month are over") {
            on("2011-04-10", .files(), expects: .registered)
            on("2012-02-10", expects: .notice)
            on("2012-03-10", expects: .secondNotice)
            on("2012-04-11", .isStruckOff(for: .notRenewed, by: .manager), expects: .refused(.systemReason))
            on("2012-05-10", expects: .lapsed, .struckOff(.notRenewed))
        },
        story("no other reason, and none twice") {
            on("2012-04-02", .files(), expects: .registered)
            on("2012-04-03", .isStruckOff(for: .unknown("RADXYZ")), expects: .refused(.strikeOffReasonUnknown))
            on("2012-04-04", .renounces(), expects: .struckOff(.renounced))
            on("2012-04-05", .renounces(), expects: .refused(.alreadyStruckOff))
        },
        story("each end is written to the applicant") {
            on("2012-01-10", .files(), expects: .registered, .attestation)
            on("2012-02-10", .isWarned(sent: "2012-02-10"), expects: .warned, .warningLetter)
            on("2012-04-10", .isStruckOff(for: .noAnswer), expects: .struckOff(.noAnswer), .strikeOffLetter)
        },
        story("the duty to rehouse outlives the strike-off") {
            on("2011-04-10", .files { $0.dalo = "ACTIF" }, expects: .registered)
            on("2011-06-01", .modifies(), expects: .modified)
            on("2012-02-10", expects: .notice)
            on("2012-03-10", expects: .secondNotice)
            on("2012-05-10", expects: .lapsed, .struckOff(.notRenewed, ["dalo": "true"]))
        },
    ]

    static let undoing: [Story] = [
        story("a renunciation by mistake is undone within two months, by the desk that made it") {
            on("2012-04-02", .files(), expects: .registered(filed: "2012-04-02"))
            on("2012-05-02", .renounces(), expects: .struckOff(.renounced))
            on("2012-05-10", .comesBack(by: .otherLandlord), expects: .refused(.struckOffByAnother))
            on("2012-07-02", .comesBack(), expects: .reinstated)
            on("2013-02-02", .renews(), expects: .renewed(until: "2014-02-02", filed: "2012-04-02"))
        },
        story("and after them no more") {
            on("2012-04-02", .files(), expects: .registered)
            on("2012-05-02", .renounces(), expects: .struckOff(.renounced))
            on("2012-07-03", .comesBack(), expects: .refused(.reinstatementDelayOver))
        },
        story("an answer that comes late undoes c) for five months") {
            on("2012-01-10", .files(), expects: .registered)
            on("2012-02-10", .isWarned(sent: "2012-02-10"), expects: .warned)
            on("2012-04-10", .isStruckOff(for: .noAnswer), expects: .struckOff(.noAnswer))
            on("2012-09-10", .comesBack(by: .otherLandlord), expects: .reinstated)
        },
        story("and not for longer") {
            on("2012-01-10", .files(), expects: .registered)
            on("2012-02-10", .isWarned(sent: "2012-02-10"), expects: .warned)
            on("2012-04-10", .isStruckOff(for: .noAnswer), expects: .struckOff(.noAnswer))
            on("2012-09-11", .comesBack(), expects: .refused(.reinstatementDelayOver))
        },
        story("what lives is not undone") {
            on("2012-04-02", .files(), expects: .registered)
            on("2012-04-03", .comesBack(), expects: .refused(.notStruckOff))
        },
        story("purged, it does not come back") {
            on("2012-04-02", .files(), expects: .registered)
            on("2012-05-02", .renounces(), expects: .struckOff(.renounced))
            on("2013-05-02", expects: .purged)
            on("2013-05-03", .comesBack(), expects: .refused(.unknownNumber))
        },
    ]

    static let disputes: [Story] = [
        story("what a court may ask for is not purged, until it may not") {
            on("2012-04-02", .files(), expects: .registered)
            on("2012-05-02", .renounces(), expects: .struckOff(.renounced))
            on("2012-06-01", .disputes(), expects: .disputeNoted)
            on("2014-01-15", .disputes(.zoe, .lifted), expects: .disputeLifted)
            on("2014-01-15", expects: .purged)
        },
        story("nor is it deleted") {
            on("2012-04-02", .files(), expects: .registered)
            on("2012-05-02", .disputes(), expects: .disputeNoted)
            on("2012-05-03", .isDeleted(), expects: .refused(.inDispute, at: "request.deletion.number"))
            on("2012-06-01", .disputes(.zoe, .lifted), expects: .disputeLifted)
            on("2012-06-02", .isDeleted(), expects: .deleted)
        },
    ]
}
