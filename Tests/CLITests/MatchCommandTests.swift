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

    /// She has another name and another home, and the same child.
    @Test func dependantsAreReadFromAColumn() throws {
        let tool = try Tool()
        defer { tool.remove() }
        try sample(tool)
        let file = tool.folder.appendingPathComponent("people.csv")
        var people = try String(contentsOf: file, encoding: .utf8)
        people += "x1;Delattre;;Zoé;1982-06-30;;;;;;;;;Hugo Marie 2004-05-06\n"
        people += "x2;Nowak;;Zoé;1982-06-30;;;;;;;;;Nina 2008-11-02 / HUGO 06/05/2004\n"
        func found() throws -> Bool {
            try Data(people.utf8).write(to: file)
            let scored = try tool.run("match", "--input", "people.csv", "--model", "built-in", "--pairs", "pairs.csv")
            #expect(scored.status == 0, "\(scored.errors)")
            let pairs = try String(contentsOf: tool.folder.appendingPathComponent("pairs.csv"), encoding: .utf8)
            return pairs.contains("x1;x2;doubtful")
        }
        #expect(try !found(), "a date with slashes is three names")
        people = people.replacing("06/05/2004", with: "2004-05-06")
        #expect(try found())
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
