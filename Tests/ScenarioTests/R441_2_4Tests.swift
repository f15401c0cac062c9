import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing

/// R441-2-4: an attestation for each registration and each renewal, and for nothing else.
@Suite("R441-2-4, the attestation") struct R441_2_4Tests {
    @Test(arguments: stories) func theAttestation(_ story: Story) { story.check() }

    static let stories: [Story] = [
        story("a registration gives one, on the day; a modification gives none; a renewal gives another") {
            on("2011-04-10", .files(), expects: .registered, .attestation(until: "2012-04-10"))
            on("2011-06-01", .modifies(in: ["59183"]), expects: .modified)
            on("2012-02-10", expects: .notice, .renewalLetter)
            on("2012-02-20", .renews(), expects: .renewed, .renewalAttestation)
        },
        story("whoever files again is told the number: it was attested before") {
            on("2011-04-10", .files(), expects: .registered, .attestation)
            on("2011-06-01", .files(), expects: .linked)
        },
        story("a new number is attested anew") {
            on("2011-04-10", .files(), expects: .registered, .attestation(until: "2012-04-10"))
            on("2011-05-02", .renounces(), expects: .struckOff(.renounced), .strikeOffLetter)
            on("2011-05-03", .files(), expects: .registered, .attestation(until: "2012-05-03"))
        },
        story("what is refused is attested by nothing") {
            on("2011-04-10", .files(by: .unknown), expects: .refused(.unknownDesk))
            on("2011-04-11", .files(), expects: .registered, .attestation)
        },
    ]
}
