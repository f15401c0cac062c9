import Intake
import Schemas
import SwiftProtobuf
import TestSupport
import Testing

/// Every decision names the desk and the agent: what is asked at a desk says who asks.
@Suite struct AgentTests {
    static let reports = [SubmissionFixtures.undeliverableLetter(), SubmissionFixtures.noticeProof()]

    @Test(arguments: SubmissionFixtures.ofEachKind)
    func whoActsAtADeskIsNamed(_ submission: WireSubmission) {
        let isReport = Self.reports.contains { $0.request == submission.request }
        for agent in ["", "  "] {
            let nobodys = submission.but { $0.agent = agent }
            #expect(Door().complaints(nobodys) == (isReport ? [] : ["NU_0623 agent"]))
        }
        #expect(Door().complaints(submission) == [])
    }

    /// There the applicant acts.
    @Test(arguments: ["PORTAIL", "COMMUNE", "SIAO"]) func onThePortalNobodyElseDoes(kind: String) {
        var desk = SubmissionFixtures.landlord()
        desk.kind = kind
        let door = Door(references: Door.references(desks: [desk]))
        let nobodys = SubmissionFixtures.creation().but { $0.agent = "" }
        #expect(door.complaints(nobodys) == (kind == "PORTAIL" ? [] : ["NU_0623 agent"]))
    }

    /// The ministry's interface has no place for it.
    @Test func aFileInXMLNamesTheDeskAlone() throws {
        let xml = try MinistryMessages.bytes("renewal-unchanged")
        #expect(Door().judge(xml, "application/xml").complaints == [])
        let json = SubmissionFixtures.renewal().but { $0.agent = "" }
        #expect(Door().judgeJSON(json).complaints == ["NU_0623 agent"])
    }

    @Test func aTerritoryMayLeaveItOpen() {
        var settings = IntakeSettings()
        settings.isAgentRequired = false
        let door = Door(worker: IntakeWorker(settings: settings))
        #expect(door.complaints(SubmissionFixtures.renewal().but { $0.agent = "" }) == [])
    }
}
