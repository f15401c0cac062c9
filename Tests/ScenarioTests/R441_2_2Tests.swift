import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing

/// R441-2-2: the form, what it asks, and which version of it.
@Suite("R441-2-2, the form") struct R441_2_2Tests {
    @Test(arguments: stories) func theForm(_ story: Story) { story.check() }

    static let stories: [Story] = [
        story("an identity, a type of dwelling and a commune are enough") {
            on("2012-04-02", .files { $0.applicant.clearContact() }, expects: .registered)
        },
        story("what is missing of these is named, each at its place") {
            on(
                "2012-04-02",
                .files { $0.applicant.identity.birthDate = "" },
                expects: .refused(.missingField, at: "request.creation.application.applicant.identity.birth_date")
            )
            on(
                "2012-04-02",
                .files { $0.wanted.dwellingTypes = [] },
                expects: .refused(.dwellingTypesMissing, at: "request.creation.application.wanted.dwelling_types")
            )
        },
        story("the first form is received from 1 October 2010, and none older than the third from 10 September 2019") {
            on("2010-09-30", .files { $0.formVersion = "01" }, expects: .refused(.formNotYetReceived))
            on("2010-10-01", .files { $0.formVersion = "01" }, expects: .registered)
            on("2010-10-02", .renounces(), expects: .struckOff(.renounced))
            on("2011-10-02", expects: .purged)
            on("2019-09-09", .files(.karim) { $0.formVersion = "02" }, expects: .registered)
            on("2019-09-10", .files(.lou) { $0.formVersion = "02" }, expects: .refused(.formNoLongerReceived))
            on("2019-09-10", .files(.lou) { $0.formVersion = "03" }, expects: .registered)
        },
        story("the third form is received from 10 September 2018") {
            on(
                "2018-09-09",
                .files { $0.formVersion = "03" },
                expects: .refused(.formNotYetReceived, at: "request.creation.application.form_version")
            )
            on("2018-09-10", .files { $0.formVersion = "03" }, expects: .registered)
        },
        story(
            "where a territory knows the day on which the fifth came, that day counts",
            {
                $0.forms.fifthFrom = "2023-04-20"
                $0.forms.fourthUntil = "2023-06-30"
            }
        ) {
            on("2023-04-19", .files { $0.formVersion = "05" }, expects: .refused(.formNotYetReceived))
            on("2023-04-20", .files { $0.formVersion = "05" }, expects: .registered)
            on("2023-07-01", .files(.karim) { $0.formVersion = "04" }, expects: .refused(.formNoLongerReceived))
        },
        story("a form is judged by the day it was received, an import by none") {
            on(
                "2019-10-01",
                .imports(number: "0590912004711G5902", filed: "2012-09-15", validFrom: "2019-09-10") {
                    $0.formVersion = "01"
                },
                expects: .imported
            )
        },
        story("codes are those of the version, where they are known; later ones are kept") {
            on(
                "2018-10-01",
                .files {
                    $0.formVersion = "03"
                    $0.reasons = ["13", "41"]
                },
                expects: .refused(.unknownCode, at: "request.creation.application.reasons[1]")
            )
            on(
                "2021-03-01",
                .files {
                    $0.formVersion = "04"
                    $0.reasons = ["13", "41"]
                },
                expects: .registered
            )
        },
        story("the social security number is asked by the third form, required by none") {
            on(
                "2018-10-01",
                .files {
                    $0.formVersion = "02"
                    $0.applicant.identity.nir = "282069999900197"
                },
                expects: .refused(.notOnThisForm, at: "request.creation.application.applicant.identity.nir")
            )
            on(
                "2018-10-01",
                .files {
                    $0.formVersion = "03"
                    $0.applicant.identity.nir = "282069999900197"
                },
                expects: .registered
            )
            on("2018-10-02", .files(.karim) { $0.formVersion = "03" }, expects: .registered)
        },
        story("a renewal brings the form of its own day") {
            on("2018-10-01", .files { $0.formVersion = "01" }, expects: .registered)
            on("2019-08-01", expects: .notice)
            on("2019-09-01", expects: .secondNotice)
            on("2019-09-10", .renews { $0.formVersion = "01" }, expects: .refused(.formNoLongerReceived))
            on("2019-09-10", .renews { $0.formVersion = "03" }, expects: .renewed(until: "2020-09-10"))
        },
        story("an association asks with its name, its number and what it wants") {
            on(
                "2012-04-02",
                .files {
                    $0.clearApplicant()
                    $0.legalPerson.name = "Toits partagés"
                    $0.legalPerson.siren = "732829320"
                    $0.legalPerson.contact.attention = "Accueil"
                },
                expects: .registered
            )
        },
    ]
}
