import Intake
import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing

/// The form whole, and what each version of it takes (R441-2-2).
@Suite struct FormVersionTests {
    private static let path = "request.creation.application"

    /// A creation received on that day, with a form of that version.
    private func complaints(
        _ version: String,
        on day: CivilDate,
        _ alter: (inout WireApplication) -> Void = { _ in },
    ) -> [String] {
        var door = Door()
        door.publishedAt = day.startInParis() + 12 * 3_600_000
        let submission = SubmissionFixtures.creation().but {
            $0.receivedOn = day.iso
            $0.request.creation.application.formVersion = version
            alter(&$0.request.creation.application)
        }
        return door.complaints(submission)
    }

    // MARK: Days

    @Test(
        arguments: [
            ("01", "2010-09-30", "NU_0409"), ("01", "2010-10-01", ""), ("01", "2019-09-09", ""),
            ("01", "2019-09-10", "NU_0410"), ("02", "2013-07-23", "NU_0409"), ("02", "2013-07-24", ""),
            ("02", "2019-09-10", "NU_0410"), ("03", "2018-09-09", "NU_0409"), ("03", "2018-09-10", ""),
            ("03", "2026-01-01", ""), ("04", "2020-12-21", "NU_0409"), ("04", "2020-12-22", ""),
            ("05", "2022-03-31", "NU_0409"), ("05", "2022-04-01", ""), ("06", "2012-04-12", ""), ("", "2030-01-01", ""),
        ] as [(String, CivilDate, String)]
    )
    func aVersionIsReceivedFromItsFirstDayToItsLast(version: String, day: CivilDate, code: String) {
        let expected = code.isEmpty ? [] : ["\(code) \(Self.path).form_version"]
        #expect(complaints(version, on: day) { $0.taxIncome.year = 2009 } == expected)
    }

    @Test func theDaysThatNoTextGivesAreSettings() {
        var door = Door()
        door.publishedAt = CivilDate("2023-07-01").startInParis() + 12 * 3_600_000
        var settings = IntakeSettings()
        settings.forms.thirdUntil = "2023-06-30"
        settings.forms.fifthFrom = "2023-07-02"
        door.worker = IntakeWorker(settings: settings)
        for (version, code) in [("03", "NU_0410"), ("04", nil), ("05", "NU_0409")] {
            let submission = SubmissionFixtures.creation().but {
                $0.receivedOn = "2023-07-01"
                $0.request.creation.application.formVersion = version
            }
            #expect(door.complaints(submission) == (code.map { ["\($0) \(Self.path).form_version"] } ?? []))
        }
    }

    @Test func anImportIsOfAnyVersionAndKeepsItsCodes() {
        let imported = SubmissionFixtures.importing().but {
            $0.request.import.application.formVersion = "05"
            $0.request.import.application.reasons = ["77"]
        }
        #expect(Door().complaints(imported) == [])
    }

    // MARK: Codes

