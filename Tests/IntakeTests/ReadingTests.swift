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

    @Test(arguments: ["text/plain", "application/octet-stream", "json", "application/jsonx", "text/xmlx"])
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
        #expect(
            door.judge(json: text).complaints == ["NU_0111 request.renewal.numero", "NU_0201 request.renewal.number"]
        )
        #expect(door.judge(json: text).receipt?.format == .json)
    }

    @Test func anUnknownVerdictInJSONIsAnAnomalyAndNotAReject() {
        let text = """
            {"submission_id": "\(SubmissionFixtures.id())", "desk": "G5900", "agent": "a-7", "territory": "059",
             "request": {"reviewDecision": {"reviewId": "r", "verdict": "VERDICT_PERHAPS"}}}
            """
        #expect(door.judge(json: text).complaints == ["NU_0204 request.review_decision.verdict"])
    }

    @Test func whatStandsInAJSONNamesPlaceIsNotRepeatedUnlessItLooksLikeOne() {
        for name in ["DELATTRE", "Zoé", "a b", "0600000000", String(repeating: "a", count: 41), ""] {
            let text = """
                {"submissionId": "\(SubmissionFixtures.id())", "desk": "G5901", "agent": "a-7", "territory": "059", "\(name)": 1,
                 "request": {"renewal": {"number": "0590411000123G5901"}}}
                """
            #expect(door.judge(json: text).complaints == ["NU_0111 "])
        }
    }

    @Test func unknownJSONNamesMayBeIgnoredBySetting() {
        var settings = IntakeSettings()
        settings.unknownJSONName = .ignored
        var lenient = door
        lenient.worker = IntakeWorker(settings: settings)
        let text = String(decoding: json, as: UTF8.self).dropLast() + ",\"couleur\":\"bleu\"}"
        #expect(door.judge(json: String(text)).complaints == ["NU_0111 couleur"])
        #expect(lenient.judge(json: String(text)).record != nil)
    }

    // MARK: Names of JSON

    /// The whole place of each, in lists too, and of one kind of household member only where it does not belong.
    @Test func everyUnknownNameIsNamedWithItsWholePlace() throws {
        var creation = SubmissionFixtures.creation()
        creation.receivedOn = ""
        var text = try creation.jsonString()
        text = text.replacing("\"applicant\":{", with: "\"applicnt\":{\"identity\":{}},\"applicant\":{\"number\":1,")
        text = text.replacing("\"dependants\":[{", with: "\"dependants\":[{\"prenoms\":[{\"a\":1}],")
        let complaints = door.judge(json: text).complaints
        #expect(
            Set(complaints) == [
                "NU_0111 request.creation.application.applicnt",
                "NU_0111 request.creation.application.applicant.number",
                "NU_0111 request.creation.application.dependants[0].prenoms",
            ]
        )
    }

    @Test func aNameThatNobodyCouldHaveMeantIsNotRepeated() throws {
        let text = try SubmissionFixtures.renewal().jsonString().replacing(
            "\"renewal\":{",
            with: "\"renewal\":{\"Zoé Delattre\":1,"
        )
        #expect(door.judge(json: text).complaints == ["NU_0111 request.renewal"])
    }

    @Test func notMoreThanTwentyAreNamed() throws {
        let many = (0..<200).map { "\"nom\(letters($0))\":1," }.joined()
        let text = try SubmissionFixtures.renewal().jsonString().replacing(
            "\"renewal\":{",
            with: "\"renewal\":{" + many
        )
        #expect(door.judge(json: text).complaints.count == 20)
    }

    /// T-17: of two equal names the last counted here, and the first elsewhere.
    @Test(
        arguments: [
            ("\"agent\":\"a-7\"", "\"agent\":\"a-7\",\"agent\":\"a-8\"", "NU_0112 agent"),
            ("\"agent\":\"a-7\"", "\"agent\":\"a-7\",\"\\u0061gent\":\"a-8\"", "NU_0112 agent"),
            ("\"receivedOn\":", "\"received_on\":\"2012-04-11\",\"receivedOn\":", "NU_0112 received_on"),
            (
                "\"renewal\":{", "\"renewal\":{\"number\":\"0590411000124G5901\",",
                "NU_0112 request.renewal.number"
            ),
        ]
    )
    func aNameThatStandsTwiceIsRefused(_ written: String, _ twice: String, _ complaint: String) throws {
        let submission = SubmissionFixtures.renewal().but {
            $0.agent = "a-7"
            $0.receivedOn = "2012-04-12"
        }
        let text = try submission.jsonString()
        #expect(door.judge(json: text).complaints == [])
        #expect(text.contains(written))
        #expect(door.judge(json: text.replacing(written, with: twice)).complaints == [complaint])
    }

    /// Of two ids nobody knows which one is asked about.
    @Test(arguments: ["submissionId", "submission_id", "desk"])
    func nobodyIsAnsweredAboutTwoIdsOrDesks(name: String) throws {
        let value = name == "desk" ? "G5902" : SubmissionFixtures.id(9)
        let text = "{\"\(name)\":\"\(value)\"," + (try SubmissionFixtures.renewal().jsonString()).dropFirst()
        let reason = door.judge(json: text).reason ?? ""
        let place = name == "desk" ? "desk" : "submission_id"
        #expect(reason == "NU_0112: the name \(place) stands twice in the submission")
    }

    /// T-7.
    @Test func aByteOrderMarkIsPassedOver() throws {
        let decision = door.judge([0xEF, 0xBB, 0xBF] + json, "application/json")
        #expect(decision.record != nil)
    }

    @Test func namesHaveAnEndInNumberAndInDepth() {
        let many = "{" + (0..<300).map { "\"a\(letters($0))\":1" }.joined(separator: ",") + "}"
        #expect(door.judge(json: many).reason?.hasPrefix("NU_0101: ") == true)
        for bracket in ["[", "{\"a\":"] {
            let deep = "{\"request\":" + String(repeating: bracket, count: 40_000)
            #expect(door.judge(json: deep).reason?.hasPrefix("NU_0101: ") == true)
        }
    }

    @Test(arguments: [
        "", "{", "{\"a", "{\"a\\", "{\"a\":", "{\"a\":}", "{\"a\":1,}", "{,}", "[", "[1", "nul", "{\"a\" 1}", "{} {}",
        "{\"\\u00g0\":1}", "{\"\\ud800\":1}", "\u{FEFF}", "{1:2}",
    ])
    func whatIsNoJSONIsUnreadable(text: String) {
        #expect(door.judge(json: text).reason?.hasPrefix("NU_0101: ") == true || text.contains("ud800"))
    }

    private func letters(_ number: Int) -> String {
        String(number).map { String(UnicodeScalar(UInt8(ascii: "a") + UInt8($0.wholeNumberValue ?? 0))) }.joined()
    }
}
