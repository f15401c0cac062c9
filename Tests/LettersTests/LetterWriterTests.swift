import Letters
import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// What the law wants a letter to say, article by article.
@Suite struct LetterWriterTests {
    static let number = UniqueNumber.stub(1)
    let writer = LetterWriter(towns: ["59350": "Lille", "59009": "Villeneuve-d’Ascq"])

    static var dossier: Dossier {
        var application = WireApplication.stub([.zoe, .karim], commune: "59350")
        application.applicant.identity.civility = "2"
        application.applicant.contact.addressLine = "12 rue de l’Été"
        application.applicant.contact.postcode = "59000"
        application.applicant.contact.commune = "59350"
        application.wanted.dwellingTypes = ["T3"]
        application.reasons = ["01"]
        return Dossier(number: number, application: application, filed: "2012-02-29", start: "2012-02-29")
    }

    static var settings: LetterSettings {
        var settings = LetterSettings(
            service: ["Gestionnaire du Nord", "1 place de la République"],
            registrar: ["Bailleur du Nord", "5 rue Verte"]
        )
        settings.landlords = ["Bailleur du Nord", "Habitat du Hainaut"]
        settings.waitMonths = 24
        settings.committee = "DDTM du Nord, Lille"
        return settings
    }

    private func text(
        _ kind: WireNoticeKind,
        issued: CivilDate = "2012-03-01",
        validUntil: CivilDate? = nil,
        reason: String = "",
        rank: Int32 = 0,
        _ dossier: Dossier = dossier,
        _ settings: LetterSettings = settings,
    ) throws -> String {
        let notice = WireNotice(
            kind,
            dossier.number,
            issued: issued,
            validUntil: validUntil,
            reason: reason,
            rank: rank
        )
        let letter = try #require(writer.letter(notice, dossier, settings))
        return letter.subject + "\n" + letter.plainText
    }

    /// R441-2-4, point by point.
    @Test(arguments: [
        ("a) the applicant", "Madame Zoé Delattre, 12 rue de l’Été, 59000 LILLE"),
        ("b) the registering service", "Bailleur du Nord, 5 rue Verte"),
        ("c) the number", number.text),
        ("d) day of reception", "Demande reçue le 29 février 2012"),
        ("e) landlords", "Habitat du Hainaut"),
        ("f) when the committee may be seized", "menacé d’expulsion sans relogement"),
        ("g) from which day", "28 février 2014"),
        ("g) its address", "DDTM du Nord, Lille"),
        ("h) validity", "jusqu’au 28 février 2013"),
        ("h) renewal", "à partir du 29 décembre 2012"),
        ("h) strike-off", "Elle est radiée après une attribution"),
        ("i) progress", "Suivi de votre demande"),
        ("annex: documents", "Pièce d’identité ou titre de séjour"),
        ("annex: summary", "Communes, par ordre de préférence : Lille"),
        ("annex: next steps", "commission d’attribution examine"),
    ])
    func attestationHoldsWhatTheArticleLists(point: String, words: String) throws {
        let text = try text(.attestation)
        #expect(text.contains(words), "\(point)")
    }

    @Test func attestationOfARenewalHasTheDayOfTheRenewal() throws {
        var dossier = Self.dossier
        dossier.start = "2013-01-15"
        let text = try text(.renewalAttestation, issued: "2013-01-15", dossier)
        #expect(text.contains("renouvelée en dernier lieu le 15 janvier 2013"))
        #expect(text.contains("jusqu’au 15 janvier 2014"))
        #expect(text.contains("Votre ancienneté compte à partir du 29 février 2012"))
    }

    @Test func unknownDelayAndCommitteeAreNotInvented() throws {
        let text = try text(.attestation, LetterWriterTests.dossier, LetterSettings(service: ["S"], registrar: ["R"]))
        #expect(text.contains("fixé par arrêté du préfet"))
        #expect(!text.contains(" mois :"))
    }

