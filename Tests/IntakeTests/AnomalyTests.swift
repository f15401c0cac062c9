import Intake
import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// One small change of a valid submission, and the one anomaly that follows.
struct Fault: Sendable, CustomTestStringConvertible {
    let complaint: String
    let submission: WireSubmission

    init(_ complaint: String, _ valid: WireSubmission, _ alter: (inout WireSubmission) -> Void) {
        self.complaint = complaint
        submission = valid.but(alter)
    }

    /// A fault in the form; the path goes on from `request.creation.application`.
    static func form(_ complaint: String, _ alter: (inout WireApplication) -> Void) -> Fault {
        let (code, path) = (complaint.prefix(7), complaint.dropFirst(8))
        return Fault("\(code) request.creation.application.\(path)", SubmissionFixtures.creation()) {
            alter(&$0.request.creation.application)
        }
    }

    var testDescription: String { complaint }
}

@Suite struct AnomalyTests {
    static let long = String(repeating: "é", count: 300)

    static let envelope: [Fault] = [
        Fault("NU_0602 desk", SubmissionFixtures.creation()) { $0.desk = "G9999" },
        Fault("NU_0202 agent", SubmissionFixtures.creation()) { $0.agent = long },
        Fault("NU_0211 agent", SubmissionFixtures.creation()) { $0.agent = "a\u{7}" },
        Fault("NU_0201 territory", SubmissionFixtures.creation()) { $0.territory = " " },
        Fault("NU_0407 territory", SubmissionFixtures.creation()) { $0.territory = "059 0" },
        Fault("NU_0407 territory", SubmissionFixtures.creation()) { $0.territory = "075" },
        Fault("NU_0205 received_on", SubmissionFixtures.creation()) { $0.receivedOn = "12/04/2012" },
        Fault("NU_0205 received_on", SubmissionFixtures.creation()) { $0.receivedOn = "2012-02-30" },
        Fault("NU_0103 request", SubmissionFixtures.creation()) { $0.clearRequest() },
        Fault("NU_0103 request", SubmissionFixtures.creation()) { $0.request.kind = nil },
    ]

