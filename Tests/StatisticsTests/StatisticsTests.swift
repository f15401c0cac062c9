import Register
import Schemas
import Statistics
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

@Suite struct CellTests {
    var statistics = WorkerDriver(StatisticsWorker())

    /// What a closed day brings about is appended after it, so its books stay open until the next one is closed.
    @Test mutating func aDayIsPublishedWhenTheNextOneIsClosed() {
        statistics.feed([.registered(1, .stub(1), day: "2012-04-12"), .dayClosed("2012-04-11")])
        #expect(statistics.feed(.dayClosed("2012-04-12")).isEmpty)
        statistics.feed(.noticeDue(.stub(1), day: "2012-04-12", expires: "2013-04-12"))
        var expected = Output()
        expected.cells = [
            .with {
                $0.territory = "059"
                $0.commune = "59350"
                $0.period = "2012-04-12"
                $0.registered = 1
                $0.pendingAtEnd = 1
                $0.notices = 1
            }
        ]
        #expect(statistics.feed(.dayClosed("2012-04-13")) == expected)
        #expect(statistics.feed(.dayClosed("2012-04-14")).isEmpty)
    }

    /// Out as a deletion, back as what was struck off by mistake comes back.
    @Test mutating func anUndoneMergeIsInTheStockAgain() {
        statistics.feed([.registered(1, .stub(1)), .registered(2, .stub(2)), .dayClosed("2012-04-12")])
        statistics.feed([
            .merged(3, .stub(2), into: .stub(1), day: "2012-04-13"), .dayClosed("2012-04-13"),
            .unmerged(4, .stub(2), from: .stub(1), day: "2012-04-14"), .dayClosed("2012-04-14"),
        ])
        let cells = statistics.feed(.dayClosed("2012-04-15")).cells
        #expect(cells.map(\.reinstated) == [1])
        #expect(cells.map(\.pendingAtEnd) == [2])
    }

    @Test mutating func everyMovementHasItsCounter() {
        let day: CivilDate = "2012-04-12"
        for sequence in 1...8 {
            statistics.feed(.registered(UInt64(sequence), .stub(sequence), day: day, initial: "2012-01-01"))
        }
        statistics.feed([
            .imported(9, .stub(9), day: day, initial: "2010-01-01", validFrom: "2012-01-01"),
            .linked(10, to: 1, .stub(1), day: day),
            .linkedAgain(1, .stub(1), source: 99),
            .renewed(11, .stub(1), on: day),
            .struckOff(12, .stub(2), "RADATT", lease: "2012-04-01", day: day),
            .struckOff(13, .stub(3), "RADABA", day: day),
            .struckOff(14, .stub(4), "RADCON", day: day),
            .struckOff(15, .stub(5), "RADIRR", day: day),
            .struckOff(nil, .stub(6), "RADREN", day: day),
            .deleted(16, .stub(7), day: day),
            .reinstated(17, .stub(3), day: day),
            .modified(18, .stub(8), commune: "59009", day: day),
            .dayClosed(day),
        ])
        let cells = statistics.feed(.dayClosed("2012-04-13")).cells
        let lille = WireStatisticsCell.with {
            $0.territory = "059"
            $0.commune = "59350"
            $0.period = "2012-04-12"
            $0.pendingAtEnd = 3
            $0.registered = 8
            $0.imported = 1
            $0.reinstated = 1
            $0.linked = 1
            $0.renewed = 1
            $0.struckOffAllocation = 1
            $0.struckOffRenunciation = 1
            $0.struckOffNoAnswer = 1
            $0.struckOffInadmissible = 1
            $0.struckOffNotRenewed = 1
            $0.deleted = 1
            $0.movedOut = 1
            $0.allocationDaysSum = 91
            $0.allocationMonths = [
                .with {
                    $0.months = 3
                    $0.count = 1
                }
            ]
        }
        let arras = WireStatisticsCell.with {
            $0.territory = "059"
            $0.commune = "59009"
            $0.period = "2012-04-12"
            $0.pendingAtEnd = 1
            $0.movedIn = 1
        }
        #expect(cells == [arras, lille])
    }