    @Test func renewalLetterSaysTheDayAndWhatFollowsWithoutOne() throws {
        let first = try text(.renewal, issued: "2012-12-29", validUntil: "2013-02-28", rank: 1)
        #expect(first.contains("valable jusqu’au 28 février 2013"))
        #expect(first.contains("sera radiée"))
        #expect(first.contains("Bulletin de renouvellement"))
        let second = try text(.renewal, issued: "2013-01-29", validUntil: "2013-02-28", rank: 2)
        #expect(second.contains("Nous vous avons déjà écrit"))
        #expect(!first.contains("Nous vous avons déjà écrit"))
    }

    @Test(arguments: [
        ("RADCON", "", "à partir du 1er mai 2012", "R441-2-8 c)"),
        ("RADIRR", "IRRRES", "à partir du 1er avril 2012", "Ressources supérieures aux plafonds"),
    ])
    func warningSaysReasonGroundAndDelay(reason: String, ground: String, delay: String, words: String) throws {
        var dossier = Self.dossier
        dossier.ground = ground
        let text = try text(.warning, issued: "2012-03-01", reason: reason, dossier)
        #expect(text.contains(delay))
        #expect(text.contains(words))
    }

    /// A desk reports its registered letter some days later. Nobody is struck off before the day that is written here.
    @Test func theDelayOfAWarningCountsFromTheDayItWasSent() throws {
        var dossier = Self.dossier
        dossier.warned = "2012-02-10"
        let text = try text(.warning, issued: "2012-03-01", reason: "RADCON", dossier)
        #expect(text.contains("le 10 février 2012"))
        #expect(text.contains("à partir du 10 avril 2012"))
    }

    @Test func theDaysAreThoseOfTheTerritory() throws {
        var calendar = LegalCalendar()
        calendar.noAnswerDelayMonths = 1
        calendar.windowOpensMonths = 9
        let writer = LetterWriter(calendar: calendar)
        func text(_ kind: WireNoticeKind, _ reason: String = "") throws -> String {
            let notice = WireNotice(kind, Self.number, issued: "2012-03-01", reason: reason)
            return try #require(writer.letter(notice, Self.dossier, Self.settings)).plainText
        }
        #expect(try text(.warning, "RADCON").contains("à partir du 1er avril 2012"))
        #expect(try text(.attestation).contains("à partir du 29 novembre 2012"))
    }

    @Test(arguments: [
        ("RADATT", "1er mai 2012", "R441-2-8 a)"),
        ("RADABA", "1er mai 2012", "R441-2-8 b)"),
        ("RADCON", "1er août 2012", "R441-2-8 c)"),
        ("RADIRR", "1er mai 2012", "R441-2-8 d)"),
        ("RADREN", "29 août 2013", "R441-2-8 e)"),
    ])
    func strikeOffSaysReasonArticleAndTheWayBack(reason: String, until: String, article: String) throws {
        let text = try text(.strikeOff, issued: "2012-03-01", reason: reason)
        #expect(text.contains("radiée le 1er mars 2012"))
        #expect(text.contains("jusqu’au \(until)"))
        #expect(text.contains(article))
        #expect(text.contains("tribunal administratif"))
        #expect(text.contains("autre département") == (reason == "RADATT"))
    }

    @Test func priorityIsNotLostByANonRenewal() throws {
        var dossier = Self.dossier
        dossier.application.dalo = "ACTIF"
        #expect(try text(.strikeOff, reason: "RADREN", dossier).contains("obligation de l’État de vous reloger"))
        #expect(try !text(.strikeOff, reason: "RADABA", dossier).contains("obligation de l’État"))
        #expect(try !text(.strikeOff, reason: "RADREN").contains("obligation de l’État"))
        // A later form may leave the mark out, or say what became of it.
        dossier.isDalo = true
        for (dalo, isOwed) in [("", true), ("NON", true), ("ACTREL", false), ("CADUC", false)] {
            dossier.application.dalo = dalo
            let text = try text(.strikeOff, reason: "RADREN", dossier)
            #expect(text.contains("obligation de l’État de vous reloger") == isOwed, "\(dalo)")
        }
    }

