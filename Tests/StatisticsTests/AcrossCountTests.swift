import Demo
import Matching
import Register
import Testing

@testable import Statistics

/// Who has applications in several territories is counted, and nobody else.
@Suite struct AcrossCountTests {
    private typealias Application = (territory: Territory, people: [PersonDescription])

    private func sheet(_ applications: [Application]) -> AcrossSheet {
        var count = AcrossCount(Judge(.builtIn))
        for sketch in Self.crowd { count.add([sketch], in: .ileDeFrance) }
        for (territory, people) in applications {
            count.add(people.map { PersonSketch($0, .open) }, in: territory)
        }
        return count.sheet()
    }

    /// In a small register no name is rare. They are all in one territory, where nobody is compared.
    private static let crowd = DoubleFiles().rows(people: 1200, seed: 7).map { row in
        PersonSketch(person(row.lastName, row.firstNames, row.birthDate), .open)
    }

    private static func person(
        _ lastName: String,
        _ firstNames: String,
        _ birthDate: String,
        phone: String = ""
    ) -> PersonDescription {
        var person = PersonDescription()
        person.lastName = lastName
        person.firstNames = firstNames
        person.birthDate = birthDate
        if !phone.isEmpty { person.phones = [phone] }
        return person
    }

    private let odette = person("Vandenbroucke", "Odette", "1958-03-17", phone: "0320001122")
    private let odetteAgain = person("VANDENBROUCKE", "odette", "17/03/1958", phone: "0320001122")
    /// One digit off, and nothing else in common.
    private let odetteMistyped = person("Vandenbroucke", "Odette", "1958-03-11")
    private let achille = person("Quaghebeur", "Achille", "1955-11-29")

    private let nordAndPasDeCalais = AcrossSheet.Pair(.pasDeCalais, .nord)

    private func shared(_ persons: Int, _ first: Int, _ second: Int) -> AcrossSheet.Shared {
        var shared = AcrossSheet.Shared()
        shared.persons = persons
        shared.first.certain = first
        shared.second.certain = second
        return shared
    }

    @Test func aPersonInTwoTerritoriesIsCountedOnceInThePair() {
        let sheet = sheet([(.nord, [odette]), (.pasDeCalais, [odetteAgain]), (.pasDeCalais, [achille])])
        #expect(sheet.pairs == [nordAndPasDeCalais: shared(1, 1, 1)])
        #expect(sheet.persons == [2: 1])
        #expect(sheet.homes[.nord]?.found == AcrossSheet.Found(certain: 1, likely: 0))
        #expect(sheet.homes[.pasDeCalais]?.found == AcrossSheet.Found(certain: 1, likely: 0))
        #expect(sheet.homes[.pasDeCalais]?.live == 2)
        #expect(sheet.people == Self.crowd.count + 3)
    }

    @Test func twoApplicationsInOneOfThemAreStillOnePerson() {
        let sheet = sheet([(.nord, [odette]), (.nord, [odetteAgain]), (.pasDeCalais, [odette])])
        #expect(sheet.pairs == [nordAndPasDeCalais: shared(1, 2, 1)])
        #expect(sheet.persons == [2: 1])
        #expect(sheet.homes[.nord]?.found.certain == 2)
    }

    @Test func withinATerritoryNobodyIsCompared() {
        let sheet = sheet([(.nord, [odette]), (.nord, [odetteAgain])])
        #expect(sheet.pairs == [:])
        #expect(sheet.persons == [:])
        #expect(sheet.homes[.nord]?.found == AcrossSheet.Found())
    }

    /// One application of each territory, whatever the number of others.
    @Test func aPersonInThreeTerritoriesIsInThreePairs() throws {
        let somme = try #require(Territory(code: "080"))
        let sheet = sheet([(.nord, [odette]), (.pasDeCalais, [odetteAgain]), (somme, [odette])])
        #expect(sheet.persons == [3: 1])
        #expect(sheet.pairs.count == 3)
        #expect(sheet.pairs.values.allSatisfy { $0 == shared(1, 1, 1) })
        #expect([.nord, .pasDeCalais, somme].allSatisfy { sheet.homes[$0]?.found.certain == 1 })
    }