    static let persons: [Fault] = [
        .form("NU_0201 applicant.identity.last_name") { $0.applicant.identity.lastName = "" },
        .form("NU_0201 applicant.identity.last_name") { $0.applicant.identity.lastName = " \u{200B}\t" },
        .form("NU_0211 applicant.identity.last_name") { $0.applicant.identity.lastName = "Del\u{1}attre" },
        .form("NU_0211 applicant.identity.last_name") { $0.applicant.identity.lastName = "Del\u{FFFD}attre" },
        .form("NU_0211 applicant.identity.last_name") { $0.applicant.identity.lastName = "Del\u{202E}attre" },
        .form("NU_0211 applicant.identity.last_name") { $0.applicant.identity.lastName = "--" },
        .form("NU_0202 applicant.identity.last_name") { $0.applicant.identity.lastName = long },
        .form("NU_0211 applicant.identity.birth_name") { $0.applicant.identity.birthName = "0" },
        .form("NU_0201 applicant.identity.first_names") { $0.applicant.identity.firstNames = "" },
        .form("NU_0201 applicant.identity.birth_date") { $0.applicant.identity.birthDate = "" },
        .form("NU_0205 applicant.identity.birth_date") { $0.applicant.identity.birthDate = "30/06/1982" },
        .form("NU_0205 applicant.identity.birth_date") { $0.applicant.identity.birthDate = "1982-06-31" },
        .form("NU_0301 applicant.identity.birth_date") { $0.applicant.identity.birthDate = "2012-04-13" },
        .form("NU_0301 applicant.identity.birth_date") { $0.applicant.identity.birthDate = "1882-04-11" },
        .form("NU_0302 applicant.identity.nir") { $0.applicant.identity.nir = "1820659350" },
        .form("NU_0302 applicant.identity.nir") { $0.applicant.identity.nir = "982065935000124" },
        .form("NU_0211 applicant.identity.civility") { $0.applicant.identity.civility = "M(1)" },
        .form("NU_0202 applicant.identity.nationality") { $0.applicant.identity.nationality = long },
        .form("NU_0202 applicant.contact.address_line") { $0.applicant.contact.addressLine = long },
        .form("NU_0211 applicant.contact.address_complement") { $0.applicant.contact.addressComplement = "\u{0}" },
        .form("NU_0305 applicant.contact.postcode") { $0.applicant.contact.postcode = "5900" },
        .form("NU_0403 applicant.contact.commune") { $0.applicant.contact.commune = "59000" },
        .form("NU_0204 applicant.contact.country") { $0.applicant.contact.country = "BEL" },
        .form("NU_0304 applicant.contact.phone") { $0.applicant.contact.phone = "le soir" },
        .form("NU_0304 applicant.contact.mobile") { $0.applicant.contact.mobile = "06" },
        .form("NU_0303 applicant.contact.email") { $0.applicant.contact.email = "zoe" },
        .form("NU_0202 applicant.contact.email") { $0.applicant.contact.email = long + "@example.org" },
        .form("NU_0403 applicant.occupation.workplace_commune") { $0.applicant.occupation.workplaceCommune = "LILLE" },
        .form("NU_0310 applicant.occupation.employer_siret") { $0.applicant.occupation.employerSiret = "732829320" },
        .form("NU_0310 applicant.occupation.employer_siret") {
            $0.applicant.occupation.employerSiret = "73282932100074"
        },
        .form("NU_0210 applicant.resources[0].amount_cents") { $0.applicant.resources[0].amountCents = -1 },
        .form("NU_0209 applicant.resources[0].amount_cents") { $0.applicant.resources[0].amountCents = .max },
        .form("NU_0203 applicant.resources") { $0.applicant.resources = .init(repeating: .init(), count: 31) },
        .form("NU_0201 co_applicants[0].identity.last_name") { $0.coApplicants[0].identity.lastName = "" },
        .form("NU_0212 co_applicants[1]") { $0.coApplicants.append($0.coApplicants[0]) },
        .form("NU_0212 co_applicants[0]") {
            $0.coApplicants = [SubmissionFixtures.person(lastName: "DELATTRE", firstNames: "Zoe-Anne")]
        },
        .form("NU_0203 co_applicants") { $0.coApplicants = .init(repeating: SubmissionFixtures.person(), count: 11) },
        .form("NU_0301 dependants[0].identity.birth_date") { $0.dependants[0].identity.birthDate = "2013-01-01" },
        .form("NU_0211 dependants[0].sex") { $0.dependants[0].sex = "♀" },
        .form("NU_0203 dependants") { $0.dependants = .init(repeating: .init(), count: 31) },
    ]

    static let household: [Fault] = [
        .form("NU_0209 unborn_children") { $0.unbornChildren = -1 },
        .form("NU_0209 unborn_children") { $0.unbornChildren = 11 },
        .form("NU_0209 tax_income.year") { $0.taxIncome.year = 2013 },
        .form("NU_0210 tax_income.amount_euros") { $0.taxIncome.amountEuros = -18_450 },
        .form("NU_0210 current_housing.monthly_rent_cents") { $0.currentHousing.monthlyRentCents = -1 },
        .form("NU_0209 current_housing.occupants") { $0.currentHousing.occupants = .max },
        .form("NU_0209 current_housing.surface_square_metres") { $0.currentHousing.surfaceSquareMetres = .min },
        .form("NU_0306 current_housing.landlord_siren") { $0.currentHousing.landlordSiren = "732829321" },
        .form("NU_0202 reasons[1]") { $0.reasons = ["13", "besoin de rapprochement"] },
        .form("NU_0203 reasons") { $0.reasons = .init(repeating: "13", count: 24) },
        .form("NU_0402 wanted.dwelling_types") { $0.wanted.dwellingTypes = [] },
        .form("NU_0402 wanted.dwelling_types") { $0.wanted.dwellingTypes = ["", " "] },
        .form("NU_0401 wanted.communes") { $0.wanted.communes = [] },
        .form("NU_0403 wanted.communes[1]") { $0.wanted.communes = ["59350", "59000"] },
        .form("NU_0403 wanted.communes[0]") { $0.wanted.communes = ["Lille"] },
        .form("NU_0404 wanted.communes[2]") { $0.wanted.communes = ["59350", "59009", "62041"] },
        .form("NU_0404 wanted.communes[0]") { $0.wanted.communes = ["97501"] },
        .form("NU_0203 wanted.communes") { $0.wanted.communes = (1...21).map { "59\($0 + 100)" } },
        .form("NU_0202 dalo") { $0.dalo = long },
        .form("NU_0308 legal_person") { $0.legalPerson = SubmissionFixtures.legalPersonApplication().legalPerson },
        .form("NU_0203 disability.aids") { $0.disability.aids = .init(repeating: "1", count: 21) },
        .form("NU_0211 disability.state") { $0.disability.state = "~" },
        .form("NU_0309 email_accepted") {
            $0.emailAccepted = true
            $0.applicant.contact.email = ""
        },
    ]

