import Intake
import Register
import Schemas
import TestSupport
import Testing
import WorkerKit

@Suite struct NormalisationTests {
    let door = Door()

    @Test func whatIsWrittenCarelesslyEntersTheRegisterInItsNormalForm() throws {
        let careless = SubmissionFixtures.creation().but {
            $0.submissionID = " \($0.submissionID.uppercased())\n"
            $0.desk = " g5901"
            $0.agent = " agent-7 "
            $0.receivedOn = "2012-04-12 "
            $0.request.creation.application.applicant.identity.lastName = "  Delattre\u{A0} "
            $0.request.creation.application.applicant.identity.firstNames = "Zoé\t  An\u{AD}ne"
            $0.request.creation.application.applicant.contact.addressLine = "12  rue\ndes Postes"
            $0.request.creation.application.applicant.contact.postcode = "59 000"
            $0.request.creation.application.applicant.contact.country = "fr"
            $0.request.creation.application.applicant.contact.mobile = "06.00-00 00 00"
            $0.request.creation.application.applicant.contact.email = " Zoe.Delattre@Example.ORG "
            $0.request.creation.application.applicant.familySituation = "m"
            $0.request.creation.application.applicant.occupation.employerSiret = "732 829 320 00074"
            $0.request.creation.application.reasons = ["13", " 09", "", "13"]
            $0.request.creation.application.wanted.dwellingTypes = ["t3", "T4", "T3"]
            $0.request.creation.application.wanted.communes = ["59350 ", "59009", "59350"]
        }
        let tidy = SubmissionFixtures.creation()
        #expect(door.judge(careless) == door.judge(tidy))
    }

    @Test func namesKeepTheirCaseAndAccents() {
        let names = ["d’Ormesson-Lœb", "de La Tour", "ÉLOÏSE", "Nguyễn", "O'Neill", "Œ"]
        for name in names {
            let submission = SubmissionFixtures.creation().butApplication { $0.applicant.identity.lastName = name }
            let kept = door.judge(submission).accepted?.request.creation.application.applicant.identity.lastName
            #expect(kept == name)
        }
    }

    /// S-32. What nobody sees may not tell two names apart, nor be one.
    @Test(arguments: ["De\u{200D}lattre", "Delattre\u{FE0F}", "De\u{34F}lattre", "\u{200C}Delattre"])
    func marksThatNobodySeesAreLeftOut(name: String) {
        let submission = SubmissionFixtures.creation().butApplication { $0.applicant.identity.lastName = name }
        let kept = door.judge(submission).accepted?.request.creation.application.applicant.identity.lastName
        #expect(kept == "Delattre")
    }

    @Test(
        arguments: [
            "Del\u{61C}attre", "\u{61C}", "Del\u{2063}attre", "\u{3164}", "\u{115F}", "Del\u{180E}attre",
            // A Cyrillic а, a Greek ο, an Armenian օ, a Cherokee Ꮪ, a full-width ｅ.
            "Lem\u{430}ire", "Delattre-T\u{3BF}m", "D\u{585}ris", "\u{13DA}imon", "Del\u{FF45}ttre",
        ]
    )
    func lettersThatShowNothingOrAnotherScriptAreNoName(name: String) {
        let submission = SubmissionFixtures.creation().butApplication { $0.applicant.identity.lastName = name }
        #expect(door.complaints(submission) == ["NU_0211 request.creation.application.applicant.identity.last_name"])
    }

    /// The same letters to every reader, and other bytes: composed, they are one name.
    @Test(arguments: [
        ("Andre\u{301}", "Andr\u{E9}"), ("Nguye\u{302}\u{303}n", "Nguy\u{1EC5}n"), ("\u{212B}ke", "\u{C5}ke"),
    ])
    func accentsThatStandBesideTheirLetterAreComposed(_ written: String, _ composed: String) {
        let submission = SubmissionFixtures.creation().butApplication { $0.applicant.identity.lastName = written }
        let kept = door.judge(submission).accepted?.request.creation.application.applicant.identity.lastName
        #expect(kept.map { Array($0.utf8) } == Array(composed.utf8))
    }

    @Test(arguments: ["Иванов", "Παπαδόπουλος", "Ñúñez-Şahin", "Nguyễn Văn"])
    func aNameInOneScriptIsKept(name: String) {
        let submission = SubmissionFixtures.creation().butApplication { $0.applicant.identity.lastName = name }
        let kept = door.judge(submission).accepted?.request.creation.application.applicant.identity.lastName
        #expect(kept == name)
    }

    @Test(arguments: [
        ("0320000000", "0320000000"), ("03 20 00 00 00", "0320000000"), ("+33 (0)3 20 00 00 00", "+33320000000"),
        ("0033 3 20 00 00 00", "+33320000000"), ("+32 69/00.00.00", "+3269000000"),
        ("+262 262 00 00 00", "+262262000000"),
    ])
    func phones(_ written: String, _ kept: String) {
        let submission = SubmissionFixtures.creation().butApplication { $0.applicant.contact.phone = written }
        let decision = door.judge(submission)
        #expect(decision.accepted?.request.creation.application.applicant.contact.phone == kept)
    }

    @Test(arguments: ["+33", "320000000", "0000000000", "06000000000", "0600 ext 3", "1+2", "+0320000000", "12"])
    func phonesThatCannotBeDialled(_ written: String) {
        let submission = SubmissionFixtures.creation().butApplication { $0.applicant.contact.phone = written }
        #expect(door.complaints(submission) == ["NU_0304 request.creation.application.applicant.contact.phone"])
    }

    @Test(arguments: ["a@b.fr", "prenom.nom+sne@sub.example.org", "élise@exemple.fr"])
    func emailAddresses(_ written: String) {
        let submission = SubmissionFixtures.creation().butApplication { $0.applicant.contact.email = written }
        #expect(door.complaints(submission) == [])
    }

    @Test(arguments: [
        "a", "a@b", "@b.fr", "a@.fr", "a@b.", "a@b.f", "a b@c.fr", "a@b@c.fr", "a..b@c.fr", "<a@b.fr>", "a.@b.fr",
    ])
    func emailAddressesThatNoMailGetsTo(_ written: String) {
        let submission = SubmissionFixtures.creation().butApplication { $0.applicant.contact.email = written }
        #expect(door.complaints(submission) == ["NU_0303 request.creation.application.applicant.contact.email"])
    }

    @Test(arguments: ["1 82 06 59 350 001", "182062A004001", "282065935000166", "182065935000124"])
    func socialSecurityNumbersLoseTheirSpacesAndNoMore(_ written: String) {
        let submission = SubmissionFixtures.creation().butApplication { $0.applicant.identity.nir = written }
        let expected = NIR(written) == nil ? nil : String(written.filter { $0 != " " })
        let kept = door.judge(submission).accepted?.request.creation.application.applicant.identity.nir
        #expect(kept == expected)
    }

    @Test func numbersMayBeWrittenInGroups() {
        let submission = SubmissionFixtures.renewal().but { $0.request.renewal.number = "059 0411 000123 g5901" }
        #expect(door.judge(submission).accepted?.request.renewal.number == SubmissionFixtures.number)
    }

    @Test func normalisingTwiceChangesNothing() throws {
        for submission in SubmissionFixtures.ofEachKind {
            let once = try #require(door.judge(submission).accepted)
            let again = try #require(door.judge(submission.but { $0.request = once.request }).accepted)
            #expect(once == again)
        }
    }
}
