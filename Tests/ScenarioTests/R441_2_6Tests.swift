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
        story("a renewal without a form is taken at any desk") {
            on("2011-04-10", .files(in: ["59350"], by: .lille), expects: .registered)
            on("2012-02-10", expects: .notice)
            on("2012-02-11", .renews(by: .dunkerque), expects: .renewed)
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
