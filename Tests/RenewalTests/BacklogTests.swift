import Register
import Renewal
import Schemas
import TestSupport
import Testing
import WorkerKit

/// A printing house takes so many letters a day, a stop may have been long, and a former system's files come all at once.
@Suite struct BacklogTests {
    private func calendar(_ change: (inout LegalCalendar) -> Void) -> LegalCalendar {
        var calendar = LegalCalendar()
        calendar.sendsSecondNotice = false
        change(&calendar)
        return calendar
    }

    /// "2012-02-10: 1 2".
    private func notices(_ output: Output) -> [String] {
        let days = Dictionary(grouping: output.facts.filter { $0.fact.name == "noticeDue" }, by: \.day)
        return days.sorted { $0.key < $1.key }.map { day, facts in
            "\(day): " + facts.compactMap { $0.number.map { "\($0.sequence)" } }.sorted().joined(separator: " ")
        }
    }

    @Test func withoutACeilingAllLeaveOnTheirDay() {
        var renewal = WorkerDriver(RenewalWorker(calendar: calendar { _ in }))
        for figure in 1...5 { renewal.feed(.registered(UInt64(figure), .stub(figure), day: "2011-04-10")) }
        #expect(notices(renewal.close(through: "2012-03-01")) == ["2012-02-10: 1 2 3 4 5"])
    }