    static let body = SubmissionFixtures.creation(application: SubmissionFixtures.legalPersonApplication())

    static let bodies: [Fault] = [
        Fault("NU_0201 request.creation.application.legal_person.name", body) {
            $0.request.creation.application.legalPerson.name = ""
        },
        Fault("NU_0201 request.creation.application.legal_person.siren", body) {
            $0.request.creation.application.legalPerson.siren = ""
        },
        Fault("NU_0306 request.creation.application.legal_person.siren", body) {
            $0.request.creation.application.legalPerson.siren = "123456789"
        },
        Fault("NU_0303 request.creation.application.legal_person.contact.email", body) {
            $0.request.creation.application.legalPerson.contact.email = "toits"
        },
    ]

    static let numbers: [Fault] = [
        Fault("NU_0201 request.renewal.number", SubmissionFixtures.renewal()) { $0.request.renewal.number = "" },
        Fault("NU_0501 request.renewal.number", SubmissionFixtures.renewal()) { $0.request.renewal.number = "059" },
        Fault("NU_0502 request.renewal.number", SubmissionFixtures.renewal()) {
            $0.request.renewal.number = "0620411000123G5901"
        },
        Fault("NU_0501 request.separation.from_number", SubmissionFixtures.separation()) {
            $0.request.separation.fromNumber = "0591311000123G5901"
        },
        Fault("NU_0502 request.separation.from_number", SubmissionFixtures.separation()) {
            $0.request.separation.fromNumber = "1110411000123G5901"
        },
        Fault("NU_0501 request.modification.number", SubmissionFixtures.modification()) {
            $0.request.modification.number += "0"
        },
        Fault("NU_0501 request.reinstatement.number", SubmissionFixtures.reinstatement()) {
            $0.request.reinstatement.number = "0590411OOO123G5901"
        },
        Fault("NU_0201 request.deletion.number", SubmissionFixtures.deletion()) { $0.request.deletion.number = "" },
        Fault("NU_0201 request.deletion.written_proof", SubmissionFixtures.deletion()) {
            $0.request.deletion.writtenProof = ""
        },
    ]

