import Intake
import Logging
import Register
import Schemas
import Sealing
import SimulationSupport
import Stream
import SwiftProtobuf
import TestSupport
import Testing
import Verification
import WorkerKit

@testable import Assembly

/// A data key is one form's: nothing that happens to another form, or to a topic, drops or replaces it.
@Suite struct DataKeyTests {
    /// The request of the first accepted submission, opened with what `nu.keys` holds now.
    private func opened(_ log: SimulatedLog) throws -> [Result<WireRequest, Vault.Failure>] {
        var vault = Vault(QuietTown.masterKeys, of: .stub)
        for record in log.records(of: Topic.keys.name) {
            if let key = record.key { vault.take(key: key, value: record.value) }
        }
        return try log.records(of: Topic.register.name).compactMap { record -> Result<WireRequest, Vault.Failure>? in
            let opened = try record.value.flatMap {
                try RegisterRecord.decode($0, offset: record.offset, interest: Interest([], submissions: .all))
            }
            guard let opened, case .accepted(let accepted) = opened.fact else { return nil }
            do throws(Vault.Failure) {
                return .success(try vault.request(of: opened, accepted))
            } catch {
                return .failure(error)
            }
        }
    }

    private func lastName(_ result: Result<WireRequest, Vault.Failure>) -> String? {
        (try? result.get())?.application?.applicant.identity.lastName
    }

    @Test func aResendDropsItsOwnKeyAlone() throws {
        let town = try QuietTown(on: .day("2012-01-20"))
        for _ in 0..<2 { try town.submit(.creation(.with { $0.application = Story.form(1) }), id: 7) }
        let forms = try opened(town.log)
        try #require(forms.count == 2)
        #expect(lastName(forms[0]) == "Delattre")
        #expect(forms[1] == .failure(.erased(SubmissionID(SubmissionFixtures.id(7)))))
    }

    /// An intake that lost its place reads what it has read, accepts it anew from the same offset, and the worker that sees a
    /// repeat drops that one's key.
    @Test func anIntakeThatReadsASubmissionTwiceDropsNoKeyButTheRepeats() throws {
        let town = try QuietTown(on: .day("2012-01-20"))
        try town.submit(.creation(.with { $0.application = Story.form(1) }), id: 7)
        try readAgain(town)
        try town.go(to: .day("2012-01-21"))
        let forms = try opened(town.log)
        try #require(forms.count == 2)
        #expect(lastName(forms[0]) == "Delattre", "the original opens")
        #expect(forms[1] == .failure(.erased(SubmissionID(SubmissionFixtures.id(7)))))
    }

    /// `nu.submissions` was made again, and other people's forms stand at the offsets of those before.
    @Test func aFormAtAnOffsetThatCameBeforeReplacesNoKey() throws {
        let town = try QuietTown(on: .day("2012-01-20"))
        try town.submit(.creation(.with { $0.application = Story.form(1) }), id: 7)
        try readAgain(town) { submission in
            submission.submissionID = SubmissionFixtures.id(8)
            submission.request.creation.application = Story.form(2)
        }
        let forms = try opened(town.log)
        try #require(forms.count == 2)
        #expect(forms.map { (try? $0.get())?.application?.applicant.identity.firstNames } == ["Élise", "Karim"])
    }

    /// What a second intake does with the first submission, as if it stood at the same offset still.
    private func readAgain(_ town: QuietTown, _ change: (inout WireSubmission) -> Void = { _ in }) throws {
        let log = town.log
        let sealer = try #require(town.assembly.sealer)
        let references = try References(log, logger: Logger(label: "second"))
        try references.refresh()
        for partition in 0..<(try log.partitionCount(of: Topic.submissions.name)) {
            let submissions = TopicPartition(Topic.submissions.name, partition)
            var intake = IntakeProcessor(
                intake: IntakeWorker(settings: town.assembly.intake),
                references: references,
                sealer: sealer.bound(to: try log.requireHeader().id),
                partition: submissions,
                writer: try OutputWriter(log),
                clock: .replay,
                now: { 0 },
                log: log,
            )
            for var record in log.records(of: submissions) where record.value != nil {
                var submission = try WireSubmission(serializedBytes: record.value ?? [])
                change(&submission)
                record.value = try (submission.serializedBytes() as [UInt8])[...]
                var outgoing: [OutgoingRecord] = []
                try intake.process(record, into: &outgoing)
                try log.append(outgoing)
            }
        }
    }

    // Dropped keys that can still be read.

    /// The story, in which the first dropped key was dropped at this time.
    private func story(droppedAt time: Int64) throws -> (story: Story, log: FrozenLog, key: RecordPlace) {
        let story = try Story.shared.get()
        let log = FrozenLog(story.log)
        let tombstone = try log.first(.keys) { $0.value == nil }
        var dropped: Bytes?
        log.alter(tombstone) { record in
            record.timestamp = time
            dropped = record.key
        }
        let key = try log.first(.keys) { $0.value != nil && $0.key == dropped }
        // All others were dropped later.
        while let other = try? log.first(.keys, where: { $0.value == nil && $0.timestamp == 0 }) {
            log.alter(other) { $0.timestamp = time + 1 }
        }
        return (story, log, key)
    }

    private static let day: Int64 = 86_400_000

    @Test func theOldestDroppedKeyThatCanStillBeReadIsNamed() throws {
        let (story, log, key) = try story(droppedAt: 1_000 * Self.day)
        let verdict = try story.verify(log)
        #expect(verdict.oldestDroppedKey?.place == key)
        #expect(verdict.oldestDroppedKey?.droppedAt == 1_000 * Self.day)
        #expect(verdict.isKept)
    }

    @Test(arguments: [(8, true), (15, true), (17, false)])
    func aDroppedKeyMayBeReadForAWhile(days: Int64, isKept: Bool) throws {
        let (story, log, key) = try story(droppedAt: 1_000 * Self.day)
        let verdict = try story.verify(log, now: (1_000 + days) * Self.day)
        #expect(verdict.isKept == isKept)
        #expect(verdict.findings.map(\.rule.name) == (isKept ? [] : ["dropped-key-readable"]))
        #expect(verdict.findings.allSatisfy { $0.place == key })
    }

    /// Kafka is given one a day in each partition, and it is no key.
    @Test func aHeartbeatIsNoFinding() throws {
        let town = try QuietTown(on: .day("2012-01-20"))
        try town.submit(.creation(.with { $0.application = Story.form(1) }), id: 7)
        try town.log.append(KeyHeartbeat.records(partitions: try town.log.partitionCount(of: Topic.keys.name)))
        var settings = VerifierSettings()
        settings.masterKeys = QuietTown.masterKeys
        #expect(try Verifier().verify(town.log, settings: settings).findings.map(\.description) == [])
    }
}
