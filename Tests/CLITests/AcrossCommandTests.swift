import EmbeddedLog
import Foundation
import KafkaSupport
import Register
import Schemas
import Stream
import SwiftProtobuf
import TestSupport
import Testing

/// Counting across territories, on a log whose forms are sealed, as an operator does it.
@Suite(.serialized)
struct AcrossCommandTests {
    /// In both territories, written otherwise in the second.
    private static let travellers: [(String, String, String)] = [
        ("Vandenbroucke", "Odette", "1958-03-17"), ("Lesaffre", "Bertille", "1961-09-04"),
        ("Quaghebeur", "Achille", "1955-11-29"), ("Wattrelot", "Firmin", "1970-02-14"),
        ("Ysebaert", "Solange", "1983-08-08"), ("Zoonekynd", "Hermine", "1990-12-21"),
    ]

    private func creation(
        _ figure: Int,
        _ name: (last: String, first: String, born: String),
        _ territory: String = "059",
        phone: String = ""
    ) throws -> String {
        var creation = SubmissionFixtures.creation(id: SubmissionFixtures.id(UInt64(figure)))
        creation.receivedOn = ""
        creation.territory = territory
        creation.desk = territory == "059" ? "G5901" : "G6201"
        creation.request.creation.application = .with {
            $0.applicant.identity.lastName = name.last
            $0.applicant.identity.firstNames = name.first
            $0.applicant.identity.birthDate = name.born
            $0.applicant.contact.mobile = phone
            $0.wanted.dwellingTypes = ["T3"]
            $0.wanted.communes = [territory == "059" ? "59350" : "62041"]
        }
        return try creation.jsonString()
    }

    /// Forty of whom each has one application, and six who have two.
    private func submissions() throws -> [String] {
        let others = try (0..<40).map { figure in
            let last = ["Abadie", "Bonnefoy", "Carlier", "Dupuis", "Fontaine"][figure % 5]
            let first = ["Paul", "Odile", "Nadia", "Marcel", "Lucie", "Karine", "Hugues", "Irma"][figure / 5]
            return try creation(100 + figure, (last, first, "19\(figure + 50)-0\(1 + figure % 9)-1\(figure * 7 % 10)"))
        }
        let travellers = try Self.travellers.enumerated().flatMap { figure, name in
            let phone = "06000000\(10 + figure)"
            return [
                try creation(200 + figure, name, phone: phone),
                try creation(300 + figure, (name.0.uppercased(), name.1, name.2), "062", phone: phone),
            ]
        }
        // One digit off, and no telephone: likely, at most.
        let likely = try creation(400, ("Abadie", "Paul", "1950-01-11"), "062")
        return others + travellers + [likely]
    }

    /// Filed, and numbered; then the workers end.
    private func file(_ submissions: [String], with tool: Tool, _ place: [String]) throws {
        for (desk, territory) in [("G5901", "059"), ("G6201", "062")] {
            let rights = ["--kind", "BAILLEUR", "--territory", territory, "--name", "Bailleur"]
            #expect(try tool.run(["desks", "add", desk] + rights + place).status == 0)
        }
        let keys = place[0] == "--log" ? [] : ["--master-key", tool.key]
        let up = try tool.start(["up"] + place + keys)
        let submitted = try tool.run(["submit", "-"] + place, input: submissions.joined(separator: "\n"))
        up.terminate()
        up.waitUntilExit()
        #expect(submitted.status == 0, "\(submitted.output)\(submitted.errors)")
    }

