import Demo
import Matching
import Testing

@Suite struct MatcherTests {
    private struct Found {
        var certain = Quality(right: 0, wrong: 0, missed: 0)
        var all = Quality(right: 0, wrong: 0, missed: 0)
        var reached = 0.0
    }

    private func found(_ rows: [DoubleFiles.Row], _ model: (Matcher, [Matcher.Pair]) -> Model) -> Found {
        var matcher = Matcher(rows.map { People.sketch(People.described($0)) })
        let pairs = matcher.pairs()
        let judge = Judge(model(matcher, pairs))
        let truth = Dictionary(grouping: rows, by: \.person).values.reduce(0) { $0 + $1.count * ($1.count - 1) / 2 }
        var found = Found()
        for pair in pairs {
            let isTrue = rows[Int(pair.first)].person == rows[Int(pair.second)].person
            if isTrue { found.reached += 1 / Double(truth) }
            let outcome = judge.outcome(pair.vector, score: matcher.score(pair, judge))
            if outcome == .certain { if isTrue { found.certain.right += 1 } else { found.certain.wrong += 1 } }
            if outcome != .different { if isTrue { found.all.right += 1 } else { found.all.wrong += 1 } }
        }
        found.certain.missed = truth - found.certain.right
        found.all.missed = truth - found.all.right
        return found
    }

    @Test(arguments: [UInt64(21), 22, 23])
    func inventedPeopleAreFound(seed: UInt64) {
        let rows = DoubleFiles().rows(people: 3000, seed: seed)
        let found = found(rows) { _, _ in .builtIn }
        #expect(found.reached > 0.99)
        #expect(found.certain.precision >= 0.9995)
        #expect(found.certain.recall > 0.6)
        #expect(found.all.f1 > 0.95)
    }

    @Test func aModelThatIsLearnedWithoutLabelsIsAsGood() {
        let rows = DoubleFiles().rows(people: 3000, seed: 24)
        let found = found(rows) { matcher, pairs in matcher.learn(from: pairs, source: "test") }
        #expect(found.certain.precision >= 0.9995)
        #expect(found.all.f1 > 0.95)
    }

    @Test func thoseThatAreNotToBePairedAreLeftOut() {
        let sketches = DoubleFiles().rows(people: 300, seed: 28).map { People.sketch(People.described($0)) }
        var (all, some) = (Matcher(sketches), Matcher(sketches))
        var found: [Matcher.Pair] = []
        some.forEachPair(where: { ($0 + $1) % 2 == 0 }) { found.append($0) }
        #expect(!found.isEmpty)
        #expect(found == all.pairs().filter { ($0.first + $0.second) % 2 == 0 })
    }

    @Test func theSameSeedInventsTheSamePeople() {
        #expect(DoubleFiles().rows(people: 200, seed: 26) == DoubleFiles().rows(people: 200, seed: 26))
        #expect(DoubleFiles().rows(people: 200, seed: 26) != DoubleFiles().rows(people: 200, seed: 27))
    }

    @Test func learningTwiceGivesTheSameModel() throws {
        var matcher = Matcher(DoubleFiles().rows(people: 500, seed: 25).map { People.sketch(People.described($0)) })
        let pairs = matcher.pairs()
        let model = matcher.learn(from: pairs, source: "test")
        #expect(model == matcher.learn(from: pairs, source: "test"))
        try model.validate()
    }

    @Test func aRareNameWeighsMoreThanAFrequentOne() {
        let rare = People.person("Vancauwenberghe", "Anne", "")
        let frequent = People.person("Martin", "Anne", "")
        let crowd = (0..<40).map { _ in People.person("Martin", "Paul", "1965-04-03") }
        let counts = People.counts(with: crowd + [rare, rare, frequent, frequent])
        let judge = Judge(.builtIn)
        func score(_ person: PersonDescription) -> Float {
            judge.score(People.compared(person, person), counts.information(on: People.sketch(person)))
        }
        #expect(score(rare) > score(frequent) + 2)
    }

