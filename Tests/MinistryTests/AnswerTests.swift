import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

@testable import Ministry

/// What the register says in the ministry's XML.
@Suite struct AnswerTests {
    private let madeAt = "2012-04-12T10:00:00.000Z"

    @Test func aNumberIsAnswered() throws {
        let receipt = WireReceipt.with {
            $0.submissionID = SubmissionFixtures.id(7)
            $0.desk = "G5901"
            $0.territory = "059"
            $0.kind = .creation
            $0.outcome = .registered
            $0.number = "0590412000001G5901"
            $0.firstFiledOn = "2012-04-12"
            $0.validUntil = "2013-04-12"
            $0.receivedOn = "2012-04-12"
            $0.sourcePartition = 3
            $0.sourceOffset = 42
            $0.unread = ["/interfaceNuu/entete/lot"]
        }
        let xml = receipt.xml(madeAt: madeAt)
        #expect(
            String(decoding: xml, as: UTF8.self) == """
                <?xml version="1.0" encoding="UTF-8"?>
                <nuu:interfaceNuu xmlns:nuu="http://nuu.application.i2/" xmlns:reg="urn:numero-unique:1" \
                versionInterface="02.01"><nuu:entete><nuu:typeFichier>RET</nuu:typeFichier>\
                <nuu:dateFichier>2012-04-12T10:00:00.000Z</nuu:dateFichier></nuu:entete>\
                <nuu:demande><nuu:demandeLogement><nuu:numUnique>0590412000001G5901</nuu:numUnique>\
                <nuu:numGuichet>G5901</nuu:numGuichet><nuu:dateCreationDemande>2012-04-12</nuu:dateCreationDemande>\
                <reg:recepisse envoi="\(SubmissionFixtures.id(7))" territoire="059" operation="CRE" \
                issue="ENREGISTREE" recuLe="2012-04-12" valableJusquAu="2013-04-12" partition="3" position="42">\
                <reg:nonLu>/interfaceNuu/entete/lot</reg:nonLu></reg:recepisse>\
                </nuu:demandeLogement></nuu:demande></nuu:interfaceNuu>

                """
        )
        #expect(try WireReceipt(xml: xml[...]) == receipt)
    }

    @Test func otherNumbersSurvive() throws {
        let receipt = WireReceipt.with {
            $0.formerNumber = "0590410000077G5901"
            $0.keptNumber = "0590411000123G5901"
        }
        let xml = receipt.xml(madeAt: madeAt)
        #expect(
            String(decoding: xml, as: UTF8.self)
                .contains("ancienNumero=\"0590410000077G5901\" numeroConserve=\"0590411000123G5901\"")
        )
        #expect(try WireReceipt(xml: xml[...]) == receipt)
    }

    /// A client takes a list of anomalies for a refusal, so there is one with nothing else.
    @Test func everyAnomalyIsAnsweredWithItsPlaceAndSentence() throws {
        let anomaly = Anomaly(code: .unknownNumber, path: "request.renewal.number")
        let receipt = WireReceipt.with {
            $0.kind = .renewal
            $0.outcome = .refused
            $0.anomalies = [WireAnomaly(anomaly)]
        }
        let text = String(decoding: receipt.xml(madeAt: madeAt), as: UTF8.self)
        #expect(
            text.contains(
                "<nuu:listeAnomalie><nuu:anomalie code=\"NU_0503\"><nuu:libelle>\(anomaly.french)</nuu:libelle>"
                    + "<nuu:chemin>/interfaceNuu/demande/demandeLogement/numUnique</nuu:chemin></nuu:anomalie>"
                    + "</nuu:listeAnomalie>"
            )
        )
        #expect(!String(decoding: WireReceipt().xml(madeAt: madeAt), as: UTF8.self).contains("listeAnomalie"))
    }

    @Test func theDayFromWhichItMayBeRenewedSurvives() throws {
        let early = Anomaly(code: .renewalTooEarly, path: "/interfaceNuu", renewableFrom: "2012-03-01")
        let receipt = WireReceipt.with {
            $0.outcome = .refused
            $0.anomalies = [WireAnomaly(Anomaly(code: .tooLong, path: "/interfaceNuu")), WireAnomaly(early)]
        }
        let xml = receipt.xml(madeAt: madeAt)
        let text = String(decoding: xml, as: UTF8.self)
        #expect(text.contains("renouvelable à partir du 1er mars 2012"))
        #expect(text.contains("renouvelableLe=\"2012-03-01\""))
        #expect(try WireReceipt(xml: xml[...]) == receipt)
    }

    @Test(arguments: AnomalyCode.allCases) func everySentenceSurvives(code: AnomalyCode) throws {
        let receipt = WireReceipt.with {
            $0.outcome = .refused
            $0.anomalies = [WireAnomaly(Anomaly(code: code, path: "/interfaceNuu"))]
        }
        #expect(try WireReceipt(xml: receipt.xml(madeAt: madeAt)[...]) == receipt)
    }

    @Test func everyOutcomeAndOperationSurvives() throws {
        for outcome in WireOutcome.allCases {
            let receipt = WireReceipt.with {
                $0.outcome = outcome
                $0.repeated = outcome == .linked
            }
            #expect(try WireReceipt(xml: receipt.xml(madeAt: madeAt)[...]) == receipt)
        }
        for operation in Operation.allCases {
            let receipt = WireReceipt.with { $0.kind = operation.kind }
            #expect(try WireReceipt(xml: receipt.xml(madeAt: madeAt)[...]) == receipt)
        }
    }

    /// As many errors as a form can have.
    @Test func aLongRefusalCanBeReadBack() throws {
        let receipt = WireReceipt.with {
            $0.outcome = .refused
            $0.anomalies = (0..<2_000).map { WireAnomaly(Anomaly(code: .tooLong, path: "/interfaceNuu/x[\($0)]")) }
        }
        #expect(try WireReceipt(xml: receipt.xml(madeAt: madeAt)[...]) == receipt)
    }

    @Test func aDispatchSaysWhichFileAndWhatBecameOfIt() throws {
        let dispatch = WireDispatch.with {
            $0.desk = "G5901"
            $0.territory = "059"
            $0.number = "0590412000001G5901"
            $0.kind = .struckOff
            $0.happenedOn = "2012-06-01"
            $0.actingDesk = "G5902"
            $0.reason = "RADATT"
        }
        let xml = dispatch.xml(madeAt: madeAt)
        #expect(
            String(decoding: xml, as: UTF8.self).contains(
                "<nuu:typeFichier>DIS</nuu:typeFichier><nuu:dateFichier>2012-04-12T10:00:00.000Z</nuu:dateFichier>"
                    + "</nuu:entete><nuu:demande><nuu:demandeLogement><nuu:numUnique>0590412000001G5901</nuu:numUnique>"
                    + "<nuu:numGuichet>G5901</nuu:numGuichet><nuu:radiation><nuu:motifRadiation code=\"RADATT\"/>"
                    + "</nuu:radiation><reg:diffusion operation=\"RAD\" le=\"2012-06-01\" par=\"G5902\"/>"
            )
        )
        // It is one of the ministry's, and not for us.
        let read = try MinistryMessage.read(xml[...])
        #expect(read.anomalies.map(\.code) == [.kindNotSupported])
        #expect(read.submission.desk == "G5901")
    }

    @Test func aRenewalAndAReinstatementSayWhatCountsFromThem() {
        func text(_ dispatch: WireDispatch) -> String { String(decoding: dispatch.xml(madeAt: madeAt), as: UTF8.self) }
        let renewal = WireDispatch.with {
            $0.kind = .renewed
            $0.validUntil = "2013-04-12"
        }
        #expect(text(renewal).contains("<reg:diffusion operation=\"REN\" valableJusquAu=\"2013-04-12\"/>"))
        let back = WireDispatch.with {
            $0.kind = .reinstated
            $0.reason = "RADREN"
        }
        #expect(text(back).contains("<reg:diffusion operation=\"DERAD\" motifAnnule=\"RADREN\"/>"))
        #expect(!text(back).contains("<nuu:radiation>"))
    }

    @Test(arguments: [(WireDispatchKind.deleted, "SUP"), (.merged, "FUS"), (.unmerged, "DEFUS")])
    func aMergeSaysWhichTheOtherFileIs(kind: WireDispatchKind, operation: String) {
        let dispatch = WireDispatch.with {
            $0.kind = kind
            $0.otherNumber = "0590411000123G5901"
        }
        let text = String(decoding: dispatch.xml(madeAt: madeAt), as: UTF8.self)
        #expect(text.contains("<reg:diffusion operation=\"\(operation)\" autreNumero=\"0590411000123G5901\"/>"))
    }

    @Test func everyDispatchHasAnOperation() {
        for kind in WireDispatchKind.allCases where kind != .unspecified {
            let text = String(decoding: WireDispatch.with { $0.kind = kind }.xml(madeAt: madeAt), as: UTF8.self)
            #expect(text.contains("<reg:diffusion operation="), "\(kind)")
        }
    }
}
