import Intake
import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// Goal: nothing that a sender wrote in a field comes out in an anomaly or a reason.
/// Method: a marker in every text field of every kind, written so that it is refused in many ways.
@Suite struct ConfidentialityTests {
    static let marker = "Quidam"

    static let disguises: [String] = [
        marker, " \(marker) ", "\(marker)\u{1}", "\(marker)\u{FFFD}", String(repeating: marker, count: 60),
        "\(marker)@", "+33\(marker)", "2012-\(marker)", marker.uppercased(), "18 characters \(marker)",
    ]

    @Test(arguments: disguises)
    func noValueComesOutOfTheDoor(_ value: String) throws {
        for valid in SubmissionFixtures.ofEachKind {
            // In all fields at once, then in the message but not its envelope, so that deeper checks are reached.
            let marked = try Self.marking(valid, with: value)
            try expectSilence(valid.but { $0.request = marked.request })
            try expectSilence(
                marked.but {
                    $0.desk = valid.desk
                    $0.submissionID = valid.submissionID
                }
            )
            try expectSilence(marked)
            try expectSilence(marked.but { $0.desk = valid.desk })
            try expectSilence(valid.but { $0.submissionID = marked.submissionID })
        }
    }

    @Test func theMarkerReachesEveryTextField() throws {
        let creation = try Self.marking(SubmissionFixtures.creation(), with: Self.marker)
        #expect(creation.request.creation.application.applicant.identity.birthDate == Self.marker)
        #expect(creation.request.creation.application.coApplicants[0].contact.email == Self.marker)
        #expect(creation.request.creation.application.wanted.communes == [Self.marker, Self.marker])
        #expect(Door().complaints(SubmissionFixtures.creation().but { $0.request = creation.request }).count > 15)
    }

    private func expectSilence(_ submission: WireSubmission) throws {
        let door = Door()
        for decision in [door.judge(submission), door.judgeJSON(submission)] {
            let said: String
            switch decision {
            case .accepted: continue  // The marker is a good review id.
            case .refused(let receipt): said = try receipt.message.jsonString()
            case .unreadable(let reason): said = reason
            }
            #expect(!said.lowercased().contains(Self.marker.lowercased()))
        }
    }

    /// Every string of the message replaced: over JSON, where strings are told apart without knowing the schema.
    static func marking(_ submission: WireSubmission, with value: String) throws -> WireSubmission {
        var options = JSONEncodingOptions()
        options.alwaysPrintInt64sAsNumbers = true
        options.alwaysPrintEnumsAsInts = true
        let json = try filled(submission).jsonString(options: options)
        let quoted =
            "\"" + value.unicodeScalars.map { $0.value < 0x20 ? "\\u000\($0.value)" : String($0) }.joined() + "\""
        var marked = ""
        var rest = json[...]
        while let open = rest.firstIndex(of: "\"") {
            let afterOpen = rest.index(after: open)
            guard let close = rest[afterOpen...].firstIndex(of: "\"") else { break }
            let end = rest.index(after: close)
            let isName = end < rest.endIndex && rest[end] == ":"
            marked += rest[..<open]
            marked += isName ? String(rest[open..<end]) : quoted
            rest = rest[end...]
        }
        return try WireSubmission(jsonString: marked + rest)
    }

    /// With every nominative field present.
    private static func filled(_ submission: WireSubmission) -> WireSubmission {
        submission.but {
            guard case .creation? = $0.request.kind else { return }
            $0.request.creation.application.applicant.identity.birthName = "x"
            $0.request.creation.application.applicant.identity.nir = "x"
            $0.request.creation.application.applicant.contact.addressComplement = "x"
            $0.request.creation.application.applicant.contact.phone = "x"
            $0.request.creation.application.applicant.contact.country = "x"
            $0.request.creation.application.legalPerson = SubmissionFixtures.legalPersonApplication().legalPerson
        }
    }
}