    static let strikeOffs: [Fault] = [
        Fault("NU_0201 request.strike_off.number", SubmissionFixtures.strikeOff()) { $0.request.strikeOff.number = "" },
        Fault("NU_0201 request.strike_off.reason", SubmissionFixtures.strikeOff()) { $0.request.strikeOff.reason = "" },
        Fault("NU_0801 request.strike_off.reason", SubmissionFixtures.renunciation()) {
            $0.request.strikeOff.reason = "RADXYZ"
        },
        Fault("NU_0802 request.strike_off.reason", SubmissionFixtures.renunciation()) {
            $0.request.strikeOff.reason = "RADREN"
        },
        Fault("NU_0809 request.strike_off.reason", SubmissionFixtures.strikeOff()) {
            $0.desk = SubmissionFixtures.managerDesk
        },
        Fault("NU_0806 request.strike_off.allocation.landlord_siren", SubmissionFixtures.strikeOff()) {
            $0.request.strikeOff.allocation.landlordSiren = ""
        },
        Fault("NU_0306 request.strike_off.allocation.landlord_siren", SubmissionFixtures.strikeOff()) {
            $0.request.strikeOff.allocation.landlordSiren = "732829321"
        },
        Fault("NU_0803 request.strike_off.allocation.lease_signed_on", SubmissionFixtures.strikeOff()) {
            $0.request.strikeOff.allocation.leaseSignedOn = ""
        },
        Fault("NU_0205 request.strike_off.allocation.lease_signed_on", SubmissionFixtures.strikeOff()) {
            $0.request.strikeOff.allocation.leaseSignedOn = "2012-04-31"
        },
        Fault("NU_0804 request.strike_off.allocation.lease_signed_on", SubmissionFixtures.strikeOff()) {
            $0.request.strikeOff.allocation.leaseSignedOn = "2012-04-13"
        },
        Fault("NU_0808 request.strike_off.allocation.rpls_id", SubmissionFixtures.strikeOff()) {
            $0.request.strikeOff.allocation.rplsID = "123"
        },
        Fault("NU_0807 request.strike_off.allocation.dwelling", SubmissionFixtures.strikeOff()) {
            $0.request.strikeOff.allocation.rplsID = ""
        },
        Fault("NU_0807 request.strike_off.allocation.dwelling", SubmissionFixtures.strikeOff()) {
            $0.request.strikeOff.allocation.rplsID = ""
            $0.request.strikeOff.allocation.dwelling.addressLine = "3 place du Général-de-Gaulle"
            $0.request.strikeOff.allocation.dwellingType = ""
        },
        Fault("NU_0822 request.strike_off.allocation.landlord_siren", SubmissionFixtures.strikeOff()) {
            $0.request.strikeOff.allocation.landlordSiren = "123456782"
        },
        Fault("NU_0204 request.strike_off.allocation.quota", SubmissionFixtures.strikeOff()) {
            $0.request.strikeOff.allocation.quota = "PREFET"
        },
        Fault("NU_0204 request.strike_off.allocation.zone", SubmissionFixtures.strikeOff()) {
            $0.request.strikeOff.allocation.zone = "ZUS"
        },
        Fault("NU_0204 request.strike_off.allocation.dwelling_type", SubmissionFixtures.strikeOff()) {
            $0.request.strikeOff.allocation.dwellingType = "T6P"
        },
        Fault("NU_0204 request.strike_off.allocation.agreement", SubmissionFixtures.strikeOff()) {
            $0.request.strikeOff.allocation.agreement = "OUI"
        },
        Fault("NU_0204 request.strike_off.allocation.dalo_priority", SubmissionFixtures.strikeOff()) {
            $0.request.strikeOff.allocation.daloPriority = "ACTIF"
        },
        Fault("NU_0204 request.strike_off.allocation.already_tenant", SubmissionFixtures.strikeOff()) {
            $0.request.strikeOff.allocation.alreadyTenant = "1"
        },
        Fault("NU_0305 request.strike_off.allocation.dwelling.postcode", SubmissionFixtures.strikeOff()) {
            $0.request.strikeOff.allocation.dwelling.postcode = "A"
        },
        Fault("NU_0210 request.strike_off.allocation.monthly_rent_cents", SubmissionFixtures.strikeOff()) {
            $0.request.strikeOff.allocation.monthlyRentCents = -5
        },
        Fault("NU_0810 request.strike_off.written_proof", SubmissionFixtures.renunciation()) {
            $0.request.strikeOff.writtenProof = " "
        },
        Fault("NU_0816 request.strike_off.ground", SubmissionFixtures.renunciation()) {
            $0.request.strikeOff.reason = "RADIRR"
        },
        Fault("NU_0204 request.strike_off.ground", SubmissionFixtures.renunciation()) {
            $0.request.strikeOff.reason = "RADIRR"
            $0.request.strikeOff.ground = "IRRXYZ"
        },
        Fault("NU_0815 request.strike_off.reason", SubmissionFixtures.renunciation()) {
            $0.desk = SubmissionFixtures.managerDesk
            $0.request.strikeOff.reason = "RADIRR"
            $0.request.strikeOff.ground = "IRRRES"
        },
    ]

