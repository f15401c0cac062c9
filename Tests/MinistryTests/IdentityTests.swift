import Register
import Schemas
import TestSupport
import Testing

@testable import Ministry

/// A message has no id: the one it is given follows from it, so that a file that is sent again is known.
@Suite struct IdentityTests {
    private func id(_ text: String) throws -> String {
        try MinistryMessage.read(Bytes(text.utf8)).submission.submissionID
    }

    @Test func theSameFileIsTheSameSubmission() throws {
        for name in ["creation", "renewal", "reinstatement"] {
            let text = try MinistryMessages.text(name)
            #expect(try id(text) == id(text))
        }
        #expect(try id(MinistryMessages.text("creation")) != id(MinistryMessages.text("renewal")))
    }

    /// So that other content under the same file is refused, and not taken for a second one.
    @Test func aFileWithANumberAndATimeIsKnownByThem() throws {
        let text = try MinistryMessages.text("renewal")
        #expect(try id(text) == id(text.replacing("rue des Postes", with: "rue Neuve")))
        #expect(try id(text) != id(text.replacing("10:24:06", with: "10:24:07")))
        #expect(try id(text) != id(text.replacing("000123", with: "000124")))
        #expect(try id(text) != id(text.replacing(">G5901<", with: ">G5902<")))
        #expect(try id(text) != id(text.replacing(">REN<", with: ">MOD<")))
    }

    @Test func twoFilingsOfOneSecondAreTwo() throws {
        let text = try MinistryMessages.text("creation")
        #expect(try id(text) != id(text.replacing("Zoé", with: "Lou")))
    }

    @Test func twoFilesOfOneDayAreTwo() throws {
        let text = try MinistryMessages.text("renewal").replacing("T10:24:06.339+02:00", with: "")
        #expect(try id(text) != id(text.replacing("rue des Postes", with: "rue Neuve")))
    }

    /// RFC 9562, version 8 and the variant of all UUIDs. Never changes: a resend after an upgrade is the same submission.
    @Test func itIsAUUIDThatStays() throws {
        let identity = MessageIdentity(
            desk: "G5901",
            type: "REN",
            fileDate: "2012-04-12T10:24:06.339+02:00",
            number: "0590411000123G5901"
        )
        let text = identity.id(of: [1, 2, 3]).text
        #expect(text.dropFirst(14).first == "8")
        #expect("89ab".contains(text.dropFirst(19).first ?? " "))
        #expect(text == identity.id(of: []).text)
    }
}
