import Foundation
import KafkaSupport
import Testing

/// The commands of README.md, run as they stand there, in their order, in a folder of their own.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct ReadmeTests {
    @Test func theFirstFiveMinutesGoAsTheyAreWritten() throws {
        let run = try ReadmeRun()
        defer { run.tool.remove() }
        // What `scripts/demo` leaves.
        let demo = try run.tool.run("demo", "--size", "0.005", "--log", "demo.sqlite")
        try #require(demo.status == 0, "\(demo.errors)")
        let blocks = run.readme.blocks(after: "## The first five minutes", before: "## On Kafka")
        #expect(blocks.count >= 6)
        let result = try run.play(blocks)
        #expect(result.status == 0, "\(result.errors)")

        #expect(result.output.contains("desk added"))
        #expect(result.output.contains("Bailleur du Nord"))
        #expect(result.output.contains("communes imported"))
        #expect(result.output.contains(#""outcome":"OUTCOME_REGISTERED""#))
        // The number that README shows, but for the month.
        let number = try run.number
        #expect(number.wholeMatch(of: /059[0-9]{4}000001G5901/) != nil, "\(number)")
        #expect(result.output.contains("Enregistrée"), "show tells what happened")
        #expect(result.output.contains("✓") && !result.output.contains("✗"))
        #expect(result.output.contains("epci"))
        #expect(FileManager.default.fileExists(atPath: run.tool.log + ".key"))
        #expect(result.output.contains(#""repeated":true"#), "sent again, the answer is the same")
    }

    @Test(.needsPrivateKafka) func theSameRegisterRunsOnKafka() throws {
        let run = try ReadmeRun()
        defer { run.tool.remove() }
        let broker = try KafkaBroker.makePrivate()
        defer { broker.stop() }
        let home = try #require(KafkaSource.found.installation).home
        let blocks = run.readme.blocks(after: "## On Kafka", before: "## Layout")
        #expect(blocks.count >= 4)
        // The file is written further up.
        let file = run.readme.blocks(after: "## The first", before: "## On Kafka").joined(separator: "\n")
            .firstMatch(of: /cat > submission.jsonl[^\0]*?\nJSON\n/)
        let result = try run.play([String(try #require(file).output)] + blocks, broker: broker.address, kafkaHome: home)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("create  nu.register"), "plan says what would be made")
        #expect(result.output.contains("topics are as wanted"))
        #expect(result.output.contains(#""outcome":"OUTCOME_REGISTERED""#))
        let number = try run.number
        #expect(number.wholeMatch(of: /059[0-9]{4}000001G5901/) != nil, "\(number)")
        #expect(result.output.contains("Enregistrée") && result.output.contains("✓") && !result.output.contains("✗"))
    }
}

/// README.md and its blocks.
private struct Readme {
    private let text: String

    init() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        text = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
    }

    /// The blocks of `sh` between two headings.
    func blocks(after start: String, before end: String) -> [String] {
        guard let from = text.range(of: "\n\(start)")?.upperBound,
            let to = text.range(of: "\n\(end)", range: from..<text.endIndex)?.lowerBound
        else { return [] }
        return text[from..<to].components(separatedBy: "\n```sh\n").dropFirst().map {
            ($0.components(separatedBy: "\n```").first ?? "") + "\n"
        }
    }
}

/// One shell that a person types the blocks into; what goes on until it is stopped runs beside it, as in a terminal of its own.
private struct ReadmeRun {
    let tool: Tool
    let readme: Readme

    init() throws {
        tool = try Tool()
        readme = try Readme()
        // README builds for release. The tests have a build.
        let scripts = tool.folder.appendingPathComponent("scripts")
        try FileManager.default.createDirectory(at: scripts, withIntermediateDirectories: true)
        let build = scripts.appendingPathComponent("build")
        let folder = Tool.executable.deletingLastPathComponent().path
        try Data("#!/bin/sh\necho '\(folder)'\n".utf8).write(to: build)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: build.path)
    }

    /// That of the receipt.
    var number: String {
        get throws {
            let receipt = try String(contentsOf: tool.folder.appendingPathComponent("receipt.json"), encoding: .utf8)
            return String(receipt.firstMatch(of: /"number":"([^"]*)"/)?.output.1 ?? "")
        }
    }

    func play(_ blocks: [String], broker: String = "", kafkaHome: String = "") throws -> Tool.Result {
        var script = """
            set -euo pipefail
            export PATH='\(Tool.executable.deletingLastPathComponent().path)':"$PATH"
            trap 'kill "${pids[@]}" 2>/dev/null || true' EXIT
            pids=(); number=

            """
        for block in blocks { script += translated(block, broker, kafkaHome) }
        // Each ends as it should when it is told to.
        script += "\nkill \"${pids[@]}\"\nfor pid in \"${pids[@]}\"; do wait \"$pid\"; done\npids=()\n"
        try Data(script.utf8).write(to: tool.folder.appendingPathComponent("readme.sh"))
        let process = Foundation.Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["readme.sh"]
        process.currentDirectoryURL = tool.folder
        let paths = ["readme.out", "readme.err"].map { tool.folder.appendingPathComponent($0) }
        for path in paths { try Data().write(to: path) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: paths[0])
        process.standardError = try FileHandle(forWritingTo: paths[1])
        try process.run()
        process.waitUntilExit()
        let texts = try paths.map { try String(contentsOf: $0, encoding: .utf8) }
        return Tool.Result(status: process.terminationStatus, output: texts[0], errors: texts[1])
    }

    /// The commands as they are, save for what a test cannot have: a terminal, several of them, a fixed port, the month.
    private func translated(_ block: String, _ broker: String, _ kafkaHome: String) -> String {
        block.replacing("\\\n", with: " ").split(separator: "\n", omittingEmptySubsequences: false).map { line in
            var line = line.replacing("localhost:9092", with: broker)
                .replacing("0591126000001G5901", with: "\"$number\"")
            let command = line.split(separator: "#").first.map { $0.trimmingCharacters(in: .whitespaces) } ?? ""
            if command == "numero-unique up" || command.hasPrefix("numero-unique worker ") {
                // Each in a terminal of its own, and the next is typed once it stands.
                line = "\(command) > workers.out 2>> workers.err & pids+=($!)"
                line += "\nfor i in $(seq 300); do"
                line +=
                    " [ \"$(grep -c 'workers started' workers.err)\" -ge ${#pids[@]} ] && break; sleep 0.1; done; sleep 1"
                if command == "numero-unique up" {
                    line += "\nfor i in $(seq 300); do [ -e \"${NU_LOG:-}.key\" ] && break; sleep 0.1; done"
                }
            } else if command.hasPrefix("numero-unique submit ") {
                line = "\(command) | tee receipt.json\n\(command)\n"
                line += #"number=$(sed -n 's/.*"number":"\([^"]*\)".*/\1/p' receipt.json)"#
            } else if command == "numero-unique topics apply" {
                line = "numero-unique topics apply --yes"
            } else if command.hasPrefix("bin/kafka-console-consumer.sh") {
                line = "(cd '\(kafkaHome)' && \(command) --timeout-ms 4000)"
            }
            return line
        }.joined(separator: "\n")
    }
}