    @Test func aCoApplicantCountsAsTheApplicantDoes() {
        let one = sheet([(.nord, [odette, achille]), (.pasDeCalais, [achille])])
        #expect(one.pairs == [nordAndPasDeCalais: shared(1, 1, 1)])
        let both = sheet([(.nord, [odette, achille]), (.pasDeCalais, [achille, odetteAgain])])
        #expect(both.pairs == [nordAndPasDeCalais: shared(2, 1, 1)], "two people, one application each")
        #expect(both.homes[.nord]?.found.certain == 1)
        #expect(both.persons == [2: 2])
    }

    @Test func aHouseholdIsNotOnePerson() {
        let paul = Self.person("Vandenbroucke", "Paul", "1956-07-02", phone: "0320001122")
        let sheet = sheet([(.nord, [odette]), (.pasDeCalais, [paul])])
        #expect(sheet.persons == [:])
        #expect(sheet.homes[.nord]?.found.certain == 0)
    }

    @Test func twinsAndHomonymsAreNotCertain() {
        let twin = Self.person("Vandenbroucke", "Georgette", "1958-03-17", phone: "0320001122")
        let twins = sheet([(.nord, [odette]), (.pasDeCalais, [twin])])
        #expect(twins.persons == [:])
        #expect(twins.homes[.nord]?.found.certain == 0)
        let homonyms = sheet([
            (.nord, [Self.person("Martin", "Marie", "1980-04-05")]),
            (.pasDeCalais, [Self.person("Martin", "Marie", "1992-11-23")]),
        ])
        #expect(homonyms.pairs == [:])
    }

    @Test func whatIsLikelyIsCountedApart() {
        let sheet = sheet([(.nord, [odette]), (.pasDeCalais, [odetteMistyped])])
        let both = sheet.pairs[nordAndPasDeCalais]
        #expect(both?.first == AcrossSheet.Found(certain: 0, likely: 1))
        #expect(both?.second == AcrossSheet.Found(certain: 0, likely: 1))
        #expect(both?.persons == 0)
        #expect(sheet.persons == [:])
        #expect(sheet.homes[.nord]?.found == AcrossSheet.Found(certain: 0, likely: 1))
    }

    @Test func whoIsFoundForCertainIsNotLikelyToo() {
        for order in [[odetteAgain, odetteMistyped], [odetteMistyped, odetteAgain]] {
            let others = order.map { (territory: Territory.pasDeCalais, people: [$0]) }
            let sheet = sheet([(territory: .nord, people: [odette])] + others)
            #expect(sheet.homes[.nord]?.found == AcrossSheet.Found(certain: 1, likely: 0))
            #expect(sheet.pairs[nordAndPasDeCalais]?.second == AcrossSheet.Found(certain: 1, likely: 1))
        }
    }

    @Test func theOrderOfApplicationsMakesNoDifference() {
        let applications: [Application] = [
            (.nord, [odette, achille]), (.pasDeCalais, [achille]), (.pasDeCalais, [odetteMistyped]),
            (.ileDeFrance, [odetteAgain]),
        ]
        #expect(sheet(applications) == sheet(applications.reversed()))
    }

    @Test func whatCannotBeComparedIsCountedToo() {
        var count = AcrossCount(Judge(.builtIn))
        count.add([PersonSketch(odette, .open)], in: .nord)
        count.add([], in: .nord)
        count.addUnopened(in: .nord)
        count.addUnopened(in: .nord)
        count.addUnopened(in: .pasDeCalais)
        count.add(openReviews: 3, in: .nord)
        let sheet = count.sheet()
        var north = AcrossSheet.Home()
        north.compared = 1
        north.withoutPerson = 1
        north.unopened = 2
        north.openReviews = 3
        #expect(sheet.homes[.nord] == north)
        #expect(north.live == 4)
        #expect(sheet.homes[.pasDeCalais]?.live == 1)
    }

    /// A shelter's telephone, say.
    @Test func aBlockThatIsTooLargeIsCounted() {
        var count = AcrossCount(Judge(.builtIn))
        for place in 0...AcrossCount.blockMax {
            var person = PersonDescription()
            person.email = "accueil@example.org"
            count.add([PersonSketch(person, .open)], in: place % 2 == 0 ? .nord : .pasDeCalais)
        }
        #expect(count.sheet().fullBlocks == 1)
    }
}
