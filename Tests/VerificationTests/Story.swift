import Assembly
import Register
import Schemas
import SimulationSupport
import Stream
import SwiftProtobuf
import TestSupport
import Verification

/// Two years of a small town in which everything happens once and nothing goes wrong.
struct Story {
    let log: FrozenLog
    let assembly: Assembly

    static let shared = Result { try Story() }

    init() throws {
        let town = try QuietTown(on: .day("2012-01-20"))
        let numbers = try [1, 2, 3, 5, 6].map { figure in
            var form = Story.form(figure)
            if figure == 3 { form.coApplicants = [Story.form(4).applicant] }
            return try town.submit(.creation(.with { $0.application = form }), id: UInt64(100 + figure))
        }
        let (alone, warned, couple, changed, allocated) = (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4])
        try town.submit(.creation(.with { $0.application = Story.form(1) }))  // linked
        try town.submit(.creation(.with { $0.application = Story.form(2) }), id: 102)  // again
        try town.submit(.creation(.with { $0.application = Story.form(8, "62041") }), territory: "062")
        try town.submit(
            .import(
                .with {
                    $0.number = "0590908004711G5902"
                    $0.firstFiledOn = "2008-09-15"
                    $0.validFrom = "2011-12-10"
                    $0.application = Story.form(7)
                }
            ),
            desk: SubmissionFixtures.managerDesk,
        )
        try town.submit(.renewal(.with { $0.number = alone }))  // too early
        try town.publish([1, 2, 3])
        try town.submit(.renewal(.with { $0.number = alone }), desk: "ZZZZZ")
        try town.submit(
            .modification(
                .with {
                    $0.number = warned
                    $0.application = Story.form(2, "59009")
                }
            )
        )
        try town.submit(
            .warning(
                .with {
                    $0.number = warned
                    $0.reason = "RADCON"
                    $0.sentOn = "2012-01-20"
                    $0.proof = "LRAR-1"
                }
            )
        )
        try town.submit(
            .modification(
                .with {
                    $0.number = changed
                    $0.application = Story.form(5)
                    $0.application.coApplicants = [Story.form(6).applicant]
                }
            )
        )
        let ids = [105, 106].map { SubmissionFixtures.id($0) }
        try town.submit(
            .reviewDecision(
                .with {
                    $0.reviewID = ids.joined(separator: "+")
                    $0.verdict = .different
                }
            ),
            desk: SubmissionFixtures.managerDesk,
        )

