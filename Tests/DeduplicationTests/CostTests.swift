import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

@testable import Deduplication

/// Nobody makes one record, or one territory, cost more than its share.
@Suite struct CostTests {
    private static let people = 200
    private static let awa = Somebody("Diop", "Awa", "1975-01-01")

    /// Awa files so many times with nothing but a key that many people may have: names and a 1 January.
    private func crowd(sketched: Bool) -> WorkerDriver<DeduplicationWorker> {
        var deduplication = WorkerDriver(DeduplicationWorker())
        for id in 1...UInt64(CostTests.people) {
            var creation = RegisterRecord.creation(id, [CostTests.awa])
            if !sketched { creation.dropSketches() }
            deduplication.feedAndSettle(creation)
            deduplication.feedAndSettle(.registered(id, .stub(Int(id))))
        }
        return deduplication
    }

    private func reviews(_ deduplication: WorkerDriver<DeduplicationWorker>) -> [RegisterRecord] {
        deduplication.partition.filter { $0.fact.name == "reviewOpened" }
    }

    /// Each with the one that holds the key: not every two of them, which would be 19,900.
    @Test func peopleWhoShareAVagueKeyOpenOneReviewEach() {
        let deduplication = crowd(sketched: false)
        #expect(reviews(deduplication).count == CostTests.people - 1)
        #expect(deduplication.worker.leftOut.isEmpty)
    }

    /// Found alike as well, each is asked about with three others at most.
    @Test func peopleWhoAreAlikeOpenAFewReviewsEach() {
        let deduplication = crowd(sketched: true)
        let perApplication = Dictionary(grouping: reviews(deduplication)) { $0.submission }.values.map(\.count)
        #expect((1...DeduplicationWorker.reviewsMax).contains(perApplication.max() ?? 0))
        #expect(reviews(deduplication).count <= DeduplicationWorker.reviewsMax * CostTests.people)
    }

    /// The one that holds the key ends, then the next, and so on: each of the others is asked about with the new one, as long as
    /// it has not had its share.
    @Test func theEndOfTheOneThatHoldsTheKeyAsksAboutEachOtherOnce() {
        var deduplication = crowd(sketched: false)
        for id in 1...20 {
            let ended = deduplication.feed(.struckOff(UInt64(1_000 + id), .stub(id)))
            deduplication.settle()
            let expected = id < DeduplicationWorker.reviewsMax ? CostTests.people - id - 1 : 0
            #expect(ended.facts.count == expected, "end \(id)")
            #expect(ended.facts.allSatisfy { $0.fact.name == "reviewOpened" })
        }
        #expect(reviews(deduplication).count <= DeduplicationWorker.reviewsMax * CostTests.people)
        #expect((deduplication.worker.leftOut.first?.reviews ?? 0) > 0, "what is not asked is counted")
        // The key is held still: by the oldest that lives.
        let output = deduplication.feedAndSettle(.creation(900, [CostTests.awa]))
        #expect(output.reviews.first?.reviewID == reviewID(21, 900))
    }

    /// A ruling makes room for another question.
    @Test func aRulingMakesRoom() {
        var deduplication = crowd(sketched: false)
        for id in 1...3 {
            deduplication.feed(.struckOff(UInt64(1_000 + id), .stub(id)))
            deduplication.settle()
        }
        #expect(
            deduplication.feedAndSettle(.reviewDecision(2_000, reviewID(1, 50), .different)).outcomes == [.recorded]
        )
        let ended = deduplication.feed(.struckOff(1_004, .stub(4)))
        #expect(ended.reviews.map(\.reviewID) == [reviewID(5, 50)])
    }

    /// A household of six whom six times ninety others resemble is compared with no more than a search may, and that is counted.
    @Test func aSearchComparesWithABoundedNumber() throws {
        let names = ["Abadie", "Bonnefoy", "Carlier", "Dupuis", "Estève", "Fontaine"]
        func person(_ family: Int, _ figure: Int) -> Somebody {
            let day = CivilDate(year: 1940 + figure % 60, month: 1 + figure % 12, day: 2 + figure % 25)?.iso ?? ""
            return Somebody(names[family], "Camille", day)
        }
        var sketches = SketchTable(tag: 1)
        for family in names.indices {
            for figure in 0..<90 {
                let row = try row(of: [person(family, figure)])
                sketches[.stub(UInt64(1_000 * (family + 1) + figure))] = row
            }
        }
        let judge = DeduplicationWorker().judge
        let one = sketches.doubles(of: try row(of: [person(0, 7)]), except: .stub(1), judge)
        #expect(one.compared >= 90, "a family name brings together all who bear it")
        #expect(one.overflow == 0)
        let household = sketches.doubles(of: try row(of: names.indices.map { person($0, 7) }), except: .stub(1), judge)
        #expect(household.compared > 400)
        #expect(household.compared <= SketchIndex.candidatesMax)
        #expect(household.overflow > 0)

        // Which blocks are left out follows from what is in them, and not from how they were filled.
        var other = SketchTable(tag: 1)
        for family in names.indices.reversed() {
            for figure in (0..<90).reversed() {
                other[.stub(UInt64(1_000 * (family + 1) + figure))] = try row(of: [person(family, figure)])
            }
        }
        let again = other.doubles(of: try row(of: names.indices.map { person($0, 7) }), except: .stub(1), judge)
        #expect(again.found.map(\.id) == household.found.map(\.id))
        #expect(again.overflow == household.overflow)
    }

    private func row(of persons: [Somebody]) throws -> SketchRow {
        guard case .accepted(let accepted) = RegisterRecord.creation(1, persons).fact else {
            throw StateError(tag: 0, reason: "no form")
        }
        return SketchRow(accepted.sketched, territory: .nord)
    }

    /// Numbering is behind by many: what waits for one application is not looked at for each number that another one gets.
    @Test func whatWaitsIsNotLookedAtForOthers() {
        var deduplication = WorkerDriver(DeduplicationWorker())
        deduplication.register(1, [.zoe])
        deduplication.feed(.strikeOff(90, of: .stub(1), "RADABA"))
        let waiting = 300
        for id in 0..<UInt64(waiting) { #expect(deduplication.feed(.creation(1_000 + id, [.zoe])).isEmpty) }
        for id in 2...UInt64(100) {
            let day = CivilDate(year: 1930 + Int(id) % 60, month: 2, day: 2 + Int(id) % 26)?.iso ?? ""
            deduplication.register(id, [Somebody("Nom\(["ba", "ku", "li"][Int(id) % 3])", "Prénom", day)])
        }
        #expect(deduplication.worker.candidates.rowsLookedAt == 0)
        deduplication.feedAndSettle(.struckOff(90, .stub(1)))
        #expect((waiting...(waiting + 5)).contains(deduplication.worker.candidates.rowsLookedAt))
    }
}

extension RegisterRecord {
    /// As of people of whom nothing can be compared.
    fileprivate mutating func dropSketches() {
        guard case .accepted(var accepted) = fact else { return }
        for index in accepted.persons.indices { accepted.persons[index].sketch.removeAll() }
        fact = .accepted(accepted)
    }
}
