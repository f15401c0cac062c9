import Intake
import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// The ministry's messages at the door.
@Suite struct XMLTests {
    let door = Door()
    static let form = "/interfaceNuu/demande/demandeLogement"

    private func judge(_ text: String, _ contentType: String = "application/xml") -> IntakeDecision {
        door.judge(Array(text.utf8), contentType)
    }

    @Test(
        arguments: [
            ("creation", .creation), ("creation-latin1", .creation), ("creation-ascii", .creation),
            ("creation-association", .creation), ("separation", .separation), ("modification", .modification),
            ("renewal", .renewal), ("renewal-unchanged", .renewal), ("strike-off-renounced", .strikeOff),
            ("reinstatement", .reinstatement), ("deletion", .deletion),
        ] as [(String, WireSubmissionKind)]
    )
    func everyTypeIsAccepted(name: String, kind: WireSubmissionKind) throws {
        let decision = door.judge(try MinistryMessages.bytes(name), "Application/XML; charset=utf-8")
        let record = try #require(decision.record, "\(decision.complaints)")
        #expect(record.kind == kind)
        #expect(record.format == .xml)
        #expect(record.day == "2012-04-12")
        #expect(record.desk?.code == (name == "deletion" ? "G5900" : "G5901"))
        #expect(record.territory == .nord)
    }