        try town.go(to: .day("2012-03-25"))
        try town.submit(
            .strikeOff(
                .with {
                    $0.number = warned
                    $0.reason = "RADCON"
                }
            )
        )
        try town.submit(
            .separation(
                .with {
                    $0.fromNumber = couple
                    $0.application = Story.form(4)
                }
            )
        )
        try town.submit(
            .strikeOff(
                .with {
                    $0.number = allocated
                    $0.reason = "RADATT"
                    $0.allocation.landlordSiren = "732829320"
                    $0.allocation.leaseSignedOn = "2012-03-20"
                    $0.allocation.rplsID = "5900012345"
                }
            )
        )
        try town.submit(.reinstatement(.with { $0.number = allocated }))
        try town.submit(
            .strikeOff(
                .with {
                    $0.number = changed
                    $0.reason = "RADABA"
                    $0.writtenProof = "COURRIER-1"
                }
            )
        )
        try town.go(to: .day("2012-12-01"))
        try town.submit(Story.dispute(changed, .placed), desk: SubmissionFixtures.managerDesk)
        try town.submit(.renewal(.with { $0.number = alone }))
        try town.submit(
            .noticeProof(
                .with {
                    $0.number = "0590908004711G5902"
                    $0.rank = 1
                    $0.channel = .post
                    $0.batch = "LOT-1"
                    $0.item = "1"
                    $0.happenedOn = "2012-10-12"
                    $0.status = .delivered
                }
            )
        )
        try town.submit(
            .undeliverableLetter(
                .with {
                    $0.number = couple
                    $0.returnedOn = "2012-12-01"
                    $0.proof = "PND-1"
                }
            )
        )
        try town.submit(
            .deletion(
                .with {
                    $0.number = try! town.submit(.creation(.with { $0.application = Story.form(9) }))
                    $0.writtenProof = "ORDRE-1"
                }
            ),
            desk: SubmissionFixtures.managerDesk,
        )
        try town.go(to: .day("2013-01-15"))
        try town.submit(
            .modification(
                .with {
                    $0.number = allocated
                    $0.application = Story.form(6)
                    $0.application.dalo = "ACTIF"
                }
            )
        )
        try town.submit(
            .strikeOff(
                .with {
                    $0.number = allocated
                    $0.reason = "RADATT"
                    $0.allocation = .with {
                        $0.landlordSiren = "732829320"
                        $0.leaseSignedOn = "2013-01-10"
                        $0.rplsID = "5900012345"
                        $0.quota = "PPRIOR"
                        $0.agreement = "ACD"
                        $0.daloPriority = "OUI"
                        $0.alreadyTenant = "NONDOC"
                    }
                }
            )
        )
        try town.go(to: .day("2013-06-01"))
        try town.submit(Story.dispute(changed, .lifted), desk: SubmissionFixtures.managerDesk)
        try Story.doubles(in: town)
        try Story.disputes(in: town)
        try Story.communes(in: town)
        try town.go(to: .day("2014-03-01"))
        log = try FrozenLog(town.log)
        assembly = town.assembly
    }

    /// A pair that is merged for good, one whose merge is undone, and one that is alike and ruled different.
    private static func doubles(in town: QuietTown) throws {
        for first in [120, 122] as [UInt64] {
            let (_, younger) = try couple(first, in: town)
            try rule(first, .same, in: town)
            // It is an alias.
            try town.submit(.renewal(.with { $0.number = younger }))
            try town.submit(
                .separation(
                    .with {
                        $0.fromNumber = younger
                        $0.application = person(first)
                    }
                )
            )
        }
        try rule(122, .undo, in: town)
        for (id, born) in [(124, "1975-03-12"), (125, "1975-12-03")] as [(UInt64, String)] {
            var form = Story.form(1)
            form.applicant.identity.lastName = "Vandenberghe"
            form.applicant.identity.firstNames = "Honorine"
            form.applicant.identity.birthDate = born
            form.applicant.contact.email = "honorine.v@example.org"
            form.applicant.contact.mobile = "0639980011"
            try town.submit(.creation(.with { $0.application = form }), id: id)
        }
        try rule(124, .different, in: town)
        // Three who have one person in common.
        _ = try couple(129, in: town)
        let third = try town.submit(.creation(.with { $0.application = person(131) }), id: 131)
        try take(129, into: third, 131, in: town)
    }

    /// While a court may ask for a file it is neither deleted nor merged, and afterwards it is.
    private static func disputes(in town: QuietTown) throws {
        let (_, merged) = try couple(126, in: town)
        try town.submit(dispute(merged, .placed), desk: SubmissionFixtures.managerDesk)
        try rule(126, .same, in: town)
        try town.submit(dispute(merged, .lifted), desk: SubmissionFixtures.managerDesk)
        try rule(126, .same, in: town)

        let deleted = try town.submit(.creation(.with { $0.application = person(128) }), id: 128)
        let deletion = WireRequest.OneOf_Kind.deletion(
            .with {
                $0.number = deleted
                $0.writtenProof = "ORDRE-2"
            }
        )
        try town.submit(dispute(deleted, .placed), desk: SubmissionFixtures.managerDesk)
        try town.submit(deletion, desk: SubmissionFixtures.managerDesk)
        try town.submit(dispute(deleted, .lifted), desk: SubmissionFixtures.managerDesk)
        try town.submit(deletion, desk: SubmissionFixtures.managerDesk)
    }

    /// A town hall ends a file that asks for its commune, and is refused where another one does not.
    private static func communes(in town: QuietTown) throws {
        let numbers = try [("59009", 140), ("59350", 141)].map { commune, id in
            var form = Story.form(1, commune)
            form.applicant.identity.lastName = ["Boidin", "Zwertvaegher"][id - 140]
            form.applicant.identity.firstNames = ["Aurèle", "Sidonie"][id - 140]
            form.applicant.identity.birthDate = ["1951-02-17", "1999-11-08"][id - 140]
            return try town.submit(.creation(.with { $0.application = form }), id: UInt64(id))
        }
        for number in numbers {
            try town.submit(
                .strikeOff(
                    .with {
                        $0.number = number
                        $0.reason = "RADABA"
                        $0.writtenProof = "COURRIER-9"
                    }
                ),
                desk: SubmissionFixtures.townHallDesk,
            )
        }
    }

    /// Two applications, filed as `first` and the next; the younger one takes the other's applicant in.
    private static func couple(_ first: UInt64, in town: QuietTown) throws -> (older: String, younger: String) {
        let numbers = try [first, first + 1].map { id in
            try town.submit(.creation(.with { $0.application = person(id) }), id: id)
        }
        try take(first, into: numbers[1], first + 1, in: town)
        return (numbers[0], numbers[1])
    }

    private static func take(_ person: UInt64, into number: String, _ id: UInt64, in town: QuietTown) throws {
        try town.submit(
            .modification(
                .with {
                    $0.number = number
                    $0.application = Story.person(id)
                    $0.application.coApplicants = [Story.person(person).applicant]
                }
            )
        )
    }

    private static func rule(_ first: UInt64, _ verdict: WireVerdict, in town: QuietTown) throws {
        try town.submit(
            .reviewDecision(
                .with {
                    $0.reviewID = [first, first + 1].map { SubmissionFixtures.id($0) }.joined(separator: "+")
                    $0.verdict = verdict
                }
            ),
            desk: SubmissionFixtures.managerDesk,
        )
    }

    /// Nobody else's name, nor anything like it.
    private static func person(_ id: UInt64) -> WireApplication {
        let names = [
            "Quesnoy", "Marchand", "Bouchart", "Fauvergue", "", "", "Hennion", "Tavernier", "Izorche", "Wattrelos",
            "Dhaine", "Lepoutre",
        ]
        var form = Story.form(1)
        form.applicant.identity.lastName = names[Int(id) - 120]
        form.applicant.identity.firstNames = ["Odile", "Bastien", "Yvonne"][Int(id) % 3]
        form.applicant.identity.birthDate = "19\(id - 60)-0\((id - 120) % 9 + 1)-2\(id % 7)"
        return form
    }

    private static func dispute(_ number: String, _ step: WireLitigationStep) -> WireRequest.OneOf_Kind {
        .litigationHold(
            .with {
                $0.number = number
                $0.step = step
                $0.reference = "TA-1206031"
            }
        )
    }

    static func form(_ figure: Int, _ commune: String = "59350") -> WireApplication {
        var form = WireApplication()
        form.applicant.identity.lastName = "Delattre"
        form.applicant.identity.firstNames =
            ["Élise", "Karim", "Noé", "Zoé", "Ana", "Luc", "Inès", "Paul", "Ève"][figure - 1]
        form.applicant.identity.birthDate = "198\(figure)-06-30"
        form.wanted.dwellingTypes = ["T3"]
        form.wanted.communes = [commune]
        return form
    }

    /// What both verifiers find in a copy that was tampered with.
    func verify(
        _ log: FrozenLog,
        now: Int64? = nil,
        _ change: (inout LegalCalendar) -> Void = { _ in },
    ) throws -> Verdict {
        var settings = VerifierSettings()
        settings.masterKeys = QuietTown.masterKeys
        settings.now = now
        change(&settings.calendar)
        return try Verifier().verify(log, settings: settings)
    }

    func verifyState(_ log: FrozenLog) throws -> Verdict {
        try StateVerifier(
            Assembly(log: log, calendar: assembly.calendar, lanes: assembly.lanes, logger: assembly.logger)
        ).verify()
    }
}

extension CivilDate {
    static func day(_ iso: String) -> CivilDate { CivilDate(iso: iso)! }
}
