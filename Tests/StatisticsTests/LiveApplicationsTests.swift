import Register
import Schemas
import Statistics
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// What is compared across territories is what cells count as pending, by the form that counts.
@Suite struct LiveApplicationsTests {
    private func folded(_ records: [RegisterRecord], of territories: Set<Territory>? = nil) -> LiveApplications {
        var applications = LiveApplications(of: territories)
        for record in records { applications.note(record) }
        return applications
    }

    /// The offsets of the submissions whose forms count.
    private func forms(_ records: [RegisterRecord], of territories: Set<Territory>? = nil) -> [Int64] {
        folded(records, of: territories).forms.keys.map(\.offset).sorted()
    }

    private let filed: [RegisterRecord] = [.creation(1), .registered(1, .stub(1))]

    /// Whatever happens in a town, the stock that its cells come to is what is live here.
    @Test(arguments: UInt64(1)...20)
    func whatIsLiveIsWhatCellsCountAsPending(seed: UInt64) {
        var history = RandomHistory(seed: seed)
        var register = LocalRegister(calendar: RandomHistory.hurriedCalendar)
        for step in 0..<60 {
            register.append(history.submission(after: register))
            register.settle()
            if step % 3 == 0 { history.passDays() }
            register.closeDays(through: history.today.adding(days: -1))
            register.settle()
        }
        var statistics = WorkerDriver(StatisticsWorker())
        statistics.feed(register.partition)
        // The books of all days are closed at once.
        let cells = statistics.feed(.dayClosed(history.today.adding(days: 400))).cells
        var stocks: [String: (period: String, pending: Int64)] = [:]
        for cell in register.published.cells + cells where cell.period.count == 10 {
            if let last = stocks[cell.commune], last.period > cell.period { continue }
            stocks[cell.commune] = (cell.period, cell.pendingAtEnd)
        }
        let pending = stocks.values.reduce(0) { $0 + Int($1.pending) }
        #expect(folded(register.partition).forms.count == pending)
    }

    @Test func anEndedApplicationIsNotLiveUntilItComesBack() {
        #expect(forms(filed) == [1])
        let ended = filed + [.struckOff(2, .stub(1))]
        #expect(forms(ended) == [])
        #expect(forms(ended + [.reinstated(3, .stub(1))]) == [1])
        #expect(forms(filed + [.deleted(2, .stub(1))]) == [])
        #expect(forms(filed + [.deleted(2, .stub(1)), .reinstated(3, .stub(1))]) == [], "for good")
        #expect(forms(ended + [.calendar(.purged(WirePurged()), .stub(1), day: "2013-05-01")]) == [])
    }

    @Test func whatStandsBehindAMergeHasNoEffect() {
        let merged = filed + [.registered(2, .stub(2)), .merged(3, .stub(2), into: .stub(1))]
        #expect(forms(merged) == [1])
        let behind = merged + [.struckOff(4, .stub(2)), .reinstated(5, .stub(2))]
        #expect(forms(behind) == [1])
        #expect(forms(behind + [.unmerged(6, .stub(2), from: .stub(1))]) == [1, 2])
    }

    @Test func theLastFormCounts() {
        #expect(forms(filed + [.modified(2, .stub(1))]) == [2])
        #expect(forms(filed + [.renewed(3, .stub(1), on: "2013-03-01")]) == [1], "it came without one")
        #expect(forms(filed + [.renewed(3, .stub(1), commune: "59350", on: "2013-03-01")]) == [3])
        #expect(forms(filed + [.linked(4, to: 1, .stub(1))]) == [4])
        #expect(forms(filed + [.linkedAgain(1, .stub(1), source: 9)]) == [1], "the same submission, answered again")
        let late = filed + [.struckOff(2, .stub(1)), .linked(4, to: 1, .stub(1)), .reinstated(5, .stub(1))]
        #expect(forms(late) == [1], "a link to what had ended is decided again")
    }

    @Test func othersTerritoriesAreLeftOut() {
        let records = filed + [.registered(2, .stub(2, .pasDeCalais))]
        #expect(forms(records) == [1, 2])
        #expect(forms(records, of: [.nord]) == [1])
        #expect(folded(records).forms[SourcePosition(partition: 0, offset: 2)] == .pasDeCalais)
    }

    @Test func reviewsAreOpenWhileBothLiveAndNobodyDecided() {
        func opened(_ first: UInt64, _ second: UInt64) -> RegisterRecord {
            .stub(
                .reviewOpened(
                    .with {
                        $0.reviewID = "review"
                        $0.first.append(contentsOf: SubmissionID.stub(first).bytes)
                        $0.second.append(contentsOf: SubmissionID.stub(second).bytes)
                    }
                ),
                id: second
            )
        }
        func closed(_ verdict: WireVerdict) -> RegisterRecord {
            .stub(
                .reviewClosed(
                    .with {
                        $0.reviewID = "review"
                        $0.verdict = verdict
                    }
                ),
                id: 9
            )
        }
        // It may be opened before the second one has its number.
        let asked = filed + [opened(1, 2), .registered(2, .stub(2))]
        #expect(folded(asked).openReviews == [.nord: 1])
        #expect(folded(asked + [closed(.later)]).openReviews == [.nord: 1])
        #expect(folded(asked + [closed(.different)]).openReviews == [:])
        #expect(folded(asked + [.struckOff(3, .stub(2))]).openReviews == [:])
    }
}
