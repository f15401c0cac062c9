import FlyingFox
import FlyingSocks
import Foundation
import Observability
import Schemas
import SwiftProtobuf
import TestSupport
import Testing

/// A running register, watched as Prometheus and a container's health check watch it.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct MonitoringTests {
    @Test func registerTellsThatItIsReadyAndWhatItDid() async throws {
        let tool = try Tool()
        defer { tool.remove() }
        let desk = ["G5901", "--kind", "BAILLEUR", "--territory", "059", "--name", "Bailleur"]
        try tool.run("desks", "add", desk[0], desk[1], desk[2], desk[3], desk[4], desk[5], desk[6], "--log", tool.log)
        let up = try tool.start("up", "--lanes", "2", "--http", "127.0.0.1:0", "--log", tool.log, errors: "up.err")
        defer {
            up.terminate()
            up.waitUntilExit()
        }
        let address = try await self.address(tool, up)
        var health = try tool.run("health", "--http", "\(address)")
        while health.status != 0 {
            try #require(up.isRunning)
            #expect(health.output.hasPrefix("lane "), "not ready for a reason that names the lane: \(health.output)")
            health = try tool.run("health", "--http", "\(address)")
        }
        #expect(health.output == "ok\n")

        var page = try await metrics(address)
        for worker in ["intake", "deduplication", "numbering", "renewal", "strike-off", "statistics"] {
            for lane in 0..<2 {
                #expect(page[#"nu_assigned_partitions{worker="\#(worker)",lane="\#(lane)"}"#] == "4")
            }
            // Not 0: intake has asked the log for the time by now.
            #expect(page[#"nu_records_in_total{worker="\#(worker)",lane="0"}"#] != nil)
        }
        #expect(page.keys.count { $0.hasPrefix("kafka_consumergroup_lag{") } == 6 * 8)

        var creation = SubmissionFixtures.creation()
        creation.receivedOn = ""
        let sent = try tool.run("submit", "-", "--json", "--log", tool.log, input: try creation.jsonString())
        try #require(sent.status == 0, "\(sent.errors)")
        page = try await metrics(address)
        for worker in ["intake", "deduplication", "numbering"] {
            #expect(sum(page, "nu_records_in_total", worker) > 0, "\(worker)")
            #expect(sum(page, "nu_records_out_total", worker) > 0, "\(worker)")
            #expect(sum(page, "nu_commit_duration_seconds_count", worker) > 0, "\(worker)")
        }
        #expect(sum(page, "nu_rejects_total", "intake") == 0)
    }

    /// A hundred and ten people with the e-mail of one shelter: nobody is compared with a hundred others for that.
    @Test func whatTheSearchForDoublesLeftOutIsCountedAndListed() async throws {
        let tool = try Tool()
        defer { tool.remove() }
        let desk = ["G5901", "--kind", "BAILLEUR", "--territory", "059", "--name", "Bailleur"]
        #expect(try tool.run(["desks", "add"] + desk + ["--log", tool.log]).status == 0)
        let series = #"territory="059",what="blocks""#
        func up(_ errors: String) throws -> Foundation.Process {
            try tool.start("up", "--http", "127.0.0.1:0", "--log", tool.log, errors: errors)
        }
        func blocks(_ page: [String: String]) -> String? {
            page.first { $0.key.hasPrefix("nu_doubles_left_out{") && $0.key.contains(series) }?.value
        }
        let first = try up("first.err")
        let crowd = try (0..<110).map { figure in
            var creation = SubmissionFixtures.creation(id: SubmissionFixtures.id(UInt64(figure + 1)))
            creation.receivedOn = ""
            let syllables = ["BA", "DE", "KI", "LO", "MU", "NA", "PE", "RI", "TO", "VU", "ZA"]
            let name = syllables[figure % 11] + syllables[figure / 11] + syllables[(figure * 7 + 3) % 11]
            creation.request.creation.application.applicant.identity.lastName = name
            creation.request.creation.application.applicant.identity.nir = ""
            creation.request.creation.application.applicant.identity.birthDate =
                "19\(40 + figure % 50)-0\(1 + figure % 9)-\(10 + figure % 17)"
            creation.request.creation.application.applicant.contact = .with { $0.email = "accueil@example.org" }
            creation.request.creation.application.coApplicants = []
            return try creation.jsonString()
        }
        let sent = try tool.run("submit", "-", "--log", tool.log, input: crowd.joined(separator: "\n"))
        try #require(sent.status == 0, "\(sent.errors)")
        let live = try await metrics(address(tool, first, "first.err"))
        #expect(blocks(live).flatMap(Int.init) ?? 0 > 0)
        first.terminate()
        first.waitUntilExit()

        // As a restart reads it back.
        let second = try up("second.err")
        defer {
            second.terminate()
            second.waitUntilExit()
        }
        let again = try await address(tool, second, "second.err")
        while try tool.run("health", "--http", "\(again)").status != 0 { try #require(second.isRunning) }
        let restored = try await metrics(again)
        let count = try #require(blocks(restored))

        let listed = try tool.run("reviews", "list", "--log", tool.log).output
        #expect(listed.contains("059 : hors recherche, \(count) groupes trop grands"), "\(listed)")
        let json = try tool.run("reviews", "list", "--json", "--log", tool.log).output.split(separator: "\n")
        #expect(json.last?.contains(#"{"leftOut":{"territory":"059","blocks":"\#(count)""#) == true)
        let elsewhere = try tool.run("reviews", "list", "--territory", "062", "--log", tool.log).output
        #expect(!elsewhere.contains("hors recherche"))
    }

    @Test func healthOfNobodyIsAFailureInOneLine() throws {
        let tool = try Tool()
        defer { tool.remove() }
        let health = try tool.run("health", "--http", "127.0.0.1:1")
        #expect(health.status == 1)
        #expect(health.output.hasPrefix("127.0.0.1:1 does not answer"))
        #expect(health.output.split(separator: "\n").count == 1)
        #expect(try tool.run("up", "--http", "somewhere", "--log", tool.log).status != 0)
    }

    /// The system chose the port; the log says which.
    private func address(
        _ tool: Tool,
        _ up: Foundation.Process,
        _ errors: String = "up.err",
    ) async throws -> HTTPAddress {
        let errors = tool.folder.appendingPathComponent(errors)
        while true {
            let lines = try String(contentsOf: errors, encoding: .utf8).split(separator: "\n")
            for line in lines {
                let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String]
                if let address = object?["address"] { return try #require(HTTPAddress(address)) }
            }
            try #require(up.isRunning)
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Series and their values.
    private func metrics(_ address: HTTPAddress) async throws -> [String: String] {
        var client = HTTPClient()
        let request = HTTPRequest(
            method: .GET,
            version: .http11,
            path: "/metrics",
            query: [],
            headers: [.connection: "close"],
            body: Data(),
        )
        let response = try await client.sendHTTPRequest(request, to: .inet(ip4: "127.0.0.1", port: address.port))
        let page = String(decoding: try await response.bodyData, as: UTF8.self)
        let samples = page.split(separator: "\n").filter { !$0.hasPrefix("#") }
        let pairs = samples.map { $0.split(separator: " ") }.map { (String($0[0]), String($0[1])) }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    private func sum(_ page: [String: String], _ name: String, _ worker: String) -> Int {
        page.filter { $0.key.hasPrefix("\(name){worker=\"\(worker)\"") }.compactMap { Int($0.value) }.reduce(0, +)
    }
}
