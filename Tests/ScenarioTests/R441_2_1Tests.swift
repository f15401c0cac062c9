import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing

/// R441-2-1: who registers applications, and that whoever is asked first does.
@Suite("R441-2-1, who registers") struct R441_2_1Tests {
    @Test(arguments: stories) func whoRegisters(_ story: Story) { story.check() }

    static let stories: [Story] = [
        story("a landlord, a town hall, a State service, the portal and an employer register alike") {
            on("2012-04-02", .files(.zoe, by: .landlord), expects: .registered.of(.zoe))
            on("2012-04-03", .renounces(.zoe), expects: .struckOff(.renounced))
            on("2012-04-04", .files(.zoe, by: .lille), expects: .registered.of(.zoe))
            on("2012-04-05", .files(.karim, by: .state), expects: .registered.of(.karim))
            on("2012-04-06", .files(.lou, by: .portal), expects: .registered.of(.lou))
        },
        story("a reservation holder does while its convention lasts") {
            on("2012-12-31", .files(by: .employer), expects: .registered)
            on("2013-01-01", .files(.karim, by: .employer), expects: .refused(.conventionNotInForce))
        },
        story("whoever was given no access does not, and neither does who is suspended") {
            on("2012-04-02", .files(by: .unknown), expects: .refused(.unknownDesk))
            on("2012-04-02", .files(by: .suspended), expects: .refused(.deskSuspended))
            on("2012-04-02", .files(by: .landlord), expects: .registered)
        },
        story("what one desk registered the others find: nobody is registered twice by asking twice") {
            on("2012-04-02", .files(by: .landlord), expects: .registered)
            on("2012-04-03", .files(by: .otherLandlord), expects: .linked)
            on("2012-04-04", .files(by: .portal), expects: .linked)
        },
    ]
}
