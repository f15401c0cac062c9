import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing

/// R441-2-5: the manager gives access, and what is the manager's alone.
@Suite("R441-2-5, the manager") struct R441_2_5Tests {
    @Test(arguments: stories) func theManager(_ story: Story) { story.check() }

    static let stories: [Story] = [
        story("deletions are the manager's") {
            on("2012-04-02", .files(), expects: .registered)
            on("2012-04-03", .isDeleted(by: .landlord), expects: .refused(.notAManager))
            on("2012-04-03", .isDeleted(by: .manager), expects: .deleted)
            on("2012-04-04", .renews(), expects: .refused(.unknownNumber))
        },
        story("so are the files of the former system") {
            on(
                "2011-10-03",
                .imports(number: "0590908004711G5902", filed: "2008-09-15", validFrom: "2011-09-10", by: .landlord),
                expects: .refused(.notAManager)
            )
        },
        story("a desk does what it was let do: the portal registers, and strikes nobody off") {
            on("2012-04-02", .files(by: .portal), expects: .registered)
            on("2012-04-03", .renounces(by: .portal), expects: .refused(.deskLacksRight))
        },
        story("the manager undoes what any desk did") {
            on("2012-04-02", .files(), expects: .registered)
            on("2012-05-02", .renounces(), expects: .struckOff(.renounced))
            on("2012-05-03", .comesBack(by: .otherLandlord), expects: .refused(.struckOffByAnother))
            on("2012-05-04", .comesBack(by: .manager), expects: .reinstated)
        },
        story("two that turn out to be one person's are for the manager to judge") {
            on("2012-04-02", .files(.zoe), expects: .registered)
            on("2012-04-03", .files(.karim), expects: .registered)
            on(
                "2012-04-04",
                .modifies(.karim) { $0.coApplicants = [.with { $0.identity = Somebody.zoe.identity }] },
                expects: .modified,
                .reviewOpened
            )
        },
    ]
}
