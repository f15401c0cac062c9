import Matching
import Register

/// Counts the live applications of whose people another territory has one too.
///
/// It is the register's own matcher, over sketches that are all made under one key: blocks, comparison, frequencies,
/// judgement. Only applications of different territories are compared; within one, deduplication did it. Nothing but counts
/// comes out.
///
/// Shape: some 900 bytes for each person while it compares, measured: 160 of sketch, 350 of blocks, 50 of frequencies, 60 to group
/// by person, the rest for tables that grow. For each application that is found elsewhere, some 20.
package struct AcrossCount: Sendable {
    private let judge: Judge
    private var sketches: [PersonSketch] = []
    /// Of each person, the application.
    private var applications: [Int32] = []
    /// Of each application that is compared.
    private var territories: [Territory] = []
    private var homes: [Territory: AcrossSheet.Home] = [:]

    /// The most people of a block that are searched, as many as deduplication searches.
    package static let blockMax = 100

    package init(_ judge: Judge) { self.judge = judge }

    /// How many people will be compared.
    package var people: Int { sketches.count }

    /// A live application, by who asks in it; of an association, nobody.
    package mutating func add(_ people: [PersonSketch], in territory: Territory) {
        guard !people.isEmpty else {
            homes[territory, default: AcrossSheet.Home()].withoutPerson += 1
            return
        }
        homes[territory, default: AcrossSheet.Home()].compared += 1
        applications += repeatElement(Int32(territories.count), count: people.count)
        territories.append(territory)
        sketches += people
    }

    /// A live application whose form does not open.
    package mutating func addUnopened(in territory: Territory) {
        homes[territory, default: AcrossSheet.Home()].unopened += 1
    }

    /// Pairs within a territory that wait for its manager.
    package mutating func add(openReviews: Int, in territory: Territory) {
        homes[territory, default: AcrossSheet.Home()].openReviews += openReviews
    }

    /// Compares all with all. `progress` is told how many people were looked for.
    package func sheet(progress: (Int) -> Void = { _ in }) -> AcrossSheet {
        var matcher = Matcher(sketches, bound: AcrossCount.blockMax)
        let counts = matcher.counts
        var found: [Elsewhere: Outcome] = [:]
        var links: [PersonClusters.Link] = []
        var asked: Int32 = -1
        var information = TermInformation(population: 0)
        matcher.forEachPair(where: { territory(of: $0) != territory(of: $1) }, progress: progress) { pair in
            if asked != pair.second {
                asked = pair.second
                information = counts.information(on: sketches[Int(asked)])
            }
            let score = judge.score(pair.vector, information)
            let outcome = judge.outcome(pair.vector, score: score)
            guard outcome != .different else { return }
            for (one, other) in [(pair.first, pair.second), (pair.second, pair.first)] {
                let place = Elsewhere(application: applications[Int(one)], territory: territory(of: other))
                if found[place] != .certain { found[place] = outcome }
            }
            if outcome == .certain {
                links.append(PersonClusters.Link(first: pair.first, second: pair.second, score: score))
            }
        }
        var sheet = AcrossSheet(judge.model, judge.thresholds, homes)
        sheet.people = sketches.count
        sheet.fullBlocks = matcher.fullBlocks
        addApplications(found, to: &sheet)
        var persons = PersonClusters(count: sketches.count)
        persons.join(links, from: judge.thresholds.certain) { matcher.score($0, $1, judge) }
        for group in persons.groups { sheet.add(personIn: Set(group.map(territory(of:))).sorted()) }
        return sheet
    }

    /// An application, and a territory that has one of the same person.
    private struct Elsewhere: Hashable {
        var application: Int32
        var territory: Territory
    }

    private func territory(of person: Int32) -> Territory { territories[Int(applications[Int(person)])] }

    private func addApplications(_ found: [Elsewhere: Outcome], to sheet: inout AcrossSheet) {
        var best: [Int32: Outcome] = [:]
        for (place, outcome) in found {
            sheet.add(outcome, of: territories[Int(place.application)], in: place.territory)
            if best[place.application] != .certain { best[place.application] = outcome }
        }
        for (application, outcome) in best { sheet.add(outcome, of: territories[Int(application)]) }
    }
}