    @Test func withOneTheRestWaitsInOrder() {
        let calendar = calendar { $0.noticesPerDayMax = 2 }
        var renewal = WorkerDriver(RenewalWorker(calendar: calendar))
        // The later numbers expire first.
        for figure in 1...3 { renewal.feed(.registered(UInt64(figure), .stub(figure), day: "2011-04-11")) }
        for figure in 4...6 { renewal.feed(.registered(UInt64(figure), .stub(figure), day: "2011-04-10")) }
        #expect(
            notices(renewal.close(through: "2012-03-01")) == [
                "2012-02-10: 4 5", "2012-02-11: 1 6", "2012-02-12: 2 3",
            ]
        )
        #expect(renewal.story(through: "2012-12-31").allSatisfy { $0.hasSuffix("lapsed") })
    }

    /// The ceiling makes no notice unlawful: on the last day all that are left leave.
    @Test func noneWaitsPastItsLastLawfulDay() {
        let calendar = calendar { $0.noticesPerDayMax = 1 }
        var renewal = WorkerDriver(RenewalWorker(calendar: calendar))
        for figure in 1...40 { renewal.feed(.registered(UInt64(figure), .stub(figure), day: "2011-04-10")) }
        // Due two days before the others' last lawful day, and it waits behind them.
        renewal.feed(.registered(41, .stub(41), day: "2011-05-08"))
        let output = renewal.close(through: "2012-04-30")
        let days = Dictionary(grouping: output.noticeDays, by: { $0 }).mapValues(\.count)
        // One a day from 10 February to 9 March, 29 February among them; then the eleven that are left.
        #expect(days["2012-03-10"] == 11)
        #expect(days.filter { $0.key < "2012-03-10" }.allSatisfy { $0.value == 1 })
        #expect(days["2012-03-11"] == 1)
        let ends = renewal.story(through: "2012-12-31")
        #expect(ends.count == 41)
        #expect(ends.allSatisfy { $0.hasSuffix("lapsed") })
    }

    @Test func eachTerritoryHasItsOwnPrintingHouse() {
        let calendar = calendar { $0.noticesPerDayMax = 1 }
        var renewal = WorkerDriver(RenewalWorker(calendar: calendar))
        for figure in 1...2 {
            renewal.feed(.registered(UInt64(figure), .stub(figure), day: "2011-04-10"))
            renewal.feed(.registered(UInt64(figure + 2), .stub(figure, .pasDeCalais), day: "2011-04-10"))
        }
        #expect(notices(renewal.close(through: "2012-03-01")) == ["2012-02-10: 1 1", "2012-02-11: 2 2"])
    }

    @Test func anEmailWaitsForNoPrintingHouse() {
        let calendar = calendar { $0.noticesPerDayMax = 1 }
        var renewal = WorkerDriver(RenewalWorker(calendar: calendar))
        let online: Reach = [.byPost, .electronically, .filedOnline, .acceptsElectronic]
        for figure in 1...4 {
            let reach = figure < 3 ? .byPost : online
            renewal.feed(.registered(UInt64(figure), .stub(figure), day: "2018-04-10", reach: reach))
        }
        #expect(notices(renewal.close(through: "2019-03-01")) == ["2019-02-10: 1 3 4", "2019-02-11: 2"])
    }

    /// Second letters are letters too.
    @Test func theSecondNoticesAreUnderTheSameCeiling() {
        var calendar = LegalCalendar()
        calendar.noticeMonths = 9
        calendar.noticesPerDayMax = 1
        var renewal = WorkerDriver(RenewalWorker(calendar: calendar))
        renewal.feed(.registered(1, .stub(1), day: "2011-04-10"))
        renewal.feed(.registered(2, .stub(2), day: "2011-04-10"))
        renewal.feed(.registered(3, .stub(3), day: "2011-05-10"))
        #expect(
            notices(renewal.close(through: "2012-02-29")) == [
                "2012-01-10: 1", "2012-01-11: 2", "2012-02-10: 1", "2012-02-11: 2", "2012-02-12: 3",
            ]
        )
    }

    /// Imported after its last lawful day: nothing to be saved, so it takes nobody's place out of turn, and is held.
    @Test func whatIsTooLateAnywayIsHeld() {
        let calendar = calendar { $0.noticesPerDayMax = 1 }
        var renewal = WorkerDriver(RenewalWorker(calendar: calendar))
        for figure in 1...3 {
            let number = UniqueNumber.stub(figure)
            renewal.feed(
                .imported(UInt64(figure), number, day: "2012-04-12", initial: "2008-09-15", validFrom: "2011-03-13")
            )
        }
        let story = renewal.story(through: "2012-12-31")
        #expect(
            story == [
                "2012-04-12 noticeDue", "2012-04-13 held", "2012-04-13 noticeDue", "2012-04-13 held", "2012-04-13 held",
            ]
        )
    }

    /// A mass import: the files of one day, spread over eight days that end on the day they are due.
    @Test func theFilesOfOneDayAreSpreadByTheirNumbers() {
        let calendar = calendar { $0.noticeSpreadDays = 7 }
        var renewal = WorkerDriver(RenewalWorker(calendar: calendar))
        for figure in 1...16 {
            renewal.feed(
                .imported(
                    UInt64(figure),
                    .stub(figure),
                    day: "2011-09-01",
                    initial: "2008-09-15",
                    validFrom: "2011-05-01"
                )
            )
        }
        #expect(
            notices(renewal.close(through: "2012-03-31")) == [
                "2012-02-23: 15 7", "2012-02-24: 14 6", "2012-02-25: 13 5", "2012-02-26: 12 4", "2012-02-27: 11 3",
                "2012-02-28: 10 2", "2012-02-29: 1 9", "2012-03-01: 16 8",
            ]
        )
    }

    /// Three weeks' stop: the printing house gets on each day what it can take, what expires first before the rest.
    @Test func afterAStopTheBacklogIsWorkedOffUnderTheCeiling() {
        let calendar = calendar { $0.noticesPerDayMax = 2 }
        var renewal = WorkerDriver(RenewalWorker(calendar: calendar))
        for figure in 1...6 {
            let filed = ("2011-04-10" as CivilDate).adding(days: 6 - figure)
            renewal.feed(.registered(UInt64(figure), .stub(figure), day: filed))
        }
        renewal.close(through: "2012-02-01")
        #expect(notices(renewal.closeAtOnce(through: "2012-02-22")) == ["2012-02-22: 5 6"])
        #expect(notices(renewal.close(through: "2012-03-01")) == ["2012-02-23: 3 4", "2012-02-24: 1 2"])
        #expect(renewal.story(through: "2012-12-31").allSatisfy { $0.hasSuffix("lapsed") })
    }

    /// Two months' stop: no lawful notice can leave any more, so nobody is struck off.
    @Test func whatFellDueInALongStopIsHeld() {
        var renewal = WorkerDriver(RenewalWorker(), filed: "2011-04-10")
        renewal.close(through: "2012-02-01")
        renewal.closeAtOnce(through: "2012-04-01")
        #expect(renewal.story(through: "2012-12-31") == ["2012-05-10 held"])
        #expect(renewal.partition.filter { $0.fact.name == "noticeDue" }.map(\.day) == ["2012-04-01"])
    }

    /// Ten years' stop: each on the day on which it should have lapsed, and nobody is written to about the past.
    @Test(arguments: ["2012-02-29", "2012-01-31", "2011-12-31"] as [CivilDate])
    func afterTenYearsNobodyIsStruckOffUnheard(filed: CivilDate) {
        var renewal = WorkerDriver(RenewalWorker())
        for figure in 1...20 {
            renewal.feed(.registered(UInt64(figure), .stub(figure), day: filed.adding(days: figure / 7)))
        }
        let output = renewal.closeAtOnce(through: filed.adding(months: 120))
        #expect(output.noticeDays.isEmpty)
        #expect(output.notices.map(\.kind) == Array(repeating: .holdAlert, count: 20))
        let held = output.facts.filter { $0.fact.name == "held" }
        let calendar = LegalCalendar()
        #expect(held.map(\.day) == (1...20).map { calendar.lapses(from: filed.adding(days: $0 / 7)) })
        #expect(
            output.facts.filter { $0.fact.name == "daysClosed" } == [
                .daysClosed(filed, through: filed.adding(months: 120))
            ]
        )
    }

    /// Whoever was noticed before the stop lapses in it.
    @Test func whoWasNoticedBeforeTheStopLapsesInIt() {
        var renewal = WorkerDriver(RenewalWorker(), filed: "2011-04-10")
        renewal.close(through: "2012-02-10")
        let output = renewal.closeAtOnce(through: "2022-02-10")
        #expect(
            output.facts.filter { $0.fact.name != "daysClosed" } == [
                .lapsed(.stub(1), day: "2012-05-10", expired: "2012-04-10", noticed: "2012-02-10")
            ]
        )
    }
}

extension Output {
    var noticeDays: [CivilDate] {
        facts.filter { $0.fact.name == "noticeDue" }.map(\.day)
    }
}
