import Register
import Schemas
import TestSupport
import Testing

@testable import Ministry

/// What the register does not know is left out, and said; nothing is refused for it.
@Suite struct UnreadTests {
    private func unread(_ old: String, _ new: String, in name: String = "renewal") throws -> [String] {
        let text = try MinistryMessages.text(name)
        let altered = text.replacing(old, with: new)
        #expect(altered != text)
        let message = try MinistryMessage.read(Bytes(altered.utf8))
        #expect(message.anomalies == [])
        return message.unread
    }

    private let form = "/interfaceNuu/demande/demandeLogement"

    @Test func anElementIsNamedByItsPathAndNotByWhatIsInIt() throws {
        #expect(
            try unread("<nuu:demandeur>", "<nuu:demandeur><nuu:surnom>Zo<nuu:x y=\"1\"/></nuu:surnom>")
                == ["\(form)/personnePhysique/demandeur/surnom"]
        )
    }

    @Test func anItemIsNamedByItsPlace() throws {
        #expect(
            try unread(
                "<nuu:nom>Delattre</nuu:nom>\n                        <nuu:prenom>Lou",
                "<nuu:nom>D</nuu:nom><nuu:ecole/><nuu:prenom>Lou"
            )
                == ["\(form)/personnePhysique/listePersonneACharge/personneACharge[1]/ecole"]
        )
    }

    @Test func anAttributeATextAndAnotherNamespaceAreNamed() throws {
        #expect(
            try unread("<nuu:entete>", "<nuu:entete lot=\"3\">texte") == [
                "/interfaceNuu/entete/@lot", "/interfaceNuu/entete/text()",
            ]
        )
        #expect(
            try unread("<nuu:entete>", "<nuu:entete><a:lot xmlns:a=\"urn:editeur\"/><lot/>")
                == ["/interfaceNuu/entete/lot", "/interfaceNuu/entete/lot[2]"]
        )
        // An instance may name its schema.
        #expect(
            try unread(
                "<nuu:interfaceNuu ",
                "<nuu:interfaceNuu xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"a b\" "
            ) == []
        )
    }

    /// An element's place is a bad place for somebody's name, but it may come there.
    @Test func whatDoesNotLookLikeANameIsNotRepeated() throws {
        for name in ["Delattre", "zoé", "a-b", "a.b", String(repeating: "a", count: 41), "_x"] {
            #expect(try unread("<nuu:entete>", "<nuu:entete><nuu:\(name)/>") == ["/interfaceNuu/entete/?"], "\(name)")
        }
    }

    @Test func thereIsAnEndToWhatIsNamed() throws {
        let many = (0..<500).map { "<nuu:x\($0)/>" }.joined()
        #expect(try unread("<nuu:entete>", "<nuu:entete>" + many).count == XMLLimits().unreadMax)
    }

    @Test func theNumberOfAFilingIsGivenAndNotTaken() throws {
        #expect(
            try unread(
                "<nuu:numGuichet>",
                "<nuu:numUnique>0590412000009G5901</nuu:numUnique><nuu:numGuichet>",
                in: "creation"
            )
                == ["\(form)/numUnique"]
        )
    }
}