    @Test func associationIsWrittenToByItsName() {
        var application = WireApplication()
        application.legalPerson.name = "Toit pour tous"
        application.legalPerson.contact.addressLine = "3 rue Haute"
        application.legalPerson.contact.postcode = "59000"
        #expect(writer.recipient(of: application) == ["Toit pour tous", "3 rue Haute", "59000"])
    }

    /// Whoever is taken in has no name on the letterbox, and whoever asks for an association is one of many there.
    @Test func whoIsTakenInIsFoundByWhoTakesThemIn() {
        var application = Self.dossier.application
        application.applicant.contact.hostedBy = "Foyer des Tilleuls"
        application.applicant.contact.addressComplement = "Bâtiment B"
        #expect(
            writer.recipient(of: application) == [
                "Madame Zoé Delattre", "chez Foyer des Tilleuls", "Bâtiment B", "12 rue de l’Été", "59000 LILLE",
            ]
        )
        var body = WireApplication()
        body.legalPerson.name = "Toit pour tous"
        body.legalPerson.contact.attention = "Accueil"
        body.legalPerson.contact.addressLine = "3 rue Haute"
        #expect(writer.recipient(of: body) == ["Toit pour tous", "À l’attention de Accueil", "3 rue Haute"])
    }

    /// Whoever fills in the form may write it, or not.
    @Test(arguments: [
        ("Madame X", "chez Madame X"), ("chez Madame X", "chez Madame X"), ("Chez Madame X", "Chez Madame X"),
        ("c/o Madame X", "c/o Madame X"), ("Chezal", "chez Chezal"),
    ])
    func oneChezIsEnough(written: String, line: String) {
        var application = Self.dossier.application
        application.applicant.contact.hostedBy = written
        #expect(writer.recipient(of: application)[1] == line)
    }

    /// So that an error is seen by who knows better.
    @Test(arguments: [
        "Demandeur : Zoé Delattre, né(e) le ", "Avec vous : Karim Belkacem", "Personnes à loger : 2",
        "Courriel : zoe@example.org", "Situation professionnelle : CDI", "Ressources mensuelles déclarées : 2840 €",
        "Revenu fiscal de référence : 18450 € (2010)", "Logement actuel : Locataire", "Enfants à naître : 1",
    ])
    func theSummaryHoldsWhatTheRegisterHolds(words: String) throws {
        var dossier = Self.dossier
        dossier.application.applicant.contact.email = "zoe@example.org"
        dossier.application.applicant.occupation.contract = "CDI"
        let salary = WireResource.with {
            $0.code = "SAL"
            $0.amountCents = 142_000
        }
        dossier.application.applicant.resources = [salary]
        dossier.application.coApplicants[0].resources = [salary]
        dossier.application.taxIncome.year = 2010
        dossier.application.taxIncome.amountEuros = 18_450
        dossier.application.currentHousing.model = "LP"
        dossier.application.unbornChildren = 1
        let text = try text(.attestation, dossier)
        #expect(text.contains(words), "\(text)")
        let little = try self.text(.attestation)
        #expect(!little.contains("Enfants à naître") && !little.contains("inconnu"), "what is not known is left out")
    }

    @Test func aLetterBeginsAndEndsAsOne() throws {
        for (kind, reason) in [(.warning, "RADCON"), (.strikeOff, "RADABA"), (.renewal, "")]
            as [(WireNoticeKind, String)]
        {
            let text = try text(kind, reason: reason)
            #expect(text.contains("Madame, Monsieur,"))
            #expect(text.contains("considération distinguée.\nGestionnaire du Nord"))
        }
    }

    /// The portal opened in April 2015.
    @Test func nobodyIsSentToAPortalBeforeThereWasOne() throws {
        #expect(try !text(.renewal, issued: "2012-12-29").contains("www."))
        #expect(try text(.renewal, issued: "2016-12-29").contains("www.demande-logement-social.gouv.fr"))
    }

    @Test func noticeOfAnotherKindHasNoLetter() {
        let notice = WireNotice(.unspecified, Self.number, issued: "2012-03-01")
        #expect(writer.letter(notice, Self.dossier, Self.settings) == nil)
    }
}
