import Intake
import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

@Suite struct ReadingTests {
    let door = Door()
    let protobuf: [UInt8]
    let json: [UInt8]

    init() throws {
        protobuf = try SubmissionFixtures.renewal().serializedBytes()
        json = try SubmissionFixtures.renewal().jsonUTF8Bytes()
    }

    @Test(arguments: [
        nil, "", "application/protobuf", "Application/Protobuf", "application/protobuf; proto=nu.v1.Submission",
    ])
    func protobufIsTheDefault(_ contentType: String?) {
        #expect(door.judge(protobuf, contentType).record?.format == .protobuf)
    }

    @Test(arguments: ["application/json", "application/json;charset=utf-8", "APPLICATION/JSON ; charset=UTF-8"])
    func jsonIsToldByTheHeader(_ contentType: String) {
        #expect(door.judge(json, contentType).record?.format == .json)
    }

    @Test func theHeaderIsBelieved() {
        #expect(door.judge(json, "application/protobuf").reason?.hasPrefix("NU_0101: ") == true)
        #expect(door.judge(protobuf, "application/json").reason?.hasPrefix("NU_0101: ") == true)
    }

    @Test(arguments: ["text/plain", "application/octet-stream", "json", "application/jsonx"])
    func otherContentTypesAreUnreadable(_ contentType: String) {
        #expect(door.judge(protobuf, contentType).reason?.hasPrefix("NU_0101: the content type") == true)
    }

    @Test func emptyAndOverlongMessagesAreUnreadable() {
        #expect(door.judge([], nil).reason != nil)
        #expect(door.judge([], "application/json").reason != nil)
        let huge = [UInt8](repeating: 0, count: 262_145)
        #expect(door.judge(huge, nil).reason == "NU_0108: the message has more than 262144 bytes")
    }

    @Test func aMisspeltJSONNameIsNamedWithAllOtherErrors() {
        let text = """
            {"submissionId": "\(SubmissionFixtures.id())", "desk": "G5901", "agent": "a-7", "territory": "059",
             "request": {"renewal": {"numero": "0590411000123G5901"}}}
            """
        #expect(door.judge(json: text).complaints == ["NU_0102 numero", "NU_0201 request.renewal.number"])
        #expect(door.judge(json: text).receipt?.format == .json)
    }

    @Test func anUnknownVerdictInJSONIsAnAnomalyAndNotAReject() {
        let text = """
            {"submission_id": "\(SubmissionFixtures.id())", "desk": "G5900", "agent": "a-7", "territory": "059",
             "request": {"reviewDecision": {"reviewId": "r", "verdict": "VERDICT_PERHAPS"}}}
            """
        #expect(door.judge(json: text).complaints == ["NU_0102 ", "NU_0906 request.review_decision.verdict"])
    }

    @Test func whatStandsInAJSONNamesPlaceIsNotRepeatedUnlessItLooksLikeOne() {
        for name in ["DELATTRE", "Zoé", "a b", "0600000000", String(repeating: "a", count: 41), ""] {
            let text = """
                {"submissionId": "\(SubmissionFixtures.id())", "desk": "G5901", "agent": "a-7", "territory": "059", "\(name)": 1,
                 "request": {"renewal": {"number": "0590411000123G5901"}}}
                """
            #expect(door.judge(json: text).complaints == ["NU_0102 "])
        }
    }

    @Test func unknownJSONNamesMayBeIgnoredBySetting() {
        var settings = IntakeSettings()
        settings.unknownJSONName = .ignored
        var lenient = door
        lenient.worker = IntakeWorker(settings: settings)
        let text = String(decoding: json, as: UTF8.self).dropLast() + ",\"couleur\":\"bleu\"}"
        #expect(door.judge(json: String(text)).complaints == ["NU_0102 couleur"])
        #expect(lenient.judge(json: String(text)).record != nil)
    }
}
