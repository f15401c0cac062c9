import Register
import Testing

@Suite struct CivilMonthTests {
    @Test func everyMonthRoundTrips() throws {
        for index in Int32(1900 * 12)...(2100 * 12 + 11) {
            let month = CivilMonth(index: index)
            try #require(CivilMonth(iso: month.iso) == month)
            try #require(month.firstDay.month == month && month.lastDay.month == month)
            try #require(month.lastDay.adding(days: 1) == month.adding(months: 1).firstDay)
            try #require(CivilMonth(year: month.year, month: month.month) == month)
        }
    }

    @Test func aMonthKnowsItsEnds() {
        let february = CivilMonth(iso: "2012-02")
        #expect(february?.firstDay.iso == "2012-02-01")
        #expect(february?.lastDay.iso == "2012-02-29")
        #expect(february?.adding(months: -2).iso == "2011-12")
    }

    @Test(arguments: ["", "2012", "2012-13", "2012-00", "2012-1", "2012-01-01", "1849-12", "2012/01", "é012-01"])
    func onlyStrictMonthsAreRead(text: String) {
        #expect(CivilMonth(iso: text) == nil)
    }
}
