import Register
import Schemas
import SwiftProtobuf
import TestSupport

/// What somebody does at a desk.
struct Act: Sendable {
    let applicant: Somebody
    /// Whose application it is about.
    var holder: Somebody
    var desk: Desk
    /// What is asked, given the number of the applicant's application.
    var request: @Sendable (_ number: String) -> WireRequest.OneOf_Kind
    /// The last submission once more, byte for byte.
    var isResend = false
    /// When it is published, in UTC; it does not say then on which day it was received.
    var published: String?

    private init(
        _ applicant: Somebody,
        _ desk: Desk,
        _ request: @escaping @Sendable (_ number: String) -> WireRequest.OneOf_Kind,
    ) {
        self.applicant = applicant
        holder = applicant
        self.desk = desk
        self.request = request
    }

    /// At that moment, such as 2012-03-24T23:30.
    func published(at utc: String) -> Act {
        var act = self
        act.published = utc
        return act
    }

    // MARK: Forms

    static func files(
        _ applicant: Somebody = .zoe,
        with partner: Somebody? = nil,
        in communes: [String] = ["59350"],
        by desk: Desk = .landlord,
        _ fill: @escaping @Sendable (inout WireApplication) -> Void = { _ in },
    ) -> Act {
        Act(applicant, desk) { _ in
            .creation(.with { $0.application = form(applicant, partner, communes, fill) })
        }
    }

    /// The last submission comes once more.
    static func sendsAgain(_ applicant: Somebody = .zoe) -> Act {
        var act = renews(applicant)
        act.isResend = true
        return act
    }

    /// Files alone, and keeps the day of the application of both.
    static func leaves(_ partner: Somebody, _ applicant: Somebody, by desk: Desk = .landlord) -> Act {
        var act = Act(applicant, desk) { number in
            .separation(
                .with {
                    $0.fromNumber = number
                    $0.application = form(applicant, nil, ["59350"], { _ in })
                }
            )
        }
        act.holder = partner
        return act
    }

    static func modifies(
        _ applicant: Somebody = .zoe,
        in communes: [String] = ["59350"],
        by desk: Desk = .landlord,
        origin: WireModificationOrigin = .unspecified,
        _ fill: @escaping @Sendable (inout WireApplication) -> Void = { _ in },
    ) -> Act {
        Act(applicant, desk) { number in
            .modification(
                .with {
                    $0.number = number
                    $0.application = form(applicant, nil, communes, fill)
                    $0.origin = origin
                }
            )
        }
    }

    static func imports(
        _ applicant: Somebody = .zoe,
        number: String,
        filed: CivilDate,
        validFrom: CivilDate,
        by desk: Desk = .manager,
        _ fill: @escaping @Sendable (inout WireApplication) -> Void = { _ in },
    ) -> Act {
        Act(applicant, desk) { _ in
            .import(
                .with {
                    $0.number = number
                    $0.firstFiledOn = filed.iso
                    $0.validFrom = validFrom.iso
                    $0.application = form(applicant, nil, ["59350"], fill)
                }
            )
        }
    }

    private static func form(
        _ applicant: Somebody,
        _ partner: Somebody?,
        _ communes: [String],
        _ fill: (inout WireApplication) -> Void,
    ) -> WireApplication {
        .with {
            $0.applicant.identity = applicant.identity
            $0.applicant.contact.addressLine = "12 rue des Postes"
            if let partner {
                $0.coApplicants = [
                    .with {
                        $0.identity = partner.identity
                        $0.link = "M"
                    }
                ]
            }
            $0.wanted.dwellingTypes = ["T3"]
            $0.wanted.communes = communes
            fill(&$0)
        }
    }

    // MARK: The year

    static func renews(_ applicant: Somebody = .zoe, by desk: Desk = .landlord) -> Act {
        Act(applicant, desk) { number in .renewal(.with { $0.number = number }) }
    }

    /// With the form brought up to date.
    static func renews(
        _ applicant: Somebody = .zoe,
        by desk: Desk = .landlord,
        _ fill: @escaping @Sendable (inout WireApplication) -> Void,
    ) -> Act {
        Act(applicant, desk) { number in
            .renewal(
                .with {
                    $0.number = number
                    $0.application = form(applicant, nil, ["59350"], fill)
                }
            )
        }
    }