    /// One code that its list does not have, in each field of the form that takes one.
    static let codes: [(path: String, alter: @Sendable (inout WireApplication) -> Void)] = [
        ("applicant.identity.civility", { $0.applicant.identity.civility = "4" }),
        ("applicant.identity.nationality", { $0.applicant.identity.nationality = "4" }),
        ("applicant.family_situation", { $0.applicant.familySituation = "Z" }),
        ("applicant.occupation.contract", { $0.applicant.occupation.contract = "BEN" }),
        ("applicant.resources[0].code", { $0.applicant.resources[0].code = "PAV" }),
        ("applicant.resources_paid[0].code", { $0.applicant.resourcesPaid = [.with { $0.code = "SAL" }] }),
        ("co_applicants[0].link", { $0.coApplicants[0].link = "X" }),
        ("dependants[0].relationship", { $0.dependants[0].relationship = "X" }),
        ("dependants[0].sex", { $0.dependants[0].sex = "X" }),
        ("dependants[0].custody", { $0.dependants[0].custody = "X" }),
        ("dependants[0].resources[0].code", { $0.dependants[0].resources = [.with { $0.code = "X" }] }),
        ("current_housing.model", { $0.currentHousing.model = "TINY" }),
        ("current_housing.dwelling_type", { $0.currentHousing.dwellingType = "T9" }),
        ("current_housing.category", { $0.currentHousing.category = "X" }),
        ("reasons[1]", { $0.reasons = ["13", "24"] }),
        ("wanted.dwelling_types[0]", { $0.wanted.dwellingTypes = ["STUDIO", "T3"] }),
        ("wanted.category", { $0.wanted.category = "X" }),
        ("disability.state", { $0.disability.state = "X" }),
        ("disability.walking", { $0.disability.walking = "5" }),
        ("disability.motor[0]", { $0.disability.motor = ["X"] }),
        ("disability.sensory[1]", { $0.disability.sensory = ["DA", "X"] }),
        ("disability.aids[0]", { $0.disability.aids = ["8"] }),
        ("disability.equipment[0]", { $0.disability.equipment = ["7"] }),
    ]

    @Test(arguments: codes.indices)
    func aCodeIsOfItsListWhereTheVersionHasOne(index: Int) {
        let (path, alter) = Self.codes[index]
        for (version, day) in [("01", "2012-04-12"), ("02", "2014-04-12"), ("03", "2019-04-12")]
            as [(String, CivilDate)]
        {
            #expect(complaints(version, on: day, alter) == ["NU_0204 \(Self.path).\(path)"])
        }
        for (version, day) in [("04", "2021-04-12"), ("05", "2023-04-12"), ("", "2012-04-12")] as [(String, CivilDate)]
        {
            #expect(complaints(version, on: day, alter) == [])
        }
    }

    /// The prefecture says it, not the form.
    @Test func theStandingUnderTheDaloIsNoCodeOfTheForm() {
        #expect(complaints("01", on: "2012-04-12") { $0.dalo = "NEUF" } == [])
    }

    @Test(arguments: [("01", "2012-04-12", false), ("02", "2014-04-12", false), ("03", "2019-04-12", true)])
    func theSocialSecurityNumberCameWithTheThirdForm(version: String, day: String, isTaken: Bool) {
        let found = complaints(version, on: CivilDate(iso: day)!) {
            $0.applicant.identity.nir = "282069999900197"
            $0.coApplicants[0].identity.nir = "282069999900197"
        }
        let refusals = ["applicant", "co_applicants[0]"].map { "NU_0213 \(Self.path).\($0).identity.nir" }
        #expect(found == (isTaken ? [] : refusals))
    }

