import Register
import Testing

@Suite struct LegalCalendarTests {
    let calendar = LegalCalendar()

    /// Filing on 10 April 2011 and no answer at all: the worked example of docs/domain.md 4.8.
    @Test func theWorkedExampleFallsOnItsDays() throws {
        let filed = try #require(CivilDate(iso: "2011-04-10"))
        #expect(calendar.windowOpens(from: filed).iso == "2012-02-10")
        #expect(calendar.noticeDue(from: filed).iso == "2012-02-10")
        #expect(calendar.lastLawfulNotice(from: filed).iso == "2012-03-10")
        #expect(calendar.validUntil(from: filed).iso == "2012-04-10")
        #expect(calendar.lapses(from: filed).iso == "2012-05-10")
        #expect(calendar.reactivableUntil(from: filed).iso == "2012-10-10")
        #expect(calendar.purges(struckOff: calendar.lapses(from: filed)).iso == "2013-05-10")
    }

    @Test func filingOn29FebruaryExpiresOn28() throws {
        let filed = try #require(CivilDate(iso: "2012-02-29"))
        #expect(calendar.noticeDue(from: filed).iso == "2012-12-29")
        #expect(calendar.validUntil(from: filed).iso == "2013-02-28")
        // Not 28 March, which chained additions would give.
        #expect(calendar.lapses(from: filed).iso == "2013-03-29")
        #expect(calendar.reactivableUntil(from: filed).iso == "2013-08-29")
    }

    @Test func filingOnThe31stKeepsThe31stWhereThereIsOne() throws {
        let filed = try #require(CivilDate(iso: "2011-08-31"))
        #expect(calendar.noticeDue(from: filed).iso == "2012-06-30")
        #expect(calendar.lastLawfulNotice(from: filed).iso == "2012-07-31")
        #expect(calendar.validUntil(from: filed).iso == "2012-08-31")
        #expect(calendar.lapses(from: filed).iso == "2012-09-30")
        #expect(calendar.reactivableUntil(from: filed).iso == "2013-02-28")
    }

    /// T-12: each year is counted from the first day, so no 29th, 30th or 31st is lost on the way.
    @Test func anniversariesOf29FebruaryComeBackInLeapYears() throws {
        var calendar = LegalCalendar()
        calendar.validityFrom = .anniversary
        let filed = try #require(CivilDate(iso: "2024-02-29"))
        var start = filed
        var ends: [String] = []
        for year in 2025...2032 {
            let renewed = try #require(CivilDate(year: year, month: 1, day: 15))
            start = calendar.startAfterRenewal(on: renewed, currentStart: start, filed: filed)
            ends.append(calendar.validUntil(from: start, filed: filed).iso)
        }
        #expect(
            ends == [
                "2026-02-28", "2027-02-28", "2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29",
                "2033-02-28",
            ]
        )
        let leap = try #require(CivilDate(iso: "2027-02-28"))
        #expect(calendar.lapses(from: leap, filed: filed).iso == "2028-03-29")
        #expect(calendar.noticeDue(from: leap, filed: filed).iso == "2027-12-29")
        #expect(calendar.reactivableUntil(from: leap, filed: filed).iso == "2028-08-29")
    }

    /// One that was imported or separated begins on a day of its own.
    @Test func whatBeginsOnNoAnniversaryIsCountedFromItsOwnDay() throws {
        var calendar = LegalCalendar()
        calendar.validityFrom = .anniversary
        let (filed, start) = try (#require(CivilDate(iso: "2024-01-31")), #require(CivilDate(iso: "2025-02-27")))
        #expect(calendar.validUntil(from: start, filed: filed).iso == "2026-02-27")
        // Nor where the year is counted from the renewal.
        calendar.validityFrom = .renewal
        let end = try #require(CivilDate(iso: "2025-02-28"))
        #expect(calendar.noticeDue(from: end, filed: filed).iso == "2025-12-28")
    }

    @Test func warningsAndStrikeOffsHaveTheirOwnDelays() throws {
        let day = try #require(CivilDate(iso: "2011-12-31"))
        #expect(calendar.noAnswerStrikeOff(warned: day).iso == "2012-02-29")
        #expect(calendar.inadmissibleStrikeOff(warned: day).iso == "2012-01-31")
        #expect(calendar.noAnswerReactivableUntil(struckOff: day).iso == "2012-05-31")
        #expect(calendar.purges(struckOff: day).iso == "2012-12-31")
    }

    /// Notice, last lawful notice, expiry, strike-off, reactivation: in this order whatever the day, with a month's notice.
    @Test func deadlinesStandInOrderFromEveryDay() throws {
        let first = try #require(CivilDate(iso: "2011-01-01"))
        for days in 0..<1_500 {
            let start = first.adding(days: days)
            let deadlines = [
                calendar.noticeDue(from: start), calendar.lastLawfulNotice(from: start),
                calendar.validUntil(from: start),
                calendar.lapses(from: start), calendar.reactivableUntil(from: start),
            ]
            try #require(deadlines == deadlines.sorted() && Set(deadlines).count == 5, "from \(start)")
            try #require(deadlines[0].wholeMonths(until: deadlines[2]) >= 1, "from \(start)")
        }
    }

    @Test func settingsMoveTheirOwnDeadline() throws {
        let start = try #require(CivilDate(iso: "2011-04-10"))
        var calendar = LegalCalendar()
        calendar.noticeMonths = 9
        calendar.noticeMinimumMonths = 2
        calendar.windowOpensMonths = 11
        #expect(calendar.noticeDue(from: start).iso == "2012-01-10")
        #expect(calendar.lastLawfulNotice(from: start).iso == "2012-02-10")
        #expect(calendar.windowOpens(from: start).iso == "2012-03-10")
    }

    @Test func validityRunsFromTheRenewalUnlessTheTerritoryCountsAnniversaries() throws {
        let filed = try #require(CivilDate(iso: "2012-02-29"))
        let renewed = try #require(CivilDate(iso: "2013-01-15"))
        #expect(calendar.startAfterRenewal(on: renewed, currentStart: filed, filed: filed) == renewed)
        var anniversaries = LegalCalendar()
        anniversaries.validityFrom = .anniversary
        var start = filed
        var starts: [String] = []
        for _ in 0..<4 {
            start = anniversaries.startAfterRenewal(on: renewed, currentStart: start, filed: filed)
            starts.append(start.iso)
        }
        #expect(starts == ["2013-02-28", "2014-02-28", "2015-02-28", "2016-02-29"])
    }
}
