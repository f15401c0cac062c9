import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing

@testable import Ministry

/// Every type of message says what a submission in protobuf says. The messages are made by Python's XML library.
@Suite struct MessageTests {
    private func read(_ name: String) throws -> MinistryMessage {
        try MinistryMessage.read(try MinistryMessages.bytes(name)[...])
    }

    private static let form = MinistryMessages.form

    private func submission(_ kind: WireRequest.OneOf_Kind, desk: String = "G5901", id: String) -> WireSubmission {
        .with {
            $0.submissionID = id
            $0.desk = desk
            $0.territory = "059"
            $0.receivedOn = "2012-04-12"
            $0.request.kind = kind
        }
    }

    private func expect(_ name: String, _ kind: WireRequest.OneOf_Kind, desk: String = "G5901") throws {
        let message = try read(name)
        #expect(message.anomalies == [])
        #expect(message.unread == [])
        #expect(message.submission == submission(kind, desk: desk, id: message.submission.submissionID), "\(name)")
        #expect(SubmissionID(message.submission.submissionID) != nil)
    }

    @Test(arguments: ["creation", "creation-latin1", "creation-ascii"])
    func aCreationByAHousehold(name: String) throws {
        try expect(name, .creation(.with { $0.application = MessageTests.form }))
    }

    @Test func aCreationByAnAssociation() throws {
        var form = SubmissionFixtures.legalPersonApplication()
        form.legalPerson.contact.mobile = ""
        form.legalPerson.contact.phone = "0320000000"
        form.legalPerson.contact.email = "contact@example.org"
        form.legalPerson.contact.attention = "Accueil"
        form.wanted.category = "I"
        try expect("creation-association", .creation(.with { $0.application = form }))
    }

    @Test func aSeparationNamesTheNumberItLeaves() throws {
        try expect(
            "separation",
            .separation(
                .with {
                    $0.fromNumber = SubmissionFixtures.number
                    $0.application = MessageTests.form
                }
            )
        )
    }

    @Test func aModification() throws {
        try expect(
            "modification",
            .modification(
                .with {
                    $0.number = SubmissionFixtures.number
                    $0.application = MessageTests.form
                }
            )
        )
    }

    @Test func aRenewalWithItsForm() throws {
        try expect(
            "renewal",
            .renewal(
                .with {
                    $0.number = SubmissionFixtures.number
                    $0.application = MessageTests.form
                }
            )
        )
    }

    /// Some senders put a wish into every message: where nobody is named it is no form, and that is said.
    @Test func aRenewalInWhichNobodyIsNamedChangesNothing() throws {
        let message = try read("renewal-unchanged")
        #expect(message.submission.request.kind == .renewal(.with { $0.number = SubmissionFixtures.number }))
        #expect(message.unread == ["/interfaceNuu/demande/demandeLogement/logementRecherche"])
    }