    @Test func allThatIsWrongIsNamedAtItsPlace() {
        let found = complaints("02", on: "2019-09-10") {
            $0.applicant.identity.nir = "282069999900197"
            $0.reasons = ["99"]
            $0.wanted.communes = []
        }
        #expect(
            found == [
                "NU_0213 \(Self.path).applicant.identity.nir", "NU_0204 \(Self.path).reasons[0]",
                "NU_0401 \(Self.path).wanted.communes", "NU_0410 \(Self.path).form_version",
            ]
        )
    }

    // MARK: The whole form

    /// Every field that a form can bring, and none of them is required: `identityADwellingTypeAndACommuneAreEnough`.
    @Test func theWholeFormIsKeptAsItCame() throws {
        let submission = SubmissionFixtures.creation().butApplication {
            $0.applicant.contact.workPhone = "0353010042"
            $0.applicant.contact.hostedBy = "Foyer des Tilleuls"
            $0.applicant.contact.residenceLine = "4 rue du Bois"
            $0.applicant.contact.residencePostcode = "59000"
            $0.applicant.contact.residenceCommune = "59350"
            $0.applicant.contact.profession = "infirmière"
            $0.applicant.contact.employer = "Clinique du Parc"
            $0.applicant.contact.otherReason = "près de l’école"
            $0.applicant.occupation.worksAbroad = true
            $0.applicant.resourcesPaid = [
                .with {
                    $0.code = "PAV"
                    $0.amountCents = 15_000
                }
            ]
            $0.applicant.taxIncomes = ([2010, 2009] as [Int32]).map { year in
                .with {
                    $0.year = year
                    $0.amountEuros = 12_000
                }
            }
            $0.dependants[0].resources = [
                .with {
                    $0.code = "BE"
                    $0.amountCents = 20_000
                }
            ]
            $0.unbornExpectedOn = "2012-09-30"
            $0.earlierTaxIncome.year = 2009
            $0.earlierTaxIncome.amountEuros = 17_200
            $0.currentHousing.category = "A"
            $0.currentHousing.ownsDwelling = true
            $0.wanted.districts = [
                .with {
                    $0.commune = "59350"
                    $0.code = "WAZEMMES"
                }
            ]
            $0.disability.persons = ["DEM"]
        }
        #expect(Door().complaints(submission) == [])
        #expect(Door().judge(submission).accepted?.request == submission.request)
    }

    @Test(
        arguments: [
            .form("NU_0304 applicant.contact.work_phone") { $0.applicant.contact.workPhone = "le soir" },
            .form("NU_0211 applicant.contact.hosted_by") { $0.applicant.contact.hostedBy = "\u{1}" },
            .form("NU_0202 applicant.contact.residence_line") {
                $0.applicant.contact.residenceLine = AnomalyTests.long
            },
            .form("NU_0305 applicant.contact.residence_postcode") { $0.applicant.contact.residencePostcode = "A" },
            .form("NU_0403 applicant.contact.residence_commune") { $0.applicant.contact.residenceCommune = "LILLE" },
            .form("NU_0202 applicant.contact.employer") { $0.applicant.contact.employer = AnomalyTests.long },
            .form("NU_0202 applicant.contact.other_reason") {
                $0.applicant.contact.otherReason = AnomalyTests.long + AnomalyTests.long
            },
            .form("NU_0209 applicant.tax_incomes[1].year") {
                $0.applicant.taxIncomes = [.with { $0.year = 2010 }, .with { $0.year = 2013 }]
            },
            .form("NU_0203 applicant.tax_incomes") { $0.applicant.taxIncomes = .init(repeating: .init(), count: 3) },
            .form("NU_0210 dependants[0].resources_paid[0].amount_cents") {
                $0.dependants[0].resourcesPaid = [.with { $0.amountCents = -1 }]
            },
            .form("NU_0205 unborn_expected_on") { $0.unbornExpectedOn = "en mai" },
            .form("NU_0210 earlier_tax_income.amount_euros") { $0.earlierTaxIncome.amountEuros = -1 },
            .form("NU_0411 wanted.districts[0].commune") {
                $0.wanted.districts = [
                    .with {
                        $0.commune = "59183"
                        $0.code = "CENTRE"
                    }
                ]
            },
            .form("NU_0201 wanted.districts[0].code") { $0.wanted.districts = [.with { $0.commune = "59350" }] },
            .form("NU_0203 disability.persons") { $0.disability.persons = .init(repeating: "DEM", count: 21) },
        ] as [Fault]
    )
    func whatIsWrongWithItIsNamedAtItsPlace(_ fault: Fault) {
        #expect(Door().complaints(fault.submission) == [fault.complaint])
    }

    // MARK: Modifications

    @Test(
        arguments: [
            (.unspecified, nil), (.applicant, nil), (.documents, nil), (.confirmed, nil), (.other, "NU_0705"),
            (.UNRECOGNIZED(9), "NU_0204"),
        ] as [(WireModificationOrigin, String?)]
    )
    func aModificationIsTheApplicantsOrRestsOnDocuments(origin: WireModificationOrigin, code: String?) {
        let submission = SubmissionFixtures.modification().but { $0.request.modification.origin = origin }
        #expect(Door().complaints(submission) == (code.map { ["\($0) request.modification.origin"] } ?? []))
    }
}