    /// The post brings a letter back.
    static func letterReturns(to applicant: Somebody = .zoe, on day: CivilDate) -> Act {
        Act(applicant, .manager) { number in
            .undeliverableLetter(
                .with {
                    $0.number = number
                    $0.returnedOn = day.iso
                    $0.proof = "PND-1"
                }
            )
        }
    }

    /// The provider says what became of a notice.
    static func noticeIs(
        _ status: WireNoticeStatus,
        _ applicant: Somebody = .zoe,
        rank: Int32 = 1,
        by channel: WireNoticeChannel = .post,
        on day: CivilDate,
    ) -> Act {
        Act(applicant, .manager) { number in
            .noticeProof(
                .with {
                    $0.number = number
                    $0.rank = rank
                    $0.channel = channel
                    $0.batch = "LOT-1"
                    $0.item = "7"
                    $0.happenedOn = day.iso
                    $0.status = status
                }
            )
        }
    }

    // MARK: Ends

    /// A lease is signed, and the landlord says so.
    static func isHoused(
        _ applicant: Somebody = .zoe,
        lease: CivilDate,
        by desk: Desk = .landlord,
        _ fill: @escaping @Sendable (inout WireAllocation) -> Void = { _ in },
    ) -> Act {
        Act(applicant, desk) { number in
            .strikeOff(
                .with {
                    $0.number = number
                    $0.reason = "RADATT"
                    $0.allocation = .with {
                        $0.landlordSiren = Desk.landlordSIREN
                        $0.leaseSignedOn = lease.iso
                        $0.rplsID = "5900012345"
                        fill(&$0)
                    }
                }
            )
        }
    }

    static func renounces(_ applicant: Somebody = .zoe, proof: String = "COURRIER-1", by desk: Desk = .landlord) -> Act
    {
        Act(applicant, desk) { number in
            .strikeOff(
                .with {
                    $0.number = number
                    $0.reason = "RADABA"
                    $0.writtenProof = proof
                }
            )
        }
    }

    static func isWarned(
        _ applicant: Somebody = .zoe,
        of reason: StrikeOffReason = .noAnswer,
        ground: InadmissibilityGround = .incomeAboveCeiling,
        sent: CivilDate,
        proof: String = "LRAR-1",
        by desk: Desk = .landlord,
    ) -> Act {
        Act(applicant, desk) { number in
            .warning(
                .with {
                    $0.number = number
                    $0.reason = reason.raw
                    if reason == .inadmissible { $0.ground = ground.raw }
                    $0.sentOn = sent.iso
                    $0.proof = proof
                }
            )
        }
    }

    /// For no answer, as inadmissible, or for any other reason that a desk may name.
    static func isStruckOff(
        _ applicant: Somebody = .zoe,
        for reason: StrikeOffReason,
        ground: InadmissibilityGround = .incomeAboveCeiling,
        by desk: Desk = .landlord,
    ) -> Act {
        Act(applicant, desk) { number in
            .strikeOff(
                .with {
                    $0.number = number
                    $0.reason = reason.raw
                    if reason == .inadmissible { $0.ground = ground.raw }
                }
            )
        }
    }

    /// A strike-off is undone.
    static func comesBack(_ applicant: Somebody = .zoe, by desk: Desk = .landlord) -> Act {
        Act(applicant, desk) { number in .reinstatement(.with { $0.number = number }) }
    }

    static func isDeleted(_ applicant: Somebody = .zoe, by desk: Desk = .manager) -> Act {
        Act(applicant, desk) { number in
            .deletion(
                .with {
                    $0.number = number
                    $0.writtenProof = "ORDRE-1"
                }
            )
        }
    }

    /// A court is seized, or has done.
    static func disputes(_ applicant: Somebody = .zoe, _ step: WireLitigationStep = .placed, by desk: Desk = .manager)
        -> Act
    {
        Act(applicant, desk) { number in
            .litigationHold(
                .with {
                    $0.number = number
                    $0.step = step
                    $0.reference = "TA-1"
                }
            )
        }
    }
}