    /// A fact that arrives after its day was closed counts on the oldest open day. A published day never changes.
    @Test mutating func aLateFactCountsOnTheOpenDay() {
        statistics.feed([.dayClosed("2012-04-12"), .registered(1, .stub(1), day: "2012-04-10")])
        #expect(statistics.feed(.dayClosed("2012-04-13")).cells.map(\.period) == ["2012-04-12"])
    }

    @Test mutating func beforeTheFirstClosingEachFactCountsOnItsDay() {
        statistics.feed([.registered(1, .stub(1), day: "2012-04-12"), .registered(2, .stub(2), day: "2012-04-10")])
        let cells = statistics.feed(.dayClosed("2012-04-13")).cells
        #expect(cells.map(\.period) == ["2012-04-10", "2012-04-12"])
        #expect(cells.map(\.pendingAtEnd) == [1, 2])
    }

    @Test mutating func aDayClosedTwiceIsPublishedOnce() {
        statistics.feed([.registered(1, .stub(1), day: "2012-04-12"), .dayClosed("2012-04-13")])
        let rows = statistics.rows
        #expect(statistics.feed(.dayClosed("2012-04-13")).isEmpty)
        #expect(statistics.feed(.dayClosed("2012-04-12")).isEmpty)
        #expect(statistics.rows == rows)
    }

    /// The books of a month close with those of its last day, and hold the sum of its days.
    @Test mutating func aMonthIsTheSumOfItsDays() {
        statistics.feed([
            .registered(1, .stub(1), day: "2012-02-28"), .dayClosed("2012-02-28"),
            .registered(2, .stub(2), day: "2012-02-29"), .dayClosed("2012-02-29"),
            .struckOff(3, .stub(1), day: "2012-02-29"), .registered(4, .stub(3), day: "2012-03-01"),
        ])
        let cells = statistics.feed(.dayClosed("2012-03-01")).cells
        #expect(cells.map(\.period) == ["2012-02-29", "2012-02"])
        #expect(cells[1].pendingAtStart == 0)
        #expect(cells[1].registered == 2)
        #expect(cells[1].struckOffRenunciation == 1)
        #expect(cells[1].pendingAtEnd == 1)
    }

    /// A lapse is a strike-off later; a request to end what has ended is nothing.
    @Test mutating func anExitCountsOnce() {
        statistics.feed([
            .registered(1, .stub(1), day: "2012-04-12"), .struckOff(2, .stub(1), "RADABA", day: "2012-04-12"),
            .struckOff(nil, .stub(1), "RADREN", day: "2012-04-12"), .deleted(3, .stub(1), day: "2012-04-12"),
            .reinstated(4, .stub(1), day: "2012-04-12"), .dayClosed("2012-04-12"),
        ])
        let cell = statistics.feed(.dayClosed("2012-04-13")).cells[0]
        #expect(cell.struckOffRenunciation == 1)
        #expect(cell.struckOffNotRenewed == 0)
        #expect(cell.deleted == 0)
        #expect(cell.reinstated == 0, "a deletion is final")
        #expect(cell.pendingAtEnd == 0)
    }

    @Test mutating func anEndedApplicationMovesSilently() {
        statistics.feed([
            .registered(1, .stub(1), day: "2012-04-12"), .struckOff(2, .stub(1), day: "2012-04-12"),
            .modified(3, .stub(1), commune: "59009", day: "2012-04-12"), .reinstated(4, .stub(1), day: "2012-04-12"),
            .dayClosed("2012-04-12"),
        ])
        let cells = statistics.feed(.dayClosed("2012-04-13")).cells
        #expect(cells.map(\.commune) == ["59009", "59350"])
        #expect(cells.map(\.pendingAtEnd) == [1, 0])
        #expect(cells.map(\.movedOut) == [0, 0])
    }

    @Test mutating func theFormOfARenewalMovesTheApplication() {
        statistics.feed([
            .registered(1, .stub(1), day: "2012-04-12"), .renewed(2, .stub(1), commune: "59009", on: "2012-04-12"),
        ])
        let cells = statistics.feed(.dayClosed("2012-04-13")).cells
        #expect(cells.map(\.movedIn) == [1, 0])
        #expect(cells.map(\.movedOut) == [0, 1])
        // It was renewed where it was.
        #expect(cells.map(\.renewed) == [0, 1])
    }

