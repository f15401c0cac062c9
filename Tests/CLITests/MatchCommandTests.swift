import Foundation
import TestSupport
import Testing

/// The search of duplicates over files.
@Suite(.serialized)
struct MatchCommandTests {
    private func sample(_ tool: Tool) throws {
        let made = try tool.run(
            "match",
            "sample",
            "--people",
            "800",
            "--seed",
            "3",
            "--output",
            "people.csv",
            "--truth",
            "truth.csv"
        )
        #expect(made.status == 0)
    }

    @Test func aFileIsMatchedWithAModelThatWasLearned() throws {
        let tool = try Tool()
        defer { tool.remove() }
        try sample(tool)
        let learned = try tool.run("match", "learn", "--input", "people.csv", "--output", "model.json")
        #expect(learned.status == 0)
        let scored = try tool.run(
            "match",
            "--input",
            "people.csv",
            "--truth",
            "truth.csv",
            "--model",
            "model.json",
            "--pairs",
            "pairs.csv"
        )
        #expect(scored.status == 0)
        for text in ["precision", "160 bytes", " 0 wrong"] { #expect(scored.output.contains(text), "\(text)") }
        let pairs = try String(contentsOf: tool.folder.appendingPathComponent("pairs.csv"), encoding: .utf8)
        #expect(pairs.contains("certain"))
        #expect(pairs.contains("birth same"))
    }

    @Test func whatCannotBeUsedIsSaid() throws {
        let tool = try Tool()
        defer { tool.remove() }
        try sample(tool)
        let column = try tool.run("match", "--input", "people.csv", "--column", "last-name=surname")
        #expect(column.status != 0)
        #expect(column.errors.contains("surname"))
        let model = tool.folder.appendingPathComponent("model.json")
        try Data(#"{"version":9,"source":"","duplicates":1,"relatives":1,"weights":[]}"#.utf8).write(to: model)
        let version = try tool.run("match", "--input", "people.csv", "--model", "model.json")
        #expect(version.status != 0)
        #expect(version.errors.contains("version"))
    }
}
