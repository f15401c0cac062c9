import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing

/// R441-2-3: the number, one for a person and territory, and the day from which seniority counts.
@Suite("R441-2-3, the number and its day") struct R441_2_3Tests {
    @Test(arguments: stories) func theNumber(_ story: Story) { story.check() }

    static let stories: [Story] = [
        story("whoever files again has the number that there is, spouse and co-tenant too") {
            on("2011-04-10", .files(.zoe, with: .karim), expects: .registered(filed: "2011-04-10"))
            on("2011-06-01", .files(.zoe, by: .portal), expects: .linked)
            on("2011-06-02", .files(.karim), expects: .linked.of(.zoe))
        },
        story("after a strike-off it is a new number, and seniority begins anew") {
            on("2011-04-10", .files(), expects: .registered(filed: "2011-04-10"))
            on("2011-09-05", .renounces(), expects: .struckOff(.renounced))
            on("2011-09-06", .files(), expects: .registered(filed: "2011-09-06"))
        },
        // Oadby and Wigston: an application was lost, and filed three times.
        story("an application that was lost on its way is filed again: one number, whatever came through") {
            on("2011-04-10", .files(), expects: .registered(filed: "2011-04-10"))
            on("2011-04-11", .sendsAgain(), expects: .answeredAgain("registered"))
            on("2011-05-02", .sendsAgain(), expects: .answeredAgain("registered"))
            on("2011-05-03", .files(), expects: .linked)
            on("2011-05-04", .sendsAgain(), expects: .answeredAgain("linked"))
        },
        story("of a couple that separates, who was in the application keeps its day") {
            on("2011-04-10", .files(.zoe, with: .karim), expects: .registered(filed: "2011-04-10"))
            on("2011-10-03", .leaves(.zoe, .karim), expects: .registered(filed: "2011-04-10").of(.karim))
        },
        story("who was not in it does not") {
            on("2011-04-10", .files(.zoe, with: .karim), expects: .registered)
            on("2011-05-10", .files(.lou), expects: .registered)
            on("2011-10-03", .leaves(.zoe, .lou), expects: .refused(.personNotInSource))
        },
        story("a file of the former system keeps its number and its days") {
            on(
                "2011-10-03",
                .imports(number: "0590908004711G5902", filed: "2008-09-15", validFrom: "2011-09-10"),
                expects: .imported
            )
            on("2012-07-10", expects: .notice)
            on("2012-07-11", .renews(), expects: .renewed(until: "2013-07-11", filed: "2008-09-15"))
        },
        story("the day is that of Paris: the night on which clocks go forward") {
            on("2012-03-24", .files(.zoe).published(at: "2012-03-24T22:59"), expects: .registered(filed: "2012-03-24"))
            on(
                "2012-03-25",
                .files(.karim).published(at: "2012-03-24T23:00"),
                expects: .registered(filed: "2012-03-25")
            )
            on("2012-03-25", .files(.lou).published(at: "2012-03-25T21:59"), expects: .registered(filed: "2012-03-25"))
        },
        story("and the one on which they go back") {
            on("2012-10-28", .files(.zoe).published(at: "2012-10-27T22:00"), expects: .registered(filed: "2012-10-28"))
            on(
                "2012-10-28",
                .files(.karim).published(at: "2012-10-28T22:59"),
                expects: .registered(filed: "2012-10-28")
            )
            on("2012-10-29", .files(.lou).published(at: "2012-10-28T23:00"), expects: .registered(filed: "2012-10-29"))
        },
    ]
}
