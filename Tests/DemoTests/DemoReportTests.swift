import Register
import Schemas
import SwiftProtobuf
import Testing

@testable import Demo

struct DemoReportTests {
    @Test func stocksAreTheLastCellUpToTheirDay() {
        let cells = cells(
            .stub("059", "59350", "2011-01-01", pendingAtEnd: 10),
            .stub("059", "59350", "2011-06-01", pendingAtEnd: 14),
            .stub("059", "59350", "2012-01-01", pendingAtEnd: 1),
            .stub("059", "59183", "2011-01-01", pendingAtEnd: 5),
            .stub("062", "62041", "2011-04-02", pendingAtEnd: 3),
            .stub("062", "62041", "2011-04", pendingAtEnd: 99),
        )
        let figures = cells.figures(lilleCommunes: ["59350"])
        #expect(figures[.nord]!.pendingAtStart == 15)
        #expect(figures[.nord]!.lilleAtStart == 10)
        #expect(figures[.nord]!.pendingAtEnd == 19)
        #expect(figures[.pasDeCalais]!.pendingAtStart == 0)
        #expect(figures[.pasDeCalais]!.pendingAtEnd == 3)
    }

    @Test func flowsAreThoseOfThePeriodAndOfDaysOnly() {
        func cell(_ period: String) -> WireStatisticsCell {
            var cell = WireStatisticsCell.stub("059", "59350", period, pendingAtEnd: 1)
            cell.registered = 4
            cell.renewed = 3
            cell.notices = 2
            cell.struckOffAllocation = 2
            cell.allocationDaysSum = 700
            return cell
        }
        let periods = ["2011-03-27", "2011-03-28", "2011-12-31", "2012-01-01", "2011-03", "2011-04"]
        var read = StatisticsCells()
        for period in periods { read.take(cell(period)) }
        let figures = read.figures(lilleCommunes: [])[.nord]!
        #expect([figures.registered, figures.renewed, figures.notices, figures.allocated] == [8, 6, 4, 4])
        #expect(figures.meanDelayMonths == 1400 / 4 / 30.4375)
    }

    @Test func theLastValueOfACellCountsAndATombstoneDeletesIt() throws {
        var cells = StatisticsCells()
        var cell = WireStatisticsCell.stub("059", "59350", "2011-05-02", pendingAtEnd: 1)
        cell.registered = 1
        let first: [UInt8] = try cell.jsonUTF8Bytes()
        cell.registered = 2
        let second: [UInt8] = try cell.serializedBytes()
        try cells.take("a", first[...], contentType: "application/json")
        try cells.take("a", second[...], contentType: "application/protobuf")
        try cells.take("b", first[...], contentType: nil)
        try cells.take("b", nil, contentType: nil)
        #expect(cells.cells.count == 1)
        #expect(cells.figures(lilleCommunes: [])[.nord]!.registered == 2)
    }

    @Test func oneDifferenceMakesItFail() {
        let expected = atFullSize.figures
        #expect(DemoReport(expected: expected, found: expected).isAsExpected)
        #expect(!DemoReport(expected: expected, found: expected, mismatches: 1).isAsExpected)
        var found = expected
        found[.pasDeCalais]!.renewed += 1
        let report = DemoReport(expected: expected, found: found)
        #expect(!report.isAsExpected)
        #expect(report.lines.filter { !$0.isSame }.map(\.english) == ["Renewals, same period", "  Pas-de-Calais"])
        #expect(report.text.contains("18 700"))
        #expect(report.text.contains("✗"))
    }

    @Test func theTableReadsAsTheNote() {
        let expected = atFullSize.figures
        let text = DemoReport(expected: expected, found: expected).text
        for figure in ["130 000", "48 400 (55.0 %)", "91 800", "60 500", "18 700", "10.4", "20 000"] {
            #expect(text.contains(figure))
        }
    }

    private func cells(_ list: WireStatisticsCell...) -> StatisticsCells {
        var cells = StatisticsCells()
        for cell in list { cells.take(cell) }
        return cells
    }
}

extension WireStatisticsCell {
    static func stub(_ territory: String, _ commune: String, _ period: String, pendingAtEnd: Int64) -> Self {
        .with {
            $0.territory = territory
            $0.commune = commune
            $0.period = period
            $0.pendingAtEnd = pendingAtEnd
        }
    }
}