    static let letters: [Fault] = [
        Fault("NU_0201 request.warning.reason", SubmissionFixtures.warning()) { $0.request.warning.reason = "" },
        Fault("NU_0204 request.warning.reason", SubmissionFixtures.warning()) { $0.request.warning.reason = "RADATT" },
        Fault("NU_0204 request.warning.reason", SubmissionFixtures.warning()) { $0.request.warning.reason = "RADXYZ" },
        Fault("NU_0802 request.warning.reason", SubmissionFixtures.warning()) { $0.request.warning.reason = "RADREN" },
        Fault("NU_0816 request.warning.ground", SubmissionFixtures.warning()) { $0.request.warning.reason = "RADIRR" },
        Fault("NU_0815 request.warning.reason", SubmissionFixtures.warning()) {
            $0.desk = SubmissionFixtures.managerDesk
            $0.request.warning.reason = "RADIRR"
            $0.request.warning.ground = "IRRSEJ"
        },
        Fault("NU_0201 request.warning.sent_on", SubmissionFixtures.warning()) { $0.request.warning.sentOn = "" },
        Fault("NU_0814 request.warning.sent_on", SubmissionFixtures.warning()) {
            $0.request.warning.sentOn = "2012-04-13"
        },
        Fault("NU_0812 request.warning.proof", SubmissionFixtures.warning()) { $0.request.warning.proof = "" },
        Fault("NU_0201 request.notice_proof.rank", SubmissionFixtures.noticeProof()) {
            $0.request.noticeProof.rank = 0
        },
        Fault("NU_0201 request.notice_proof.channel", SubmissionFixtures.noticeProof()) {
            $0.request.noticeProof.channel = .unspecified
        },
        Fault("NU_0201 request.notice_proof.status", SubmissionFixtures.noticeProof()) {
            $0.request.noticeProof.status = .unspecified
        },
        Fault("NU_0201 request.notice_proof.batch", SubmissionFixtures.noticeProof()) {
            $0.request.noticeProof.batch = ""
        },
        Fault("NU_0201 request.notice_proof.item", SubmissionFixtures.noticeProof()) {
            $0.request.noticeProof.item = ""
        },
        Fault("NU_0206 request.notice_proof.happened_on", SubmissionFixtures.noticeProof()) {
            $0.request.noticeProof.happenedOn = "2012-05-01"
        },
        Fault("NU_0205 request.undeliverable_letter.returned_on", SubmissionFixtures.undeliverableLetter()) {
            $0.request.undeliverableLetter.returnedOn = "hier"
        },
        Fault("NU_0206 request.undeliverable_letter.returned_on", SubmissionFixtures.undeliverableLetter()) {
            $0.request.undeliverableLetter.returnedOn = "2012-05-01"
        },
        Fault("NU_0201 request.undeliverable_letter.proof", SubmissionFixtures.undeliverableLetter()) {
            $0.request.undeliverableLetter.proof = ""
        },
        Fault("NU_0201 request.review_decision.review_id", SubmissionFixtures.reviewDecision()) {
            $0.request.reviewDecision.reviewID = ""
        },
        Fault("NU_0619 desk", SubmissionFixtures.litigationHold()) { $0.desk = SubmissionFixtures.landlordDesk },
        Fault("NU_0201 request.litigation_hold.step", SubmissionFixtures.litigationHold()) {
            $0.request.litigationHold.step = .unspecified
        },
        Fault("NU_0204 request.litigation_hold.step", SubmissionFixtures.litigationHold()) {
            $0.request.litigationHold.step = .UNRECOGNIZED(7)
        },
        Fault("NU_0201 request.litigation_hold.reference", SubmissionFixtures.litigationHold()) {
            $0.request.litigationHold.reference = ""
        },
        Fault("NU_0501 request.litigation_hold.number", SubmissionFixtures.litigationHold()) {
            $0.request.litigationHold.number = "X"
        },
        Fault("NU_0906 request.review_decision.verdict", SubmissionFixtures.reviewDecision()) {
            $0.request.reviewDecision.verdict = .unspecified
        },
        Fault("NU_0204 request.review_decision.verdict", SubmissionFixtures.reviewDecision()) {
            $0.request.reviewDecision.verdict = .UNRECOGNIZED(9)
        },
    ]

