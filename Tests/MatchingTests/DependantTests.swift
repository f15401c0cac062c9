import Matching
import Testing

/// Who depends on a household speaks for one person who filed twice, and makes one person of nobody.
@Suite struct DependantTests {
    private func marks(_ dependants: (String, String)...) -> DependantMarks {
        DependantMarks(dependants.map { Dependant(firstNames: $0.0, birthDate: $0.1) }, .open)
    }

    private var children: DependantMarks { marks(("Léa", "2004-05-06"), ("Hugo", "2007-11-02")) }

    private func judged(
        _ a: PersonDescription,
        _ b: PersonDescription,
        _ mine: DependantMarks,
        _ theirs: DependantMarks,
    ) -> (score: Float, outcome: Outcome) {
        let judge = Judge(.builtIn)
        var vector = People.compared(a, b)
        vector[.dependants] = mine.level(with: theirs)
        let score = judge.score(vector, People.counts(with: [a, b]).information(on: People.sketch(a)))
        return (score, judge.outcome(vector, score: score))
    }

    // MARK: Marks

    @Test func aChildIsKnownAgainHoweverItIsTyped() {
        #expect(marks(("LÉA Marie", "06/05/2004")) == marks(("Lea", "2004-05-06")))
        #expect(children.level(with: marks(("Hugo", "2007-11-02"))) == 1)
        #expect(children.level(with: marks(("Hugo", "2007-11-03"))) == 2, "another child")
        #expect(children.level(with: marks(("Léa", "2007-11-02"))) == 2, "another child")
        #expect(children.level(with: DependantMarks()) == 0, "nothing can be said")
        #expect(DependantMarks().level(with: DependantMarks()) == 0)
    }

    /// What many share says nothing.
    @Test(arguments: [
        ("", "2004-05-06"), ("L", "2004-05-06"), ("Léa", ""), ("Léa", "2004-01-01"), ("Léa", "1900-01-01"),
    ])
    func whoIsNotKnownHasNoMark(name: String, born: String) { #expect(marks((name, born)).isEmpty) }

    @Test func anotherKeyGivesOtherMarks() {
        let child = [Dependant(firstNames: "Léa", birthDate: "2004-05-06")]
        #expect(DependantMarks(child, .open) != DependantMarks(child, SketchKey(low: 1, high: 2)))
    }

    /// Of two forms that name the same five, each keeps the same three; the order makes no difference.
    @Test func theLowestAreKept() {
        #expect(DependantMarks([9, 4, 7, 1, 8]).all == [1, 4, 7])
        #expect(DependantMarks([8, 1, 9, 7, 4, 4]) == DependantMarks([1, 4, 7, 8, 9]))
        #expect(DependantMarks([0, 5]).all == [5])
        #expect(DependantMarks([5]).level(with: DependantMarks([5, 6])) == 1)
        #expect(DependantMarks([6, 7]).level(with: DependantMarks([5, 8])) == 2, "an empty place is no mark")
    }

    // MARK: Weights

    @Test func aSharedChildRaisesAndOthersSayLittle() {
        let before = People.person("Delattre", "Zoé", "1982-06-30", postcode: "59000", commune: "59350")
        let after = People.person("Duval", "Zoé", "1982-06-30", postcode: "62000", commune: "62041")
        let unknown = judged(before, after, DependantMarks(), DependantMarks()).score
        let shared = judged(before, after, children, marks(("Hugo", "2007-11-02"), ("Nina", "2011-03-04"))).score
        let others = judged(before, after, children, marks(("Nina", "2011-03-04"))).score
        #expect(shared > unknown + 3)
        #expect(others < unknown)
        #expect(others > unknown - 2.5)
    }

    // MARK: Those who differ

    /// Married, apart, of one name, born in one year: each has a file with the same children.
    @Test(arguments: [
        ("Delattre", "Sylvie", "1968-02-14", "Delattre", "Marc", "1966-07-30"),
        ("Delattre", "Sylvie", "1968-02-14", "Caron", "Marc", "1966-07-30"),
        ("Delattre", "Sylvie", "1968-02-14", "Delattre", "Sylvain", "1968-02-15"),
        ("Martin", "Dominique", "1968-02-14", "Martin", "Dominique", "1971-11-03"),
    ])
    func parentsOfOneChildAreNotLinked(a: String, b: String, c: String, d: String, e: String, f: String) {
        for isAtHome in [true, false] {
            let one = isAtHome ? People.atHome(a, b, c) : People.person(a, b, c, postcode: "59000", commune: "59350")
            let other = isAtHome ? People.atHome(d, e, f) : People.person(d, e, f, postcode: "62000", commune: "62041")
            let apart = judged(one, other, DependantMarks(), DependantMarks())
            let shared = judged(one, other, children, children)
            #expect(shared.outcome != .certain, "\(shared.score)")
            // Sylvie and Sylvain, born a day apart, may be one mistyped.
            if !["Dominique", "Sylvain"].contains(e) {
                #expect(shared.outcome == .different, "\(shared.score), \(apart.score) without them")
            }
        }
    }

    /// Brothers and sisters who are looked after by one of them, twins above all.
    @Test(arguments: [("Léa", "Hugo"), ("Jean-Pierre", "Jean-Paul"), ("Karim", "Karima"), ("Julie", "Julien")])
    func twinsOfAHouseholdAreNotLinked(one: String, other: String) {
        let a = People.atHome("Delattre", one, "1994-08-21")
        let b = People.atHome("Delattre", other, "1994-08-21")
        #expect(judged(a, b, children, children).outcome != .certain)
        // Who lives with them shares them: they are no reason to look.
        let alone = judged(a, b, DependantMarks(), DependantMarks())
        #expect(judged(a, b, children, children).score <= alone.score + 0.01)
    }

    @Test func aFatherAndHisSonOfOneNameAreNotLinked() {
        let father = People.atHome("Delattre", "Michel", "1951-05-23")
        for born in ["1975-11-02", "1971-05-23", "1961-05-23"] {
            let son = People.atHome("Delattre", "Michel", born)
            #expect(judged(father, son, children, children).outcome != .certain)
        }
    }

    /// In a list as in the register.
    @Test func theMatcherComparesThem() throws {
        let before = People.person("Delattre", "Zoé", "1982-06-30")
        let after = People.person("Duval", "Zoé", "1982-06-30")
        let sketches = [before, after].map(People.sketch)
        var matcher = Matcher(sketches, dependants: [children, marks(("Léa", "2004-05-06"))])
        let pair = try #require(matcher.pairs().first)
        #expect(pair.vector[.dependants] == 1)
        var other = Matcher(sketches)
        #expect(try #require(other.pairs().first).vector[.dependants] == 0)
        let judge = Judge(.builtIn)
        #expect(matcher.score(0, 1, judge) > other.score(0, 1, judge) + 3)
        #expect(matcher.score(pair, judge) == matcher.score(0, 1, judge))
    }
}