    @Test func countsArePublishedAndNobodyIsNamed() throws {
        let tool = try Tool()
        defer { tool.remove() }
        try file(submissions(), with: tool, ["--log", tool.log])

        func across(_ more: String...) throws -> Tool.Result {
            let result = try tool.run(["stats", "across", "--log", tool.log] + more)
            #expect(result.status == 0, "\(result.errors)")
            for (last, first, born) in Self.travellers {
                for text in [last, last.uppercased(), first, born] {
                    #expect(!result.output.contains(text) && !result.errors.contains(text))
                }
            }
            return result
        }
        let counted = try WireAcrossTerritories(jsonString: try across("--json").output)
        #expect(counted.floor == 1)
        #expect(counted.territories.map(\.territory) == ["059", "062"])
        #expect(counted.territories.map(\.live) == [46, 7])
        #expect(counted.territories.map(\.compared) == [46, 7])
        #expect(counted.territories.map(\.certain.count) == [6, 6])
        #expect(counted.territories.map(\.likely.count) == [1, 1])
        #expect(counted.pairs.map(\.persons.count) == [6])
        #expect(counted.persons.map(\.territories) == [2])
        #expect(counted.persons.map(\.persons.count) == [6])
        #expect(counted.people == 53)

        let log = try EmbeddedLog(path: tool.log)
        #expect(try records(log, .across).isEmpty, "without --publish it only prints")
        let cells = try records(log, .statistics).count
        let printed = try across("--publish", "--json")
        let sheet = try WireAcrossTerritories(jsonString: printed.output)
        #expect(sheet.floor == 5)
        #expect(sheet.territories.map(\.certain.count) == [5, 5])
        #expect(sheet.territories.map(\.likely.suppressed) == [true, true])
        #expect(sheet.pairs.map(\.firstLikely.suppressed) == [true])

        let record = try #require(try records(log, .across).first)
        #expect(record.key.map { String(decoding: $0, as: UTF8.self) } == sheet.sheet)
        #expect(try WireAcrossTerritories(jsonUTF8Bytes: try #require(record.value)) == sheet)
        #expect(record.header(HeaderName.type) == "nu.v1.AcrossTerritories")
        #expect(record.header(HeaderName.contentType) == ContentType.json.rawValue)
        #expect(try records(log, .statistics).count == cells, "cells are alone in their topic")
        // Nothing but counts, and texts that are known.
        let known = ["059", "062", sheet.sheet, sheet.day, sheet.model]
        #expect(
            texts(try JSONSerialization.jsonObject(with: Data(try #require(record.value)))).subtracting(known) == []
        )

        // Read again by everybody else.
        #expect(try tool.run("stats", "--from", "2011-03-28", "--log", tool.log).status == 0)
        let verified = try tool.run("verify", "--log", tool.log)
        #expect(verified.status == 0, "\(verified.output)")

        let some = try across("--territory", "062", "--territory", "059", "--publish")
        #expect(some.output.contains("059 062"))
        #expect(some.output.contains("< 5"))
        #expect(try records(log, .across).count == 2, "beside the sheet of all")

        // Without the master key there is nothing to count.
        try FileManager.default.moveItem(atPath: tool.log + ".key", toPath: tool.log + ".away")
        let closed = try tool.run("stats", "across", "--log", tool.log)
        #expect(closed.status != 0)
        #expect(closed.errors.contains("master key"), "\(closed.errors)")
        try tool.run("keys", "new", "other.key")
        let other = try across("--json", "--master-key", "other.key")
        #expect(try WireAcrossTerritories(jsonString: other.output).territories.map(\.unopened) == [46, 7])
    }

    @Test(.needsPrivateKafka) func theyAreOnKafkaToo() throws {
        let tool = try Tool()
        defer { tool.remove() }
        let broker = try KafkaBroker.makePrivate()
        defer { broker.stop() }
        let place = ["--kafka", broker.address]
        #expect(try tool.run("keys", "new", tool.key).status == 0)
        #expect(try tool.run(["topics", "apply", "--yes", "--master-key", tool.key] + place).status == 0)
        try file(submissions(), with: tool, place)
        for _ in 0..<2 {
            let result = try tool.run(
                ["stats", "across", "--publish", "--json", "--master-key", tool.key] + place
            )
            let sheet = try WireAcrossTerritories(jsonString: result.output)
            #expect(sheet.territories.map(\.live) == [46, 7], "\(result.errors)")
            #expect(sheet.pairs.map(\.persons.count) == [5])
        }
        #expect(try tool.run(["stats"] + place).status == 0)
        let verified = try tool.run(["verify", "--master-key", tool.key] + place)
        #expect(verified.status == 0, "\(verified.output)")
    }

    @Test func oneTerritoryHasNothingToBeComparedWith() throws {
        let tool = try Tool()
        defer { tool.remove() }
        for codes in [["059"], ["059", "059"], ["059", "075"]] {
            let arguments = codes.flatMap { ["--territory", $0] }
            let result = try tool.run(["stats", "across", "--log", tool.log] + arguments)
            #expect(result.status != 0)
            #expect(result.errors.contains(codes.last == "075" ? "075" : "twice"))
        }
    }

    private func records(_ log: EmbeddedLog, _ topic: Topic) throws -> [LogRecord] {
        try (0..<(try log.partitionCount(of: topic.name))).flatMap {
            try log.read(TopicPartition(topic.name, $0), from: 0, limit: 1000).records
        }
    }

    /// Every text in it that is no figure.
    private func texts(_ json: Any) -> Set<String> {
        switch json {
        case let object as [String: Any]: object.values.reduce([]) { $0.union(texts($1)) }
        case let list as [Any]: list.reduce([]) { $0.union(texts($1)) }
        case let text as String: Int(text) == nil || text.count > 3 ? [text] : []
        default: []
        }
    }
}

extension Tool {
    /// Of a register on Kafka.
    fileprivate var key: String { folder.appendingPathComponent("master.key").path }
}