    static let imports: [Fault] = [
        Fault("NU_0501 request.import.number", SubmissionFixtures.importing()) { $0.request.import.number = "X" },
        Fault("NU_0502 request.import.number", SubmissionFixtures.importing()) {
            $0.request.import.number = "0620908004711G5902"
        },
        Fault("NU_0913 request.import.number", SubmissionFixtures.importing()) {
            $0.request.import.number = "0590907004711G5902"
        },
        Fault("NU_0913 request.import.number", SubmissionFixtures.importing()) {
            $0.request.import.number = "0590808004711G5902"
        },
        Fault("NU_0201 request.import.first_filed_on", SubmissionFixtures.importing()) {
            $0.request.import.firstFiledOn = ""
        },
        Fault("NU_0205 request.import.first_filed_on", SubmissionFixtures.importing()) {
            $0.request.import.firstFiledOn = "2008-09"
        },
        Fault("NU_0207 request.import.first_filed_on", SubmissionFixtures.importing()) {
            $0.request.import.firstFiledOn = "1908-09-15"
        },
        Fault("NU_0206 request.import.first_filed_on", SubmissionFixtures.importing()) {
            $0.request.import.firstFiledOn = "2012-04-13"
            $0.request.import.number = "0590412004711G5902"
        },
        Fault("NU_0201 request.import.valid_from", SubmissionFixtures.importing()) { $0.request.import.validFrom = "" },
        Fault("NU_0912 request.import.valid_from", SubmissionFixtures.importing()) {
            $0.request.import.validFrom = "2008-09-14"
        },
        Fault("NU_0206 request.import.valid_from", SubmissionFixtures.importing()) {
            $0.request.import.validFrom = "2012-04-13"
        },
    ]

    @Test(arguments: envelope + persons + household + bodies + numbers)
    func oneFaultOneAnomaly(_ fault: Fault) { expect(fault) }

    @Test(arguments: strikeOffs + letters + imports)
    func oneFaultOneAnomalyOfTheOtherKinds(_ fault: Fault) { expect(fault) }

    private func expect(_ fault: Fault) {
        let door = Door()
        #expect(door.complaints(fault.submission) == [fault.complaint])
        #expect(door.judgeJSON(fault.submission).complaints == [fault.complaint])
    }