    /// Whole months from the first filing to the lease, and days: a median and a mean can be read from the sums.
    @Test mutating func allocationsAreTimedFromTheFirstFiling() {
        let leases: [CivilDate] = ["2012-01-30", "2012-01-31", "2012-02-29", "2013-01-31", "2012-02-01"]
        for (index, lease) in leases.enumerated() {
            let number = UniqueNumber.stub(index + 1)
            statistics.feed(.registered(UInt64(index + 1), number, day: "2014-01-01", initial: "2011-12-31"))
            statistics.feed(.struckOff(nil, number, "RADATT", lease: lease, day: "2014-01-01"))
        }
        statistics.feed(.dayClosed("2014-01-01"))
        let cell = statistics.feed(.dayClosed("2014-01-02")).cells[0]
        #expect(cell.allocationDaysSum == 30 + 31 + 60 + 397 + 32)
        #expect(cell.allocationMonths.map { [Int64($0.months), $0.count] } == [[0, 1], [1, 2], [2, 1], [13, 1]])
    }

    /// A lease before the first filing is a mistake of the desk's, and no negative time.
    @Test mutating func aLeaseBeforeTheFilingTookNoTime() {
        statistics.feed(.registered(1, .stub(1), day: "2012-04-12"))
        statistics.feed(.struckOff(2, .stub(1), "RADATT", lease: "2012-01-01", day: "2012-04-12"))
        let cell = statistics.feed(.dayClosed("2012-04-13")).cells[0]
        #expect(cell.allocationDaysSum == 0)
        #expect(cell.allocationMonths.map(\.months) == [0])
    }

    @Test mutating func onePurgedIsForgotten() {
        statistics.feed([
            .registered(1, .stub(1), day: "2012-04-12"), .struckOff(2, .stub(1), day: "2012-04-12"),
            .purged(.stub(1), day: "2013-04-12"), .dayClosed("2013-05-01"),
        ])
        #expect(statistics.rows.allSatisfy { $0.key.first == 4 }, "only the calendar is left")
    }
}

/// Promise 6. Goal: the stock equation in every cell. Method: random facts on random days, audited as published.
@Suite struct StockEquationTests {
    @Test(arguments: UInt64(1)...40)
    func stocksAddUpInEveryCell(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var statistics = WorkerDriver(StatisticsWorker())
        var today: CivilDate = "2023-12-20"
        var cells: [WireStatisticsCell] = []
        var known = 0
        for _ in 0..<300 {
            let day = today.adding(days: -Int.random(in: 0...3, using: &random))
            let id = UInt64.random(in: 1...1_000_000, using: &random)
            let number = UniqueNumber.stub(Int.random(in: 1...max(1, known), using: &random))
            let commune = ["59350", "59009", "59599"].randomElement(using: &random) ?? "59350"
            let reason =
                ["RADATT", "RADABA", "RADCON", "RADIRR", "RADREN", "RADXYZ"].randomElement(using: &random) ?? ""
            switch Int.random(in: 0..<11, using: &random) {
            case 0, 1:
                known += 1
                statistics.feed(.registered(id, .stub(known), commune: commune, day: day))
            case 2:
                known += 1
                statistics.feed(
                    .imported(id, .stub(known), commune: commune, day: day, initial: "2020-01-01", validFrom: day)
                )
            case 3: statistics.feed(.struckOff(id, number, reason, lease: day, day: day))
            case 4: statistics.feed(.reinstated(id, number, day: day))
            case 5: statistics.feed(.deleted(id, number, day: day))
            case 6: statistics.feed(.modified(id, number, commune: commune, day: day))
            case 7: statistics.feed(.renewed(id, number, commune: commune, on: day))
            case 8: statistics.feed(.linked(id, to: 1, number, day: day))
            default:
                cells += statistics.feed(.dayClosed(today)).cells
                today = today.adding(days: 1)
            }
        }
        for _ in 0..<40 {
            cells += statistics.feed(.dayClosed(today)).cells
            today = today.adding(days: 1)
        }
        #expect(StatisticsBooks(cells).faults.isEmpty, "seed \(seed)")
        #expect(cells.count > 20, "seed \(seed) tells nothing")
    }

    @Test func theAuditorSeesAWrongCell() {
        let wrong = WireStatisticsCell.with {
            $0.period = "2012-04-12"
            $0.registered = 1
        }
        #expect(!StatisticsBooks([wrong]).faults.isEmpty)
    }
}
