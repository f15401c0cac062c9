import Foundation
import Schemas
import SwiftProtobuf
import TestSupport
import Testing

/// From a filing that is not written alike to a decision, and back, as the manager does it.
@Suite(.serialized)
struct ReviewsCommandTests {
    @Test func aReviewGoesFromDetectionToDecisionToUndo() throws {
        let tool = try Tool()
        defer { tool.remove() }
        for (code, kind) in [("G5901", "BAILLEUR"), ("59GES", "GESTIONNAIRE")] {
            try tool.addDesk(code, kind: kind, name: "Service \(code)")
        }
        let up = try tool.start("up", "--log", tool.log)
        defer {
            up.terminate()
            up.waitUntilExit()
        }
        func file(_ id: UInt64, born: String) throws -> WireReceipt {
            var creation = SubmissionFixtures.creation(id: SubmissionFixtures.id(id))
            creation.receivedOn = ""
            creation.request.creation.application.applicant.contact = WireContact()
            creation.request.creation.application.applicant.identity.nir = ""
            creation.request.creation.application.applicant.identity.birthDate = born
            creation.request.creation.application.coApplicants = []
            let result = try tool.run("submit", "-", "--json", "--log", tool.log, input: try creation.jsonString())
            return try WireReceipt(jsonString: result.output)
        }
        func reviews(_ more: String...) throws -> [WireReview] {
            let listed = try tool.run(["reviews", "list", "--json", "--log", tool.log] + more)
            return try listed.output.split(separator: "\n").map { try WireReview(jsonString: String($0)) }
        }
        func decide(_ id: String, _ verdict: String) throws -> Tool.Result {
            try tool.run("reviews", "decide", id, verdict, "--desk", "59GES", "--log", tool.log)
        }
        /// Numbering answers a ruling in its own time.
        func isSaid(of number: String, _ text: String) throws -> Bool {
            for _ in 0..<100 {
                if try tool.run("show", number, "--log", tool.log).output.contains(text) { return true }
                Thread.sleep(forTimeInterval: 0.1)
            }
            return false
        }
        let first = try file(1, born: "1982-06-30")
        let second = try file(2, born: "1982-07-30")
        #expect(first.outcome == .registered)
        #expect(second.outcome == .registered)
        #expect(first.number != second.number, "a doubtful pair holds nothing up")

        let review = try #require(try reviews().first)
        #expect(review.grounds == ["LIKELY_SAME"])
        #expect(review.weights.contains { $0.field == "birth" })
        #expect(try tool.run("reviews", "list", "--log", tool.log).output.contains(review.reviewID))

        let shown = try tool.run("reviews", "show", review.reviewID, "--log", tool.log)
        #expect(shown.output.contains("1982-06-30"), "\(shown.errors)")
        #expect(shown.output.contains("1982-07-30"))

        // Without the master key nobody's name comes out.
        let key = tool.log + ".key"
        try FileManager.default.moveItem(atPath: key, toPath: key + ".away")
        let closed = try tool.run("reviews", "show", review.reviewID, "--log", tool.log)
        try FileManager.default.moveItem(atPath: key + ".away", toPath: key)
        #expect(closed.status != 0)
        #expect(!closed.output.contains("1982-06-30"))

        #expect(try decide(review.reviewID, "later").status == 0)
        #expect(try reviews().count == 1, "it stays open")
        #expect(try decide(review.reviewID, "same").status == 0)
        #expect(try reviews().isEmpty)
        #expect(try decide(review.reviewID, "same").status == 1, "it is closed")
        #expect(try isSaid(of: second.number, "merged into"))

        #expect(try decide(review.reviewID, "undo").status == 0)
        #expect(try isSaid(of: second.number, "merge undone"))
        #expect(try reviews("--all").map(\.verdict) == [.different])

        let verified = try tool.run("verify", "--log", tool.log)
        #expect(verified.status == 0, "\(verified.output)")
    }

    @Test func anUnknownReviewIsNamed() throws {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.addDesk("G5901", name: "B")
        let shown = try tool.run("reviews", "show", "no-such-review", "--log", tool.log)
        #expect(shown.status != 0)
        #expect(shown.errors.contains("no-such-review"))
    }
}
