import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing

/// R441-2-6: who acts on whose file.
@Suite("R441-2-6, whose file") struct R441_2_6Tests {
    @Test(arguments: stories) func whoseFile(_ story: Story) { story.check() }

    static let stories: [Story] = [
        story("a landlord acts in the whole département") {
            on("2012-04-02", .files(in: ["59183"], by: .landlord), expects: .registered)
            on("2012-04-03", .modifies(in: ["59350"], by: .otherLandlord), expects: .modified)
        },
        story("a commune acts on files that ask for it or for its EPCI") {
            on("2012-04-02", .files(.zoe, in: ["59350"], by: .lille), expects: .registered)
            on("2012-04-02", .files(.karim, in: ["59512"], by: .lille), expects: .registered)
            on("2012-04-02", .files(.lou, in: ["59183", "59350"], by: .lille), expects: .registered)
        },
        story("and on no others") {
            on(
                "2012-04-02",
                .files(in: ["59183"], by: .lille),
                expects: .refused(.deskLacksCommune, at: "request.creation.application.wanted.communes")
            )
        },
        story("an EPCI acts on its own communes") {
            on("2012-04-02", .files(in: ["59350"], by: .dunkerque), expects: .refused(.deskLacksCommune))
            on("2012-04-02", .files(in: ["59183"], by: .dunkerque), expects: .registered)
        },
        story("what a commune changes must ask for it when it is changed, and when it is renewed") {
            on("2011-04-10", .files(in: ["59350"], by: .lille), expects: .registered)
            on("2011-05-02", .modifies(in: ["59183"], by: .lille), expects: .refused(.deskLacksCommune))
            on("2011-05-03", .modifies(in: ["59512"], by: .lille), expects: .modified)
            on("2012-02-10", expects: .notice)
            on(
                "2012-02-11",
                .renews(by: .lille) { $0.wanted.communes = ["59183"] },
                expects: .refused(.deskLacksCommune)
            )
            on("2012-02-11", .renews(by: .lille) { $0.wanted.communes = ["59350"] }, expects: .renewed)
        },
        story("a file is renewed without a form where it asks for a commune of the desk, and at any landlord’s") {
            on("2011-04-10", .files(in: ["59350"], by: .lille), expects: .registered)
            on("2012-02-10", expects: .notice)
            on(
                "2012-02-11",
                .renews(by: .dunkerque),
                expects: .refused(.fileOutsideCommunes, at: "request.renewal.number")
            )
            on("2012-02-12", .renews(by: .lille), expects: .renewed)
            on("2012-12-12", expects: .notice)
            on("2012-12-20", .renews(by: .otherLandlord), expects: .renewed)
        },
        story("each commune that a file asks for counts, not the first alone") {
            on("2011-04-10", .files(in: ["59350", "59183"]), expects: .registered)
            on("2012-02-10", expects: .notice)
            on("2012-02-11", .renews(by: .dunkerque), expects: .renewed)
        },
        story("and those of its EPCI, as the file asks for them now") {
            on("2012-04-02", .files(in: ["59512"]), expects: .registered)
            on("2012-04-03", .renounces(by: .dunkerque), expects: .refused(.fileOutsideCommunes))
            on("2012-04-04", .modifies(in: ["59183"]), expects: .modified)
            on(
                "2012-04-05",
                .renounces(by: .lille),
                expects: .refused(.fileOutsideCommunes, at: "request.strike_off.number")
            )
            on("2012-04-06", .renounces(by: .dunkerque), expects: .struckOff(.renounced))
        },
        story("who files again asks for what that form says") {
            on("2012-04-02", .files(in: ["59183"]), expects: .registered)
            on("2012-04-03", .files(in: ["59183", "59350"]), expects: .linked)
            on("2012-04-04", .renounces(by: .lille), expects: .struckOff(.renounced))
        },
        story("a desk without access learns nothing of a file, nor of its end") {
            on("2012-04-02", .files(in: ["59350"]), expects: .registered)
            on("2012-04-03", .renounces(), expects: .struckOff(.renounced))
            on("2012-04-04", .renounces(by: .dunkerque), expects: .refused(.fileOutsideCommunes))
        },
        story("a modification counts on the applicant's word or on documents, and on nobody else's") {
            on("2012-04-02", .files(), expects: .registered)
            on("2012-04-03", .modifies(origin: .applicant), expects: .modified)
            on("2012-04-04", .modifies(origin: .documents), expects: .modified)
            on("2012-04-05", .modifies(origin: .confirmed), expects: .modified)
            on(
                "2012-04-06",
                .modifies(origin: .other),
                expects: .refused(.modificationOfAnother, at: "request.modification.origin")
            )
        },
        story("who the applicant is may change, and leaves its trace") {
            on("2012-04-02", .files { $0.applicant.identity.birthName = "Marchand" }, expects: .registered)
            on(
                "2012-04-03",
                .modifies { $0.applicant.identity.birthName = "Durand" },
                expects: .modified(identityChanges: 1)
            )
            on(
                "2012-04-04",
                .modifies { $0.applicant.identity.birthName = "DURAND" },
                expects: .modified(identityChanges: 0)
            )
        },
        story("a dispute is noted by the manager and by State services") {
            on("2012-04-02", .files(), expects: .registered)
            on("2012-04-03", .disputes(by: .landlord), expects: .refused(.notManagerOrState))
            on("2012-04-03", .disputes(by: .state), expects: .disputeNoted)
            on("2012-04-04", .disputes(.zoe, .lifted, by: .manager), expects: .disputeLifted)
        },
    ]
}
