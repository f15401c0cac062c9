import Testing

@testable import Stream

struct RoundSizeTests {
    private static func size(most: Int = 4_000, milliseconds: Int = 20) -> RoundSize {
        var settings = LaneSettings()
        settings.batchSizeMax = most
        settings.roundMilliseconds = milliseconds
        return RoundSize(settings)
    }

    @Test func theFirstRoundTakesWhatThereIs() {
        #expect(Self.size().limit == 4_000)
    }

    @Test func aRoundDecidesForAsLongAsItIsTold() {
        var size = Self.size()
        size.note(decided: 1_000, took: .milliseconds(100))
        #expect(size.limit == 200)
    }

    @Test func quickDecisionsFillARound() {
        var size = Self.size()
        size.note(decided: 4_000, took: .milliseconds(8))
        #expect(size.limit == 4_000)
    }

    @Test func slowCommitsMakeLongerRounds() {
        var size = Self.size()
        size.note(decided: 1_000, took: .milliseconds(100))
        for _ in 0..<40 { size.note(commitTook: .milliseconds(80)) }
        #expect((790...800).contains(size.limit))
    }

    @Test func aRoundIsNeverNextToNothing() {
        var size = Self.size()
        size.note(decided: 100, took: .seconds(10))
        #expect(size.limit == RoundSize.least)
        var small = Self.size(most: 7)
        small.note(decided: 100, took: .seconds(10))
        #expect(small.limit == 7)
    }

    @Test func aFewRecordsSayNothing() {
        var size = Self.size()
        size.note(decided: 3, took: .seconds(1))
        #expect(size.limit == 4_000)
    }

    @Test func theLastRoundsCountMore() {
        var size = Self.size()
        size.note(decided: 1_000, took: .milliseconds(1_000))
        for _ in 0..<40 { size.note(decided: 1_000, took: .milliseconds(50)) }
        #expect((395...400).contains(size.limit))
    }
}