    @Test func itIsTheSameSubmissionInXMLAndInProtobuf() throws {
        let xml = try #require(door.judge(try MinistryMessages.bytes("modification"), "application/xml").accepted)
        let form = MinistryMessages.form
        let protobuf = try #require(
            door.judge(SubmissionFixtures.modification().but { $0.request.modification.application = form }).accepted
        )
        #expect(xml.request == protobuf.request)
        #expect(xml.fingerprint == protobuf.fingerprint)
    }

    @Test func whatIsNotReadIsSaidOnTheReceipt() throws {
        let text = try MinistryMessages.text("renewal").replacing(
            "<nuu:entete>",
            with: "<nuu:entete><nuu:lot>7</nuu:lot>"
        )
        #expect(judge(text).record?.unread == ["/interfaceNuu/entete/lot"])
        let refused = judge(text.replacing("000123", with: "00012X")).receipt
        #expect(refused?.message.unread == ["/interfaceNuu/entete/lot"])
        #expect(refused?.format == .xml)
    }

    /// T-15: a desk that writes legal XML is answered, whatever its tool calls it and however it encodes it.
    @Test(arguments: ["text/xml", "Text/XML; charset=utf-16", "application/xml"])
    func xmlIsReadAsTextAndInUTF16(contentType: String) throws {
        let text = try MinistryMessages.text("renewal")
        let plain = try #require(judge(text, contentType).accepted)
        let declared = text.replacing("encoding='UTF-8'", with: "encoding='UTF-16'")
        #expect(declared != text)
        for isBigEndian in [true, false] {
            let bytes = ("\u{FEFF}" + declared).utf16.flatMap { unit in
                isBigEndian ? [UInt8(unit >> 8), UInt8(unit & 0xFF)] : [UInt8(unit & 0xFF), UInt8(unit >> 8)]
            }
            #expect(door.judge(bytes, contentType).accepted?.request == plain.request)
        }
    }

    @Test func whatIsNoMessageIsRejectedWithItsPlace() throws {
        #expect(
            judge("<interfaceNuu/>").reason
                == "NU_0102: line 1, column 1: the root is not interfaceNuu of http://nuu.application.i2/"
        )
        #expect(
            judge("<interfaceNuu xmlns='http://nuu.application.i2/'>\n<b>").reason
                == "NU_0101: line 2, column 4: the document ends too early"
        )
        #expect(
            judge("<!DOCTYPE a><a/>").reason
                == "NU_0101: line 1, column 1: a document type is not accepted, so there are no entities"
        )
        let text = try MinistryMessages.text("creation")
        let nobody = text.replacing("<nuu:numGuichet>G5901</nuu:numGuichet>", with: "")
        #expect(judge(nobody).reason == "NU_0601: no desk code, so nobody can be answered")
        #expect(
            judge(text + String(repeating: " ", count: 262_144)).reason
                == "NU_0108: the message has more than 262144 bytes"
        )
    }

    @Test func allErrorsComeAtOnceAtTheirPlaces() throws {
        var text = try MinistryMessages.text("creation")
        for (old, new) in [
            (">CRE<", ">COP<"), ("1982-06-30", "30/06/1982"), (">1420<", ">mille<"), ("0600000000", "06"),
            ("commune code=\"59009\"", "commune code=\"62041\""),
        ] { text = text.replacing(old, with: new) }
        #expect(judge(text).complaints.first == "NU_0109 /interfaceNuu/entete/typeFichier")
        let complaints = judge(text.replacing(">COP<", with: ">CRE<")).complaints
        #expect(
            complaints == [
                "NU_0209 \(XMLTests.form)/personnePhysique/demandeur/listeRessourceRecue/detailRessource[1]/montant",
                "NU_0205 \(XMLTests.form)/personnePhysique/demandeur/dateNaissance",
                "NU_0304 \(XMLTests.form)/personnePhysique/demandeur/telPortable",
                "NU_0304 \(XMLTests.form)/personnePhysique/listeCotitulaire/cotitulaire[1]/telPortable",
                "NU_0404 \(XMLTests.form)/logementRecherche/listeLocalisationSouhaite/localisationSouhaite[2]",
            ]
        )
    }

    @Test func aTypeIsRefusedOnce() throws {
        for (type, code) in [("", "NU_0103"), ("XXX", "NU_0204"), ("RET", "NU_0109")] {
            let text = try MinistryMessages.text("creation").replacing(">CRE<", with: ">\(type)<")
            #expect(judge(text).complaints == ["\(code) /interfaceNuu/entete/typeFichier"])
        }
    }

    @Test func aTerritoryIsMissedWhereItWouldFollowFrom() throws {
        let text = try MinistryMessages.text("renewal").replacing(SubmissionFixtures.number, with: "")
        #expect(judge(text).complaints.contains("NU_0201 \(XMLTests.form)/numUnique"))
        #expect(!judge(text).complaints.contains("NU_0201 \(XMLTests.form)"))
        let nowhere = try MinistryMessages.text("creation").replacing(
            "commune code=\"59350\"",
            with: "commune code=\"97501\""
        )
        #expect(judge(nowhere).complaints.contains { $0.hasPrefix("NU_0407 ") })
    }

    /// A filing received too long ago is so by its own date, anything else by that of its file.
    @Test func theDayOfReceptionIsNamedWhereItStands() throws {
        let filing = try MinistryMessages.text("creation").replacing(">2012-04-12<", with: ">2011-04-12<")
        #expect(judge(filing).complaints == ["NU_0107 \(XMLTests.form)/dateCreationDemande"])
        let renewal = try MinistryMessages.text("renewal").replacing("2012-04-12T", with: "2012-04-13T")
        #expect(judge(renewal).complaints == ["NU_0106 /interfaceNuu/entete/dateFichier"])
    }

    // MARK: Places

    /// Each element of a message is spoilt in turn: what is said of it names it, or a block that it is in.
    @Test(
        arguments: [
            "creation", "creation-association", "separation", "strike-off-allocated", "strike-off-renounced",
            "deletion",
        ]
    )
    func anErrorIsNamedWhereItStands(name: String) throws {
        var named: Set<String> = []
        for leaf in try Leaf.all(in: MinistryMessages.text(name)) where !leaf.path.hasPrefix("/interfaceNuu/entete") {
            let complaints = judge(leaf.spoilt).receipt?.message.anomalies ?? []
            for complaint in complaints {
                #expect(leaf.path.hasPrefix(complaint.path), "\(leaf.path) is called \(complaint.path)")
                if complaint.path == leaf.path || leaf.path == complaint.path + "/commune" { named.insert(leaf.path) }
            }
        }
        #expect(
            named.count >= ["creation": 40, "separation": 40, "creation-association": 8][name] ?? 2,
            "\(named.sorted())"
        )
    }

    /// An element without children, and its message with that element spoilt.
    private struct Leaf {
        let path: String
        let spoilt: String

        /// The messages have one element a line.
        static func all(in text: String) throws -> [Leaf] {
            var leaves: [Leaf] = []
            var open: [(name: String, items: Int)] = []
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            for (index, line) in lines.enumerated() {
                let tag = line.trimmingPrefix { $0 == " " }.replacing("nuu:", with: "")
                guard tag.hasPrefix("<"), !tag.hasPrefix("<?") else { continue }
                if tag.hasPrefix("</") {
                    open.removeLast()
                    continue
                }
                let name = String(tag.dropFirst().prefix { $0.isLetter || $0.isNumber })
                var step = name
                if let parent = open.indices.last, open[parent].name.hasPrefix("liste") {
                    open[parent].items += 1
                    step += "[\(open[parent].items)]"
                }
                let isLeaf = tag.hasSuffix("/>") || tag.contains("</")
                open.append((step, 0))
                guard isLeaf else { continue }
                var spoilt = lines
                // A character that stands in no field, whatever the field is.
                spoilt[index] =
                    tag.hasSuffix("/>")
                    ? line.replacing(" />", with: "").split(separator: " code=")[0] + " code=\"&#x202E;é\" />"
                    : line.replacing("</", with: "&#x202E;</")
                leaves.append(
                    Leaf(path: "/" + open.map(\.name).joined(separator: "/"), spoilt: spoilt.joined(separator: "\n"))
                )
                open.removeLast()
            }
            return leaves
        }
    }

    /// As in the other formats: nothing that was sent comes out.
    @Test func noValueComesOutOfTheDoor() throws {
        for name in ["creation", "creation-association", "strike-off-allocated", "deletion"] {
            for value in ConfidentialityTests.disguises {
                let escaped = value.replacing("\u{1}", with: "&#x202E;")
                var text = ""
                for line in try MinistryMessages.text(name).split(separator: "\n") {
                    let isKept = ["versionInterface", "typeFichier", "numGuichet"].contains { line.contains($0) }
                    guard !isKept, let close = line.firstRange(of: "</"), let start = line.firstIndex(of: ">"),
                        start < close.lowerBound
                    else {
                        text += isKept ? line + "\n" : line.replacing(" code=\"", with: " code=\"\(escaped)") + "\n"
                        continue
                    }
                    text += line[...start] + escaped + line[close.lowerBound...] + "\n"
                }
                let said: String
                switch judge(text) {
                case .accepted: said = ""
                case .refused(let receipt): said = try receipt.message.jsonString()
                case .unreadable(let reason): said = reason
                }
                #expect(!said.lowercased().contains(ConfidentialityTests.marker.lowercased()), "\(name) \(value)")
            }
        }
    }
}
