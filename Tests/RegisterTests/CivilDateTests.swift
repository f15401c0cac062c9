import Register
import TestSupport
import Testing

@Suite struct CivilDateTests {
    @Test func everyDayFrom1900To2100RoundTrips() throws {
        let first = try #require(CivilDate(iso: "1900-01-01"))
        let last = try #require(CivilDate(iso: "2100-12-31"))
        var wrong: [CivilDate] = []
        var expected = (year: 1900, month: 1, day: 1)
        for days in first.days...last.days {
            let date = CivilDate(days: days)
            let isRight =
                date.components == expected && CivilDate(iso: date.iso) == date
                && CivilDate(year: expected.year, month: expected.month, day: expected.day) == date
            if !isRight { wrong.append(date) }
            expected = following(expected)
        }
        #expect(wrong.isEmpty)
        #expect(first.days(until: last) == 73_413)
    }

    /// The calendar as one is taught it, to check the arithmetic against.
    private func following(_ date: (year: Int, month: Int, day: Int)) -> (year: Int, month: Int, day: Int) {
        let isLeap = date.year % 400 == 0 || (date.year % 4 == 0 && date.year % 100 != 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        if date.day < lengths[date.month - 1] { return (date.year, date.month, date.day + 1) }
        return date.month == 12 ? (date.year + 1, 1, 1) : (date.year, date.month + 1, 1)
    }

    @Test(arguments: [
        ("1970-01-01", 0), ("1969-12-31", -1), ("2000-03-01", 11_017), ("2011-03-28", 15_061), ("1850-01-01", -43_829),
    ])
    func knownDaysCountFrom1970(iso: String, days: Int32) {
        #expect(CivilDate(iso: iso) == CivilDate(days: days))
        #expect(CivilDate(days: days).iso == iso)
        #expect("\(CivilDate(days: days))" == iso)
    }

    @Test(arguments: [
        "", "2011-3-28", "2011-03-28 ", " 2011-03-28", "28/03/2011", "2011/03/28", "2011-02-29", "2011-13-01",
        "2011-00-10",
        "2011-04-31", "2011-01-00", "1900-02-29", "1849-12-31", "2201-01-01", "+201-03-28", "2011-03-2é", "２０11-0",
        "20110328",
        "2011-03-28T00:00:00Z", "-011-03-28", "2011-0a-28", "2011--3-28",
    ])
    func onlyStrictISODaysAreRead(text: String) {
        #expect(CivilDate(iso: text) == nil)
    }

    @Test func yearsReadAre1850To2200() {
        #expect(CivilDate(iso: "1850-01-01")?.iso == "1850-01-01")
        #expect(CivilDate(iso: "2200-12-31")?.iso == "2200-12-31")
        #expect(CivilDate(year: 1849, month: 12, day: 31) == nil)
        #expect(CivilDate(year: 2201, month: 1, day: 1) == nil)
        #expect(CivilDate(year: .max, month: .max, day: .max) == nil)
        #expect(CivilDate(year: .min, month: .min, day: .min) == nil)
    }

    @Test(arguments: [
        ("2011-01-31", 1, "2011-02-28"), ("2012-01-31", 1, "2012-02-29"), ("2012-02-29", 12, "2013-02-28"),
        ("2012-02-29", 48, "2016-02-29"), ("2011-12-15", 1, "2012-01-15"), ("2011-01-15", -1, "2010-12-15"),
        ("2011-03-31", -1, "2011-02-28"), ("2011-04-10", 13, "2012-05-10"), ("2011-08-31", 13, "2012-09-30"),
        ("2011-08-31", 0, "2011-08-31"), ("1970-01-31", -23, "1968-02-29"),
    ])
    func addingMonthsStopsAtTheMonthsEnd(start: String, months: Int, end: String) {
        #expect(CivilDate(iso: start)?.adding(months: months).iso == end)
    }

    @Test(arguments: [
        ("2011-04-10", "2012-04-09", 11), ("2011-04-10", "2012-04-10", 12), ("2012-02-29", "2013-02-28", 12),
        ("2012-02-29", "2013-02-27", 11), ("2011-01-31", "2011-02-28", 1), ("2011-01-31", "2011-02-27", 0),
        ("2012-04-10", "2011-04-10", -12), ("2012-04-10", "2012-04-09", 0), ("2012-04-10", "2012-04-10", 0),
    ])
    func wholeMonthsAreThoseThatFit(start: String, end: String, months: Int) throws {
        let start = try #require(CivilDate(iso: start))
        let end = try #require(CivilDate(iso: end))
        #expect(start.wholeMonths(until: end) == months)
    }

    @Test func daysAddAndCountBack() throws {
        let start = try #require(CivilDate(iso: "2012-02-28"))
        #expect(start.adding(days: 2).iso == "2012-03-01")
        #expect(start.days(until: start.adding(days: 366)) == 366)
        #expect(start.days(until: start.adding(days: -5)) == -5)
        #expect(start < start.adding(days: 1))
    }

    // MARK: Paris

    @Test(arguments: [
        // Winter: the day turns at 23:00 UTC. Summer: at 22:00.
        (1_325_372_399_999, "2011-12-31"), (1_325_372_400_000, "2012-01-01"),
        (1_341_093_599_999, "2012-06-30"), (1_341_093_600_000, "2012-07-01"),
        // Clocks went forward on Sunday 25 March 2012: still winter the evening before, summer that evening.
        (1_332_629_999_999, "2012-03-24"), (1_332_630_000_000, "2012-03-25"), (1_332_637_200_000, "2012-03-25"),
        (1_332_712_799_999, "2012-03-25"), (1_332_712_800_000, "2012-03-26"),
        // And back on Sunday 28 October 2012.
        (1_351_375_199_999, "2012-10-27"), (1_351_375_200_000, "2012-10-28"), (1_351_386_000_000, "2012-10-28"),
        (1_351_465_199_999, "2012-10-28"), (1_351_465_200_000, "2012-10-29"),
        (0, "1970-01-01"), (-3_600_001, "1969-12-31"), (-3_600_000, "1970-01-01"),
    ])
    func theDayIsTheOneInParis(milliseconds: Int64, iso: String) {
        #expect(CivilDate.paris(milliseconds: milliseconds).iso == iso)
    }

    @Test func everyParisDayBeginsAtItsOwnMidnight() throws {
        let first = try #require(CivilDate(iso: "1996-01-01"))
        let last = try #require(CivilDate(iso: "2100-12-31"))
        var lengths: [Int64: Int] = [:]
        var wrong: [CivilDate] = []
        for days in first.days...last.days {
            let date = CivilDate(days: days)
            let start = date.startInParis()
            let isRight =
                CivilDate.paris(milliseconds: start) == date
                && CivilDate.paris(milliseconds: start - 1) == date.adding(days: -1)
            if !isRight { wrong.append(date) }
            lengths[(date.adding(days: 1).startInParis() - start) / 3_600_000, default: 0] += 1
        }
        #expect(wrong.isEmpty)
        // One day of 23 hours and one of 25 every year.
        #expect(lengths == [23: 105, 24: first.days(until: last) + 1 - 210, 25: 105])
    }

    @Test(arguments: [Int64.min, Int64.max])
    func anyInstantGivesSomeDay(milliseconds: Int64) {
        _ = CivilDate.paris(milliseconds: milliseconds / 1_000_000)
    }

    /// Any 32 bits may stand where a day does: arithmetic on them stops at the ends, and ends nothing.
    @Test(arguments: [Int32.min, .min + 1, -720_000, 0, .max - 1, .max])
    func arithmeticStopsAtTheEndsOfTheCalendar(days: Int32) {
        let date = CivilDate(days: days)
        for count in [Int.min, Int(Int32.min), -1, 0, 1, 12, Int(Int32.max), Int.max] {
            let later = date.adding(days: count)
            #expect(count < 0 ? later <= date : later >= date)
            let moved = date.adding(months: count)
            #expect(count < 0 ? moved <= date : moved >= date || count == 0)
            _ = date.month.adding(months: count).lastDay
            _ = date.month.adding(months: count).iso
        }
        _ = date.wholeMonths(until: CivilDate(days: .max))
        _ = date.wholeMonths(until: CivilDate(days: .min))
        _ = date.startInParis()
        _ = date.iso
        let number = UniqueNumber(territory: .nord, filed: date, sequence: 1, desk: .stub)
        #expect(UniqueNumber(number.text) == number)
    }

    @Test func recordsNameDaysFrom1850To2250() {
        #expect(CivilDate(days: Int32(CivilDate.recordedDays.lowerBound)).iso == "1850-01-01")
        #expect(CivilDate(days: Int32(CivilDate.recordedDays.upperBound)).iso == "2250-12-31")
        #expect(CivilDate(recorded: -43_830) == nil)
        #expect(CivilDate(recorded: 102_633) == nil)
        #expect(CivilDate(recorded: .max) == nil)
        #expect(CivilDate(recorded: 0) == CivilDate(days: 0))
    }
}
