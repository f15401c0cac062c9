import Register
import Schemas
import SimulationSupport
import Stream
import SwiftProtobuf
import TestSupport
import Testing
import Verification
import WorkerKit

/// Goal: the verifier finds nothing in a log where nothing went wrong, and whatever breaks a promise, it says which one
/// and where.
///
/// Method: the log of a story is copied, one thing in it is tampered with, and the finding that this must bring is asked
/// for by its rule and place.
@Suite struct VerifierTests {
    @Test func aCorrectLogHasNoFinding() throws {
        let story = try Story.shared.get()
        let verdict = try story.verify(story.log)
        #expect(verdict.findings.map(\.description) == [])
        #expect(verdict.pending == 0)
        for promise in Promise.allCases where promise != .state {
            #expect(verdict.checked[promise, default: 0] > 0, "nothing was checked of \(promise.english)")
        }
        let state = try story.verifyState(story.log)
        #expect(state.findings.map(\.description) == [])
        #expect(state.checked[.state, default: 0] > 0)
    }

    @Test(arguments: Tampering.all) func aBrokenPromiseIsFound(tampering: Tampering) throws {
        let story = try Story.shared.get()
        let log = FrozenLog(story.log)
        let place = try tampering.apply(log)
        let verdict = try tampering.promise == .state ? story.verifyState(log) : story.verify(log)
        let isFound = verdict.findings.contains {
            $0.rule.name == tampering.rule && $0.promise == tampering.promise && $0.place == place
        }
        let found = verdict.findings.map(\.description).joined(separator: "\n")
        #expect(isFound, "\(tampering.rule) at \(place) was not found, but:\n\(found)")
    }

    @Test func whatAWorkerHasNotReadIsPendingAndNoFinding() throws {
        let story = try Story.shared.get()
        let log = FrozenLog(story.log)
        let noticed = try log.fact { if case .noticeDue = $0.fact { true } else { false } }
        let closed = try log.fact { if case .daysClosed = $0.fact { $0.day == .day("2012-10-09") } else { false } }
        log.drop(noticed)
        log.setPosition(closed.offset, of: "renewal", in: TopicPartition(noticed.topic, noticed.partition))
        let verdict = try story.verify(log)
        #expect(!verdict.findings.contains { $0.rule.name == "notice-missing" })
        #expect(verdict.pending > 0)
    }

    /// The story lapses people on simple letters, which is lawful where a territory does not ask for more.
    @Test func whereProofIsRequiredALapseWithoutOneIsFound() throws {
        let story = try Story.shared.get()
        let verdict = try story.verify(story.log) { $0.proofRequired = true }
        let proven = try story.log.fact {
            if case .lapsed(let fact) = $0.fact { !fact.proof.isEmpty } else { false }
        }
        let unproven = try story.log.fact {
            if case .lapsed(let fact) = $0.fact { fact.proof.isEmpty } else { false }
        }
        let places = verdict.findings.filter { $0.rule.name == "wrong-hold" }.map(\.place)
        #expect(places.contains(unproven))
        #expect(!places.contains(proven))
    }

    /// Several notices left on 20 November 2012.
    @Test func moreNoticesThanTheCeilingAreFound() throws {
        let story = try Story.shared.get()
        let few = try story.verify(story.log) { $0.noticesPerDayMax = 1 }
        #expect(few.findings.contains { $0.rule.name == "too-many-notices" })
        let many = try story.verify(story.log) { $0.noticesPerDayMax = 100 }
        #expect(many.findings.map(\.description) == [])
    }

    @Test func aSecondNoticeWhereThereIsNoneIsFound() throws {
        let story = try Story.shared.get()
        let verdict = try story.verify(story.log) { $0.sendsSecondNotice = false }
        #expect(verdict.findings.contains { $0.rule.name == "notice-undue" })
    }

    /// What was sent stands open in its topic: as long as it does, a purge is not the whole of it.
    @Test func whatWasSentOfThePurgedIsCounted() throws {
        let story = try Story.shared.get()
        #expect(try story.verify(story.log).sentOfPurged > 0)
        let log = FrozenLog(story.log)
        for partition in 0..<(try log.partitionCount(of: Topic.submissions.name)) {
            let end = try log.endOffset(of: TopicPartition(Topic.submissions.name, partition))
            for offset in 0..<end { log.drop(RecordPlace(Topic.submissions.name, partition, offset)) }
        }
        let verdict = try story.verify(log)
        #expect(verdict.sentOfPurged == 0)
        #expect(verdict.findings.map(\.description) == [], "what was deleted in its time is missed by nobody")
    }

    @Test func findingsAreBoundedAndCounted() throws {
        let story = try Story.shared.get()
        let log = FrozenLog(story.log)
        for record in 0..<20 { log.drop(RecordPlace("nu.receipts", 0, Int64(record))) }
        for record in 0..<20 { log.drop(RecordPlace("nu.receipts", 1, Int64(record))) }
        var settings = VerifierSettings()
        settings.findingsMax = 3
        let verdict = try Verifier().verify(log, settings: settings)
        #expect(verdict.findings.count == 3)
        #expect(verdict.findingsTotal > 3)
        #expect(!verdict.isKept)
    }

    @Test func everyRuleHasItsOwnNameAndBothLanguages() throws {
        let rules = Set(Tampering.all.map(\.rule))
        #expect(rules.count > 40)
        for promise in Promise.allCases { #expect(!promise.english.isEmpty && !promise.french.isEmpty) }
    }
}