    @Test func contributionsMakeUpTheScore() {
        let a = People.person("Vasseur", "Anne", "1971-05-23", postcode: "59000", commune: "59350", phone: "0611223344")
        let b = People.person("Vaseur", "Anne", "1971-05-23", postcode: "59000", commune: "59350", phone: "0699887766")
        let counts = People.counts(with: [a, b])
        let judge = Judge(.builtIn)
        let vector = People.compared(a, b)
        let information = counts.information(on: People.sketch(a))
        let parts = judge.contributions(vector, information)
        #expect(
            parts.contains { $0.field == .phone && $0.bits < 0 }
                || parts.allSatisfy { !$0.field.isShared || $0.bits == 0 }
        )
        let prior = judge.prior(vector, information)
        #expect(abs(parts.reduce(prior) { $0 + $1.bits } - judge.score(vector, information)) < 0.01)
    }
}

@Suite struct BlockTests {
    @Test func aFullBlockCountsWhoDoesNotFit() {
        var block = Block<Int32>()
        for member in 0..<60 as Range<Int32> { _ = block.insert(member, bound: 50) }
        #expect(block.members.count == 50)
        #expect(block.overflow == 10)
        block.remove(55)
        #expect(block.overflow == 9)
        block.remove(3)
        #expect(block.members.count == 49)
        let fits = block.insert(77, bound: 50)
        let isLeftOut = !block.insert(78, bound: 50)
        #expect(fits && isLeftOut)
    }

    @Test func theIndexGivesEachCandidateOnceAndCountsOverflow() {
        var index = BlockIndex(bound: 2)
        index.insert(1, keys: [10, 20])
        index.insert(2, keys: [10, 20])
        index.insert(3, keys: [10])
        #expect(index.candidates(for: [10, 20, 30]) == [1, 2])
        #expect(index.overflow == 1)
        #expect(index.fullBlocks == 1)
    }

    @Test func keysOfSwappedNamesMeet() {
        let straight = blockingKeys(People.sketch(People.person("Vasseur", "Claire", "")))
        let swapped = blockingKeys(People.sketch(People.person("Claire", "Vasseur", "")))
        #expect(!Set(straight).isDisjoint(with: swapped))
    }
}

@Suite struct PersonClustersTests {
    private typealias Link = PersonClusters.Link

    @Test func aChainOfDoubtfulPairsDoesNotGluePeople() {
        // Father and mistyped father, mistyped father and mistyped son, mistyped son and son.
        let links = [
            Link(first: 0, second: 1, score: 9), Link(first: 2, second: 3, score: 9),
            Link(first: 1, second: 2, score: 1),
        ]
        var clusters = PersonClusters(count: 5)
        clusters.join(links, from: 0) { a, b in Set([a, b]) == [1, 2] ? 1 : -8 }
        #expect(clusters.groups == [[0, 1], [2, 3]])
        #expect(clusters.refused == [links[2]])
    }

    @Test func recordsOfOnePersonAreOneGroup() {
        let links = [Link(first: 0, second: 1, score: 9), Link(first: 1, second: 2, score: 3)]
        var clusters = PersonClusters(count: 4)
        clusters.join(links, from: 0) { _, _ in 3 }
        #expect(clusters.groups == [[0, 1, 2]])
        let roots = (0..<4 as Range<Int32>).map { clusters.root(of: $0) }
        #expect(roots == [0, 0, 0, 3])
    }
}

@Suite struct ModelTests {
    @Test func theBuiltInModelIsValid() throws { try Model.builtIn.validate() }

    /// A file that was learned before dependants were compared is good still.
    @Test func aModelOfTheFirstVersionIsRaised() throws {
        var old = Model.builtIn
        old.version = 1
        old.weights.removeAll { $0.field == .dependants }
        old.duplicates = 0.3
        try old.raised.validate()
        #expect(old.raised.duplicates == 0.3)
        #expect(old.raised.weights == Model.builtIn.weights)
        #expect(Model.builtIn.raised == .builtIn)
    }

    @Test func aModelThatLacksSomethingIsRefused() {
        var model = Model.builtIn
        model.version = 3
        #expect(throws: Model.Fault.version(3)) { try model.validate() }
        model = .builtIn
        model.weights.removeLast()
        #expect(throws: Model.Fault.fields) { try model.validate() }
        model = .builtIn
        model.weights[0].same[0] = 0
        #expect(throws: Model.Fault.levels(.lastName)) { try model.validate() }
        model = .builtIn
        model.duplicates = 0
        #expect(throws: Model.Fault.priors) { try model.validate() }
    }
}