    @Test func allErrorsComeAtOnceInTheOrderOfTheForm() throws {
        let submission = SubmissionFixtures.creation().but {
            $0.receivedOn = "2012-13-01"
            $0.request.creation.application.applicant.identity.lastName = ""
            $0.request.creation.application.applicant.identity.birthDate = "1982-02-30"
            $0.request.creation.application.applicant.contact.email = "zoe"
            $0.request.creation.application.coApplicants[0].identity.firstNames = "\u{1}"
            $0.request.creation.application.dependants[0].identity.birthDate = "2020-01-01"
            $0.request.creation.application.taxIncome.amountEuros = -1
            $0.request.creation.application.wanted.dwellingTypes = []
            $0.request.creation.application.wanted.communes = ["59350", "62041", "59000"]
        }
        let application = "request.creation.application"
        #expect(
            Door().complaints(submission) == [
                "NU_0205 received_on",
                "NU_0201 \(application).applicant.identity.last_name",
                "NU_0205 \(application).applicant.identity.birth_date",
                "NU_0303 \(application).applicant.contact.email",
                "NU_0211 \(application).co_applicants[0].identity.first_names",
                "NU_0301 \(application).dependants[0].identity.birth_date",
                "NU_0210 \(application).tax_income.amount_euros",
                "NU_0402 \(application).wanted.dwelling_types",
                "NU_0404 \(application).wanted.communes[1]",
                "NU_0403 \(application).wanted.communes[2]",
            ]
        )
    }

    @Test func anAbsentFormIsNamedFieldByField() {
        let application = "request.creation.application"
        let expected = [
            "NU_0201 \(application).applicant.identity.last_name",
            "NU_0201 \(application).applicant.identity.first_names",
            "NU_0201 \(application).applicant.identity.birth_date",
            "NU_0402 \(application).wanted.dwelling_types",
            "NU_0401 \(application).wanted.communes",
        ]
        #expect(Door().complaints(SubmissionFixtures.submission(.creation(WireCreation()))) == expected)
    }

    @Test func anAllocationWithoutAnythingLacksItsThreeProofs() {
        let submission = SubmissionFixtures.strikeOff().but { $0.request.strikeOff.clearAllocation() }
        let allocation = "request.strike_off.allocation"
        let expected = [
            "NU_0806 \(allocation).landlord_siren", "NU_0803 \(allocation).lease_signed_on",
            "NU_0807 \(allocation).dwelling",
        ]
        #expect(Door().complaints(submission) == expected)
    }

    @Test func theRefusalIsAddressedToTheDesk() throws {
        let submission = SubmissionFixtures.renewal(id: SubmissionFixtures.id(5)).but {
            $0.request.renewal.number = "0620411000123G5901"
        }
        let receipt = try #require(Door().judgeJSON(submission).receipt)
        let anomaly = Anomaly(code: .numberOfAnotherTerritory, path: "request.renewal.number")
        let expected = WireReceipt.with {
            $0.submissionID = SubmissionFixtures.id(5)
            $0.desk = "G5901"
            $0.territory = "059"
            $0.kind = .renewal
            $0.outcome = .refused
            $0.number = "0620411000123G5901"
            $0.receivedOn = "2012-04-12"
            $0.anomalies = [WireAnomaly(anomaly)]
            $0.sourcePartition = 3
            $0.sourceOffset = 42
        }
        #expect(receipt == Receipt(message: expected, format: .json))
    }

    /// Thousands of errors in one message: a hundred lines answer it, and the last one says that there are more.
    @Test func aReceiptNamesAHundredErrorsAtMost() throws {
        let submission = SubmissionFixtures.creation().butApplication { form in
            let bad = [WireResource](repeating: .with { $0.amountCents = -1 }, count: 30)
            form.applicant.resources = bad
            form.applicant.resourcesPaid = bad
            form.coApplicants = [WirePerson](repeating: form.applicant, count: 10)
        }
        let receipt = try #require(Door().judgeJSON(submission).receipt?.message)
        #expect(receipt.anomalies.count == 100)
        #expect(receipt.anomalies.last?.code == "NU_0114")
        #expect(receipt.anomalies.dropLast().allSatisfy { $0.code != "NU_0114" })
        let size: Int = (try receipt.jsonUTF8Bytes() as [UInt8]).count
        #expect(size < 100_000)
    }

    @Test func aHundredErrorsAreNamedInFull() {
        let anomalies = (0..<100).map { Anomaly(code: .badAmount, path: "\($0)") }
        #expect(anomalies.capped == anomalies)
        #expect((anomalies + anomalies).capped.count == 100)
    }

    /// S-15d. Who it is has not been said, so nothing of it is looked at, and the answer is short.
    @Test func ofAnUnknownDeskNothingIsLookedAt() {
        let submission = SubmissionFixtures.creation().but {
            $0.desk = "G9999"
            $0.territory = "999"
            $0.request.creation.application.applicant.identity.lastName = ""
        }
        #expect(Door().complaints(submission) == ["NU_0602 desk"])
    }
}
