import Foundation
import Testing

@testable import KafkaSupport

@Suite(.needsPrivateKafka) struct KafkaBrokerTests {
    @Test func theSharedBrokerIsStartedOnceAndServes() throws {
        let address = try KafkaBroker.sharedAddress
        #expect(try KafkaBroker.sharedAddress == address)
        #expect(try topics(at: address).status == 0)
    }

    @Test func aKilledBrokerComesBackWithItsDataAtItsAddress() throws {
        let broker = try KafkaBroker.makePrivate()
        defer { broker.stop() }
        let port = try port(of: broker)
        #expect(FreePorts.answers(port))
        #expect(try topics(at: broker.address, ["--create", "--topic", "kept"]).status == 0)

        let address = broker.address
        let first = try #require(broker.processIdentifier)
        try broker.kill()
        #expect(!isAlive(first))
        #expect(!FreePorts.answers(port))
        #expect(broker.processIdentifier == nil)

        try broker.start()
        #expect(broker.address == address)
        #expect(FreePorts.answers(port))
        #expect(try topics(at: address, ["--list"]).output == "kept\n")
    }

    @Test func nothingRemainsAfterAStop() throws {
        let broker = try KafkaBroker.makePrivate()
        let process = try #require(broker.processIdentifier)
        #expect(isAlive(process))
        #expect(FileManager.default.fileExists(atPath: broker.folder.path))
        broker.stop()
        #expect(!isAlive(process))
        #expect(!FileManager.default.fileExists(atPath: broker.folder.path))
        #expect(throws: KafkaSupportError.self) { try broker.start() }
    }

    /// A reader waits until nobody can write to its pipe any more: a broker that keeps it open stops another test.
    @Test func aBrokerKeepsNoFileOfTheTestsOpen() throws {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        let ours = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(ends[1])")

        let broker = try KafkaBroker.makePrivate()
        defer { broker.stop() }
        let process = try #require(broker.processIdentifier)
        let files = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd")
        let theirs = files.compactMap {
            try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/fd/\($0)")
        }
        #expect(theirs.contains { $0.hasSuffix("broker-1.log") })
        #expect(!theirs.contains(ours))
    }

    /// What a crash of the tests leaves behind: nothing, soon.
    @Test func nothingRemainsAfterItsProcessIsKilled() throws {
        let holder = Foundation.Process()
        holder.executableURL = Self.built("kafka-broker-holder")
        let output = Pipe()
        holder.standardOutput = output
        try holder.run()
        var line = Data()
        while line.last != UInt8(ascii: "\n") {
            let more = output.fileHandleForReading.availableData
            try #require(!more.isEmpty, "the holder ended before its broker served")
            line += more
        }
        let words = String(decoding: line, as: UTF8.self).split(whereSeparator: \.isWhitespace).map(String.init)
        let process = try #require(Int32(words[1]))
        #expect(isAlive(process))
        #expect(FileManager.default.fileExists(atPath: words[2]))

        // No `waitUntilExit`: it would wait for what the holder leaves behind, too.
        kill(holder.processIdentifier, SIGKILL)
        let deadline = Date(timeIntervalSinceNow: 60)
        while isAlive(process) || FileManager.default.fileExists(atPath: words[2]) {
            try #require(Date() < deadline, "\(words) is still there")
            Thread.sleep(forTimeInterval: 0.02)
        }
    }

    @Test func onlyTheRightPasswordIsLetIn() throws {
        let broker = try KafkaBroker.makePrivate(credentials: .init(user: "registre", password: "juste"))
        defer { broker.stop() }
        func list(password: String) throws -> (status: Int32, output: String) {
            let login = "org.apache.kafka.common.security.plain.PlainLoginModule required"
            let file = broker.folder.appendingPathComponent("client-\(password).properties")
            let lines = [
                "security.protocol=SASL_PLAINTEXT",
                "sasl.mechanism=PLAIN",
                "sasl.jaas.config=\(login) username=\"registre\" password=\"\(password)\";",
            ]
            try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
            return try topics(at: broker.address, ["--list", "--command-config", file.path])
        }
        let right = try list(password: "juste")
        #expect(right.status == 0, "\(right.output)")
        let wrong = try list(password: "faux")
        #expect(wrong.status != 0)
        #expect(wrong.output.contains("SaslAuthenticationException"), "\(wrong.output)")
    }

    /// Kafka's own tool, which shares nothing with ours.
    private func topics(at address: String, _ order: [String] = ["--list"]) throws -> (status: Int32, output: String) {
        let installation = try #require(KafkaSource.found.installation)
        return try installation.run("org.apache.kafka.tools.TopicCommand", ["--bootstrap-server", address] + order)
    }

    private func port(of broker: KafkaBroker) throws -> Int {
        try #require(broker.address.split(separator: ":").last.flatMap { Int($0) })
    }

    private func isAlive(_ process: Int32) -> Bool { kill(process, 0) == 0 }

    /// Beside the test bundle.
    private static func built(_ name: String) -> URL {
        var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        while folder.path != "/" {
            let file = folder.appendingPathComponent(name)
            if FileManager.default.isExecutableFile(atPath: file.path) { return file }
            folder.deleteLastPathComponent()
        }
        return URL(fileURLWithPath: ".build/debug/\(name)")
    }
}
