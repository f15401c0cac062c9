import Foundation
import KafkaSupport
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
        try goRound(tool, key: tool.log + ".key", ["--log", tool.log])
    }

    @Test(.needsPrivateKafka) func itDoesSoOnKafka() throws {
        let tool = try Tool()
        defer { tool.remove() }
        let broker = try KafkaBroker.makePrivate()
        defer { broker.stop() }
        let place = ["--kafka", broker.address]
        let key = tool.folder.appendingPathComponent("master.key").path
        #expect(try tool.run("keys", "new", key).status == 0)
        #expect(try tool.run(["topics", "apply", "--yes", "--master-key", key] + place).status == 0)
        try goRound(tool, key: key, place, ["NU_MASTER_KEY_FILE": key])
    }

    private func goRound(
        _ tool: Tool,
        key: String,
        _ place: [String],
        _ environment: [String: String] = [:],
    ) throws {
        @discardableResult
        func run(_ arguments: String..., input: String? = nil) throws -> Tool.Result {
            try tool.run(arguments + place, input: input, environment: environment)
        }
        for (code, kind) in [("G5901", "BAILLEUR"), ("59GES", "GESTIONNAIRE")] {
            try run("desks", "add", code, "--kind", kind, "--territory", "059", "--name", "Service")
        }
        let up =
            environment.isEmpty
            ? try tool.start("up", place[0], place[1])
            : try tool.start("up", place[0], place[1], "--master-key", key)
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
            let result = try run("submit", "-", "--json", input: try creation.jsonString())
            return try WireReceipt(jsonString: result.output)
        }
        func reviews(_ more: String...) throws -> [WireReview] {
            let listed = try tool.run(["reviews", "list", "--json"] + more + place)
            return try listed.output.split(separator: "\n").map { try WireReview(jsonString: String($0)) }
        }
        func decide(_ id: String, _ verdict: String) throws -> Tool.Result {
            try run("reviews", "decide", id, verdict, "--desk", "59GES")
        }
        /// Numbering answers a ruling in its own time.
        func isSaid(of number: String, _ text: String) throws -> Bool {
            for _ in 0..<100 {
                if try run("show", number).output.contains(text) { return true }
                Thread.sleep(forTimeInterval: 0.1)
            }
            return false
        }
        // Among a few people no name is rare.
        let others = try (100..<140).map { figure in
            var creation = SubmissionFixtures.creation(id: SubmissionFixtures.id(UInt64(figure)))
            creation.receivedOn = ""
            creation.request.creation.application.applicant.contact = WireContact()
            creation.request.creation.application.applicant.identity.nir = ""
            creation.request.creation.application.applicant.identity.lastName =
                ["Abadie", "Bonnefoy", "Carlier", "Dupuis", "Fontaine"][figure % 5]
            creation.request.creation.application.applicant.identity.firstNames =
                ["Paul", "Odile", "Nadia", "Marcel", "Lucie", "Karine", "Hugues", "Irma"][figure / 5 % 8]
            creation.request.creation.application.applicant.identity.birthDate =
                "19\(figure / 2 - 10)-0\(1 + figure % 9)-1\(figure * 7 % 10)"
            creation.request.creation.application.coApplicants = []
            return try creation.jsonString()
        }
        #expect(try run("submit", "-", input: others.joined(separator: "\n")).status == 0)
        let first = try file(1, born: "1982-06-30")
        let second = try file(2, born: "1982-07-30")
        #expect(first.outcome == .registered)
        #expect(second.outcome == .registered)
        #expect(first.number != second.number, "a doubtful pair holds nothing up")

        let review = try #require(try reviews().first)
        #expect(review.grounds == ["LIKELY_SAME"])
        #expect(review.weights.contains { $0.field == "birth" })
        #expect(try run("reviews", "list").output.contains(review.reviewID))
        #expect(try reviews("--territory", "059").count == 1)
        #expect(try reviews("--territory", "062").isEmpty)
        #expect(try run("reviews", "list", "--territory", "999").errors.contains("999 is no territory"))

        let shown = try run("reviews", "show", review.reviewID)
        #expect(shown.output.contains("1982-06-30"), "\(shown.errors)")
        #expect(shown.output.contains("1982-07-30"))

        // Without the master key nobody's name comes out.
        try FileManager.default.moveItem(atPath: key, toPath: key + ".away")
        let closed = try run("reviews", "show", review.reviewID)
        try FileManager.default.moveItem(atPath: key + ".away", toPath: key)
        #expect(closed.status != 0)
        #expect(!closed.output.contains("1982-06-30"))

        #expect(try decide(review.reviewID, "later").status == 0)
        #expect(try reviews().count == 1, "it stays open")
        #expect(try decide(review.reviewID, "same").status == 0)
        #expect(try reviews().isEmpty)
        #expect(try decide(review.reviewID, "same").status == 1, "it is closed")
        #expect(try isSaid(of: second.number, "merged into"))
        // One number leads to the other, both ways, and who names the alias is told.
        #expect(try run("show", second.number).output.contains("alias of \(first.number), the number to use"))
        let kept = try run("show", first.number).output
        #expect(kept.contains("\(second.number) merged into this one"))
        #expect(kept.contains("aliases: \(second.number)"))
        var renewal = SubmissionFixtures.renewal(id: SubmissionFixtures.id(3))
        renewal.receivedOn = ""
        renewal.request.renewal.number = second.number
        let told = try run("submit", "-", input: try renewal.jsonString()).output
        #expect(told.contains("\(second.number) : utilisez \(first.number) / use \(first.number)"), "\(told)")

        #expect(try decide(review.reviewID, "undo").status == 0)
        #expect(try isSaid(of: second.number, "merge undone"))
        #expect(try !run("show", second.number).output.contains("the number to use"))
        #expect(try run("show", first.number).output.contains("merge undone with \(second.number)"))
        #expect(try !run("show", first.number).output.contains("aliases:"))
        #expect(try reviews("--all").map(\.verdict) == [.different])

        let verified = try run("verify")
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