    @Test func aStrikeOffForALease() throws {
        try expect("strike-off-allocated", try #require(SubmissionFixtures.strikeOff().request.kind))
    }

    @Test func aStrikeOffForARenunciation() throws {
        try expect("strike-off-renounced", try #require(SubmissionFixtures.renunciation().request.kind))
    }

    @Test func aStrikeOffWithAnEmptyCodeUndoesOne() throws {
        try expect("reinstatement", try #require(SubmissionFixtures.reinstatement().request.kind))
    }

    /// Left out is not empty.
    @Test func aStrikeOffWithoutACodeIsNoReinstatement() throws {
        let text = try MinistryMessages.text("reinstatement")
        for other in ["<nuu:motifRadiation />", ""] {
            let altered = text.replacing("<nuu:motifRadiation code=\"\" />", with: other)
            #expect(altered != text)
            let message = try MinistryMessage.read(Bytes(altered.utf8))
            #expect(
                message.submission.request.kind == .strikeOff(.with { $0.number = SubmissionFixtures.number })
            )
        }
    }

    @Test func aDeletion() throws {
        try expect("deletion", try #require(SubmissionFixtures.deletion().request.kind), desk: "G5900")
    }

    // MARK: What it does not say

    @Test func theTerritoryIsThatOfTheNumberOrOfTheFirstCommune() throws {
        let text = try MinistryMessages.text("creation")
        let paris = text.replacing("commune code=\"59350\"", with: "commune code=\"75113\"")
        #expect(try MinistryMessage.read(Bytes(paris.utf8)).submission.territory == "111")
        let nobody = text.replacing("commune code=\"59350\"", with: "commune code=\"\"")
        #expect(try MinistryMessage.read(Bytes(nobody.utf8)).submission.territory == "")
    }

    /// In Paris, whatever the file's time zone.
    @Test(
        arguments: [
            ("2012-04-12T10:24:06.339+02:00", "2012-04-12"), ("2012-04-12T23:30:00Z", "2012-04-13"),
            ("2012-04-12T23:30:00", "2012-04-12"), ("2012-04-12", "2012-04-12"),
            ("2012-04-12T23:30:00-04:00", "2012-04-13"),
            ("2012-04-12T00:30:00+14:00", "2012-04-11"),
        ]
    )
    func whatIsNoFilingIsReceivedWhenTheFileIsMade(made: String, received: String) throws {
        let text = try MinistryMessages.text("renewal").replacing("2012-04-12T10:24:06.339+02:00", with: made)
        #expect(try MinistryMessage.read(Bytes(text.utf8)).submission.receivedOn == received)
    }

    @Test func anAddressAbroadHasACountry() throws {
        let text = try MinistryMessages.text("creation").replacing(
            "<nuu:etranger>false</nuu:etranger>\n                        <nuu:numero>",
            with: "<nuu:etranger>true</nuu:etranger><nuu:numero>"
        )
        let message = try MinistryMessage.read(Bytes(text.utf8))
        #expect(message.submission.request.creation.application.applicant.contact.country == "ZZ")
    }

    /// The register has one line for where a household lives, and no country.
    @Test func whoLivesAbroadLivesInOneLine() throws {
        let text = try MinistryMessages.text("creation").replacing(
            "<nuu:adresseActuelle>",
            with: "<nuu:adresseActuelle><nuu:etranger>1</nuu:etranger><nuu:pays code=\"BE\"/>"
        )
        let contact = try MinistryMessage.read(Bytes(text.utf8)).submission.request.creation.application.applicant
            .contact
        #expect(contact.residenceLine == "4 rue du Bois, 59100, BE")
        #expect(contact.residencePostcode == "" && contact.residenceCommune == "")
        #expect(contact.country == "", "where letters go is another address")
    }

    /// A year without an amount says nothing; none is an amount.
    @Test func aTaxIncomeOfNothingIsOne() throws {
        let text = try MinistryMessages.text("creation")
        func form(_ old: String, _ new: String) throws -> WireApplication {
            try MinistryMessage.read(Bytes(text.replacing(old, with: new).utf8)).submission.request.creation.application
        }
        #expect(try form(">18450<", ">0<").taxIncome.year == 2010)
        #expect(try !form(">18450<", "><").hasTaxIncome)
        #expect(try form(">18450<", "><").earlierTaxIncome.year == 2009)
    }

    @Test func aDistrictWithoutACodeIsNamed() throws {
        let text = try MinistryMessages.text("creation")
            .replacing("<nuu:quartier code=\"COUSINERIE\" />", with: "<nuu:quartier>Est</nuu:quartier>")
        let message = try MinistryMessage.read(Bytes(text.utf8))
        #expect(message.submission.request.creation.application.wanted.districts.map(\.code) == ["WAZEMMES"])
        #expect(
            message.unread == [
                "/interfaceNuu/demande/demandeLogement/logementRecherche/listeLocalisationSouhaite"
                    + "/localisationSouhaite[2]/quartier"
            ]
        )
    }

    // MARK: What is wrong with the message itself

    private func complaints(_ name: String, _ old: String, _ new: String) throws -> [String] {
        let text = try MinistryMessages.text(name)
        let altered = text.replacing(old, with: new)
        #expect(altered != text, "\(old) is not there")
        return try MinistryMessage.read(Bytes(altered.utf8)).anomalies.map(\.description)
    }

    @Test func anotherVersionIsRefused() throws {
        #expect(try complaints("renewal", "02.01", "03.00") == ["NU_0102 /interfaceNuu/@versionInterface"])
        #expect(
            try complaints("renewal", " versionInterface=\"02.01\"", "") == ["NU_0102 /interfaceNuu/@versionInterface"]
        )
    }

    @Test(arguments: ["DIS", "RET", "COP"]) func whatTheRegisterSendsIsNotReceived(type: String) throws {
        #expect(try complaints("renewal", ">REN<", ">\(type)<") == ["NU_0109 /interfaceNuu/entete/typeFichier"])
    }

    @Test func anUnknownTypeIsRefused() throws {
        #expect(try complaints("renewal", ">REN<", ">XXX<") == ["NU_0204 /interfaceNuu/entete/typeFichier"])
    }

    @Test func aFileHasItsDate() throws {
        let date = "2012-04-12T10:24:06.339+02:00"
        #expect(try complaints("renewal", date, "") == ["NU_0201 /interfaceNuu/entete/dateFichier"])
        #expect(try complaints("renewal", date, "12/04/2012") == ["NU_0205 /interfaceNuu/entete/dateFichier"])
    }

    @Test func aFileHoldsOneApplication() throws {
        let end = "</nuu:demandeLogement>"
        #expect(
            try complaints("reinstatement", end, end + "<nuu:demandeLogement><nuu:autre/></nuu:demandeLogement>")
                == ["NU_0110 /interfaceNuu/demande/demandeLogement[2]"]
        )
    }

    @Test func whatStandsTwiceIsNamed() throws {
        #expect(
            try complaints(
                "creation",
                "<nuu:nom>Delattre</nuu:nom>\n                    <nuu:prenom>Zoé",
                "<nuu:nom>A</nuu:nom><nuu:nom>B</nuu:nom><nuu:prenom>Zoé"
            )
                == ["NU_0212 /interfaceNuu/demande/demandeLogement/personnePhysique/demandeur/nom[2]"]
        )
    }

    @Test func numbersAndBooleansAreSuch() throws {
        let form = "/interfaceNuu/demande/demandeLogement"
        #expect(
            try complaints("creation", ">1420<", ">mille<")
                == ["NU_0209 \(form)/personnePhysique/demandeur/listeRessourceRecue/detailRessource[1]/montant"]
        )
        #expect(
            try complaints("creation", "demandeElargie>true<", "demandeElargie>peut-être<")
                == ["NU_0204 \(form)/logementRecherche/demandeElargie"]
        )
        #expect(
            try complaints("creation", "nombre>1<", "nombre>99999999999<")
                == ["NU_0209 \(form)/personnePhysique/personneANaitre/nombre"]
        )
    }

    @Test(
        arguments: [
            ("12", 1_200), ("12.5", 1_250), ("12,50", 1_250), (" 0.07 ", 7), ("-3", -300),
            ("999999999999", 99_999_999_999_900),
            ("1e3", nil), ("12.345", nil), ("", nil), (".5", nil), ("9999999999999", nil), ("1.2.3", nil),
        ] as [(String, Int64?)]
    )
    func anAmountIsInEuros(text: String, cents: Int64?) { #expect(Amount.cents(text) == cents) }
}
