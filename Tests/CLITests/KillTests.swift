import EmbeddedLog
import Foundation
import Register
import Schemas
import Stream
import SwiftProtobuf
import TestSupport
import Testing

/// `up` is killed with -9 in the middle of a load, started again, and the load goes on: the register is the one of a run
/// without the kill.
@Suite(.serialized)
struct KillTests {
    private static let count = 3_000
    /// Of this day: the clock of `up` closes those before it.
    private let publishedAt = Int64(Date().timeIntervalSince1970 * 1000)

    @Test func killedRegisterGoesOnAsIfNothingHadHappened() throws {
        let undisturbed = try register(killingAfter: [])
        let killed = try register(killingAfter: [300, 1_100, 2_200])
        #expect(undisturbed.facts.count > Self.count * 2)
        // Not `==`: a failure would print both registers.
        #expect(killed.receipts.elementsEqual(undisturbed.receipts), "receipts differ")
        #expect(killed.facts.elementsEqual(undisturbed.facts), "facts differ")
    }

    private struct Outcome {
        /// The facts of the register without their offsets, sorted: workers append at their own pace.
        var facts: [[UInt8]]
        /// Receipts, by place of the submission.
        var receipts: [String]
    }

    private func register(killingAfter limits: [Int]) throws -> Outcome {
        let tool = try Tool()
        defer { tool.remove() }
        let log = try EmbeddedLog(path: tool.log)
        try log.createTopics(Topic.all, partitions: 4, clock: .live)
        try log.append([try record(.desks, "G5901", SubmissionFixtures.landlord())])

        // Marks follow from the key: both runs have the same.
        try Data("TnVtw6lybyB1bmlxdWUsIGNsw6kgZGUgdGVzdCAwMSE=\n".utf8).write(
            to: URL(fileURLWithPath: tool.log + ".key")
        )
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: tool.log + ".key")

        var up = try tool.start("up", "--log", tool.log)
        defer { if up.isRunning { kill(up.processIdentifier, SIGKILL) } }
        let load = try submissions()
        var published = 0
        var kills = limits[...]
        while published < load.count {
            try log.append(Array(load[published..<min(published + 50, load.count)]))
            published += 50
            if let limit = kills.first, try receipts(log).count >= limit {
                kills.removeFirst()
                kill(up.processIdentifier, SIGKILL)
                up.waitUntilExit()
                up = try tool.start("up", "--log", tool.log)
            }
        }
        // Slow publishers are killed late, not never.
        for _ in kills {
            kill(up.processIdentifier, SIGKILL)
            up.waitUntilExit()
            up = try tool.start("up", "--log", tool.log)
        }
        let deadline = Date(timeIntervalSinceNow: 120)
        while true {
            let answered = try receipts(log).count
            if answered >= load.count { break }
            try #require(Date() < deadline, "answers stopped at \(answered) of \(load.count)")
            try #require(up.isRunning)
            Thread.sleep(forTimeInterval: 0.05)
        }
        up.terminate()
        up.waitUntilExit()
        #expect(up.terminationStatus == 0, "a graceful stop exits with 0")

        let places = try places(log)
        var facts: [[UInt8]] = []
        for partition in 0..<4 {
            let all = try log.read(TopicPartition(Topic.register.name, partition), from: 0, limit: .max)
            for record in all.records {
                var fact = try WireRegisterRecord(serializedBytes: record.value ?? [])
                // No two runs seal alike.
                fact.key.removeAll()
                if case .accepted = fact.fact { fact.accepted.sealed.removeAll() }
                // Intake says how far it is each time it starts.
                switch fact.fact {
                case .received, .daysClosed, .header, .catchUp: continue
                default: break
                }
                let place = Place(partition: fact.sourcePartition, offset: fact.sourceOffset)
                fact.sourceOffset = places[place] ?? .max
                facts.append(try fact.serializedBytes())
            }
        }
        return Outcome(
            facts: facts.sorted { $0.lexicographicallyPrecedes($1) },
            receipts: try receipts(log, places).sorted()
        )
    }

    private struct Place: Hashable {
        var partition: UInt32
        var offset: UInt64
    }

    /// Which submission of its partition one is, without intake's own records between them.
    private func places(_ log: EmbeddedLog) throws -> [Place: UInt64] {
        var places: [Place: UInt64] = [:]
        for partition in 0..<4 {
            let all = try log.read(TopicPartition(Topic.submissions.name, partition), from: 0, limit: .max).records
            for (index, record) in all.filter({ $0.value != nil }).enumerated() {
                places[Place(partition: UInt32(partition), offset: UInt64(record.offset))] = UInt64(index)
            }
        }
        return places
    }

    private func receipts(_ log: EmbeddedLog, _ places: [Place: UInt64] = [:]) throws -> [String] {
        var found: [String] = []
        for partition in 0..<(try log.partitionCount(of: Topic.receipts.name)) {
            let all = try log.read(TopicPartition(Topic.receipts.name, partition), from: 0, limit: .max)
            for record in all.records {
                var receipt = try WireReceipt(serializedBytes: record.value ?? [])
                let place = Place(partition: receipt.sourcePartition, offset: receipt.sourceOffset)
                receipt.sourceOffset = places[place] ?? .max
                found.append("\(receipt.sourcePartition):\(receipt.sourceOffset) \(try receipt.jsonString())")
            }
        }
        return found
    }

    /// New applicants, some of them twice, resends, and refusals, in a fixed order.
    private func submissions() throws -> [OutgoingRecord] {
        var random = SeededRandom(seed: 20_110_328)
        var sent: [WireSubmission] = []
        for index in 0..<Self.count {
            let luck = Int.random(in: 0..<100, using: &random)
            if luck < 5, let earlier = sent.randomElement(using: &random) {
                sent.append(earlier)
                continue
            }
            let person = luck < 15 ? Int.random(in: 0...index, using: &random) : index
            var submission = SubmissionFixtures.creation(
                id: SubmissionFixtures.id(UInt64(index)),
                application: SubmissionFixtures.application(
                    SubmissionFixtures.person(
                        lastName: "Nom\(letters(person))",
                        firstNames: "Zoé",
                        birthDate: "1980-05-17"
                    )
                )
            )
            if luck >= 97 { submission.request.creation.application.applicant.identity.birthDate = "1980-13-01" }
            submission.receivedOn = ""
            submission.request.creation.application.coApplicants = []
            sent.append(submission)
        }
        return try sent.map { try record(.submissions, $0.territory, $0) }
    }

    private func letters(_ number: Int) -> String {
        String(number).map { String(UnicodeScalar(UInt8(ascii: "a") + UInt8($0.wholeNumberValue!))) }.joined()
    }

    private func record(_ topic: Topic, _ key: String, _ message: some Message) throws -> OutgoingRecord {
        let count = topic.partitions(inRegisterOf: 4)
        return OutgoingRecord(
            TopicPartition(topic.name, Partitioner.partition(of: key, count: count)),
            key: Array(key.utf8),
            value: try message.serializedBytes(),
            headers: [LogHeader(HeaderName.contentType, ContentType.protobuf.rawValue)],
            timestamp: publishedAt,
        )
    }
}
