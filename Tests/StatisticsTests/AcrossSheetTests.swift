import Matching
import Register
import Schemas
import SwiftProtobuf
import Testing

@testable import Statistics

/// What is published says nothing of a few.
@Suite struct AcrossSheetTests {
    /// So many applications of the Nord have somebody in the Pas-de-Calais, and as many people.
    private func sheet(_ count: Int) -> AcrossSheet {
        var home = AcrossSheet.Home()
        home.compared = 100
        home.unopened = 2
        home.openReviews = count
        var sheet = AcrossSheet(.builtIn, Thresholds(), [.nord: home, .pasDeCalais: AcrossSheet.Home()])
        for _ in 0..<count {
            sheet.add(.certain, of: .nord)
            sheet.add(.certain, of: .nord, in: .pasDeCalais)
            sheet.add(personIn: [.nord, .pasDeCalais])
        }
        return sheet
    }

    private func count(_ count: Int64) -> WireProtectedCount { .with { $0.count = count } }

    private let suppressed = WireProtectedCount.with { $0.suppressed = true }

    @Test func countsBelowTheFloorAreNotSaid() throws {
        let message = sheet(4).message(on: CivilDate(days: 20_000), floor: 5)
        let north = try #require(message.territories.first)
        #expect(north.certain == suppressed)
        #expect(north.openReviews == suppressed)
        #expect(!north.hasLikely, "nothing is nothing")
        #expect(north.live == 102, "how many there are is in the cells too")
        #expect(north.unopened == 2, "says nothing of anybody")
        #expect(message.pairs == [])
        #expect(message.persons == [])
    }

    @Test(arguments: [(5, 5), (7, 5), (8, 10), (52, 50), (53, 55)])
    func othersAreMultiplesOfIt(exact: Int, published: Int64) throws {
        let message = sheet(exact).message(on: CivilDate(days: 20_000), floor: 5)
        #expect(message.floor == 5)
        #expect(message.territories.first?.certain == count(published))
        #expect(message.territories.first?.openReviews == count(published))
        #expect(message.pairs.map(\.persons) == [count(published)])
        #expect(message.pairs.map(\.firstCertain) == [count(published)])
        #expect(message.persons.map(\.persons) == [count(published)])
    }

    @Test func aPairIsListedForOneCountAndTheOthersStaySuppressed() throws {
        var sheet = sheet(5)
        sheet.add(.doubtful, of: .nord, in: .pasDeCalais)
        sheet.add(.certain, of: .pasDeCalais, in: .nord)
        let pair = try #require(sheet.message(on: CivilDate(days: 20_000), floor: 5).pairs.first)
        #expect(pair.first == "059" && pair.second == "062")
        #expect(pair.firstCertain == count(5))
        #expect(pair.firstLikely == suppressed)
        #expect(pair.secondCertain == suppressed)
        #expect(!pair.hasSecondLikely)
    }

    @Test func withoutAFloorAllIsSaidAsItIs() throws {
        let message = sheet(3).message(on: CivilDate(days: 20_000), floor: 1)
        #expect(message.territories.first?.certain == count(3))
        #expect(message.pairs.map(\.persons) == [count(3)])
        #expect(message.persons.map(\.persons) == [count(3)])
    }

    @Test func itSaysWhatItWasMadeWith() throws {
        let day = try #require(CivilDate(iso: "2026-11-24"))
        var sheet = AcrossSheet(.builtIn, Thresholds(certain: 9, doubtful: -3), [:])
        sheet.people = 12
        sheet.fullBlocks = 1
        let all = sheet.message(on: day, floor: 5)
        #expect(all.sheet == "2026-11-24")
        #expect(all.linkBits == 9 && all.reviewBits == -3)
        #expect(all.modelVersion == Int32(Model.currentVersion) && all.model == Model.builtIn.source)
        #expect(all.people == 12 && all.fullBlocks == 1)
        let some = sheet.message(on: day, of: [.pasDeCalais, .nord], floor: 5)
        #expect(some.sheet == "2026-11-24/059+062", "beside that of all, and not in its place")
        #expect(some.day == "2026-11-24")
    }
}
