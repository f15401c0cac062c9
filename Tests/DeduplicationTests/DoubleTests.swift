import Deduplication
import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// Doubles that are not written alike.
@Suite struct DoubleTests {
    /// Zoé has application 1, number 1, in a territory of sixty people who are nobody's doubles.
    var deduplication = WorkerDriver(DeduplicationWorker())

    static let zoe = Somebody("Delattre", "Zoé", "1982-06-30").with {
        $0.civility = "2"
        $0.phone = "0612345678"
        $0.email = "zoe.delattre@example.org"
        $0.address = "12 rue des Postes"
    }

    init() {
        deduplication.register(1, [Self.zoe])
        for figure in 2...60 { deduplication.register(UInt64(figure), [Self.stranger(figure)]) }
    }

    private static let names = [
        "Abadie", "Bonnefoy", "Carlier", "Dupuis", "Estève", "Fontaine", "Guillou", "Hamon", "Imbert", "Jourdain",
    ]
    private static let firstNames = ["Paul", "Odile", "Nadia", "Marcel", "Lucie", "Karine"]

    /// Nobody like another.
    private static func stranger(_ figure: Int) -> Somebody {
        let day = CivilDate(year: 1940 + figure, month: 1 + figure * 5 % 12, day: 2 + figure * 7 % 26)?.iso ?? ""
        return Somebody(names[figure % 10], firstNames[figure / 10 % 6], day).with {
            $0.civility = figure / 10 % 2 == 0 ? "1" : "2"
            $0.phone = "07000000\(10 + figure)"
            $0.address = "\(figure) place \(names[(figure + 3) % 10])"
        }
    }

    private mutating func files(_ person: Somebody, id: UInt64 = 100) -> Output {
        deduplication.feedAndSettle(.creation(id, [person]))
    }

    // MARK: Certain

    @Test(arguments: [
        zoe.with { $0.lastName = "Delatre" }, zoe.with { $0.lastName = "De Lattre" },
    ])
    mutating func whoIsCertainlyTheSameIsLinked(person: Somebody) throws {
        let output = files(person)
        #expect(output.factNames == ["linked"])
        guard case .linked(let linked)? = output.facts.first?.fact else { return }
        #expect(SubmissionID(bytes: linked.application) == .stub(1))
        #expect(linked.score >= 700)
        #expect(linked.weights.contains { $0.field == "birth" && $0.level == "same" && $0.weight > 0 })
    }

    /// As an exact match does: whether it is live is not known yet.
    @Test mutating func whoIsCertainlyTheSameWaitsForAnUndecidedEnd() {
        deduplication.feed(.strikeOff(90, of: .stub(1), "RADABA"))
        #expect(files(Self.zoe.with { $0.lastName = "Delatre" }).isEmpty)
        #expect(deduplication.feed(.struckOff(90, .stub(1))).factNames == ["cleared"])
    }

    /// Who waits for a number is linked to whom it was found with, whoever came meanwhile.
    @Test mutating func whoWaitsIsNotLookedForAgain() {
        let person = Somebody("Quentin", "Solène", "1979-03-14").with {
            $0.phone = "0622222222"
            $0.address = "9 quai du Wault"
        }
        deduplication.feedAndSettle(.creation(100, [person]))
        #expect(files(person.with { $0.lastName = "Quentinn" }, id: 101).isEmpty)
        for id in 102..<110 {
            deduplication.feedAndSettle(.creation(UInt64(id), [person.with { $0.born = "19\(id - 40)-03-14" }]))
        }
        let output = deduplication.feed(.registered(100, .stub(100)))
        #expect(output.facts.map(\.fact.name) == ["linked"])
        guard case .linked(let linked)? = output.facts.first?.fact else { return }
        #expect(linked.score > 700)
    }

    // MARK: Doubtful

    /// Born in another month, and nothing else to tell by.
    private static let doubtful = zoe.with {
        $0.born = "1982-07-30"
        $0.phone = ""
        $0.email = ""
        $0.address = ""
    }

    @Test mutating func whoMayBeTheSameIsNumberedAndAskedAbout() throws {
        let output = files(Self.doubtful)
        #expect(output.factNames == ["cleared", "reviewOpened"])
        let review = try #require(output.reviews.first)
        #expect(review.reviewID == reviewID(1, 100))
        #expect(review.grounds == ["LIKELY_SAME"])
        #expect(Set(review.weights.map(\.field)).isSuperset(of: ["firstNames", "birth"]))
    }

    /// Whoever must look can name it once it has its number.
    @Test mutating func theReviewIsSaidAgainWithTheNumber() {
        _ = files(Self.doubtful)
        let output = deduplication.feed(.registered(100, .stub(100)))
        #expect(output.reviews.map(\.secondNumber) == [UniqueNumber.stub(100).text])
    }

    @Test mutating func ruledDifferentItIsNeverAskedAgain() {
        _ = files(Self.doubtful)
        deduplication.feed(.registered(100, .stub(100)))
        deduplication.feedAndSettle(.reviewDecision(101, reviewID(1, 100), .different))
        deduplication.feed(.modification(102, of: .stub(100), [Self.doubtful.with { $0.phone = "0611111111" }]))
        #expect(deduplication.feed(.modified(102, .stub(100))).isEmpty)
    }

    @Test mutating func aChangedIdentityIsExaminedAnew() {
        deduplication.feed(.modification(101, of: .stub(7), [Self.zoe.with { $0.lastName = "Delatre" }]))
        let output = deduplication.feedAndSettle(.modified(101, .stub(7)))
        #expect(output.factNames == ["reviewOpened"], "changed, it is nobody's any more; nothing is linked")
        #expect(output.reviews.map(\.reviewID) == [reviewID(1, 7)])
    }

    /// A person who files for the fourth time opens no fourth review at once, and that is counted.
    @Test mutating func oneApplicationOpensAFewReviewsAndCountsTheRest() {
        for id in 100..<105 {
            let day = CivilDate(year: 1982, month: 7, day: 10 + Int(id) - 100)?.iso ?? ""
            let person = Somebody("Quentin", "Solène", day)
            deduplication.feedAndSettle(.creation(UInt64(id), [person]))
        }
        let opened = deduplication.partition.filter { $0.fact.name == "reviewOpened" }
        let perApplication = Dictionary(grouping: opened) { $0.submission }.values.map(\.count)
        #expect(perApplication.max() == 3)
        #expect(deduplication.worker.leftOut.map(\.reviews) == [1])
    }

    // MARK: Struck off

    /// It may come back instead: the desk is told, and nothing is linked.
    @Test mutating func whoWasStruckOffIsToldOfTheFormerNumber() {
        deduplication.feed(.struckOff(90, .stub(1)))
        let output = files(Self.zoe.with { $0.lastName = "Delatre" })
        #expect(output.factNames == ["cleared"])
        guard case .cleared(let cleared)? = output.facts.first?.fact else { return }
        #expect(cleared.formerNumber == UniqueNumber.stub(1).text)
    }

    /// Written alike, too: no link, and the number that may come back.
    @Test mutating func whoIsWrittenAlikeIsToldOfTheFormerNumberToo() {
        deduplication.feed(.struckOff(90, .stub(1)))
        let output = files(Self.zoe)
        #expect(output.factNames == ["cleared"])
        guard case .cleared(let cleared)? = output.facts.first?.fact else { return }
        #expect(cleared.formerNumber == UniqueNumber.stub(1).text)
    }

    /// The form of a renewal that says who somebody is otherwise.
    @Test mutating func aRenewalThatChangesTheIdentityIsExaminedToo() {
        deduplication.feed(.renewal(101, of: .stub(7), [Self.zoe.with { $0.lastName = "Delatre" }]))
        let output = deduplication.feedAndSettle(.renewed(101, .stub(7), on: "2013-03-01"))
        #expect(output.factNames == ["reviewOpened"])
        #expect(output.reviews.map(\.reviewID) == [reviewID(1, 7)])
    }

    /// What is changed back and forth is asked about once.
    @Test mutating func aFormThatChangesNobodyAsksNothing() {
        let address = Self.zoe.with { $0.lastName = "Delatre" }
        for id in [101, 103] as [UInt64] {
            deduplication.feed(.modification(id, of: .stub(7), [address]))
            let output = deduplication.feedAndSettle(.modified(id, .stub(7)))
            #expect(output.factNames == (id == 101 ? ["reviewOpened"] : []))
        }
    }

    @Test mutating func aPurgedOneIsNobodysFormerNumber() {
        deduplication.feed([.struckOff(90, .stub(1)), .purged(.stub(1), day: "2013-04-12")])
        let output = files(Self.zoe.with { $0.lastName = "Delatre" })
        guard case .cleared(let cleared)? = output.facts.first?.fact else { return }
        #expect(cleared.formerNumber.isEmpty)
    }

    // MARK: Bad input

    /// Who differs is not linked. A manager may be asked.
    @Test(arguments: [
        ("a twin", zoe.with { $0.firstNames = "Léa" }),
        ("a daughter of the same name", zoe.with { $0.born = "2004-02-11" }),
        (
            "a brother",
            zoe.with {
                $0.firstNames = "Marc"; $0.civility = "1"; $0.born = "1985-01-17"
            }
        ),
        (
            "somebody at the shelter",
            stranger(70).with {
                $0.phone = zoe.phone; $0.address = zoe.address
            }
        ),
        ("a household typed as one", zoe.with { $0.firstNames = "Zoé et Marc" }),
        (
            "one letter",
            zoe.with {
                $0.lastName = "D"; $0.firstNames = "Z"
            }
        ),
        ("no first name", zoe.with { $0.firstNames = "" }),
        (
            "a placeholder birth date",
            zoe.with {
                $0.lastName = "Delatre"; $0.born = "1982-01-01"
            }
        ),
    ])
    mutating func whoDiffersIsNotLinked(who: String, person: Somebody) {
        #expect(!files(person).factNames.contains("linked"), "\(who)")
    }

    private static func shelter(_ lastName: String, _ firstNames: String, _ born: String) -> Somebody {
        Somebody(lastName, firstNames, born).with {
            $0.phone = "0320000099"
            $0.email = "accueil@example.org"
            $0.address = "1 rue du Refuge"
        }
    }

    /// Two people of whom one is in the register when the other files: both are numbered, whatever was typed.
    static let differing: [(String, Somebody, Somebody)] = [
        ("no first names", Somebody("Delmotte", "", "1971-02-03"), Somebody("Delmotte", "", "1971-02-03")),
        ("letters for names", Somebody("D", "Z", "1971-02-03"), Somebody("D", "Z", "1971-02-03")),
        ("a letter for first names", Somebody("Delmotte", "J.", "1971-02-03"), Somebody("Delmotte", "J", "1971-02-03")),
        ("1 January 1900", Somebody("Diop", "Awa", "1900-01-01"), Somebody("Diop", "Awa", "1900-01-01")),
        ("1 January 1900, nearly", Somebody("Diop", "Awa", "1900-01-01"), Somebody("Diopp", "Awa", "1900-01-01")),
        ("another 1 January", Somebody("Diop", "Awa", "1975-01-01"), Somebody("Diop", "Awa", "1975-01-01")),
        ("1 January at the shelter", shelter("Diop", "Awa", "1975-01-01"), shelter("Diop", "Awa", "1975-01-01")),
        ("a shelter", shelter("Diallo", "Amina", "1985-06-07"), shelter("Kowalski", "Bruno", "1962-09-30")),
        ("a name at the shelter", shelter("Diallo", "Amina", "1985-06-07"), shelter("Diallo", "Amina", "1996-12-19")),
        (
            "a social worker's e-mail",
            Somebody("Diallo", "Amina", "1985-06-07").with { $0.email = "ccas@example.org" },
            Somebody("Nowak", "Pierre", "1971-10-20").with { $0.email = "ccas@example.org" }
        ),
        ("twins", zoe.with { $0.firstNames = "Fatima" }, zoe.with { $0.firstNames = "Fatiha" }),
        ("twins, boy and girl", zoe.with { $0.firstNames = "Julie" }, zoe.with { $0.firstNames = "Julien" }),
        (
            "a father and his son born on his birthday",
            zoe.with {
                $0.firstNames = "Michel"; $0.civility = "1"; $0.born = "1951-05-23"
            },
            zoe.with {
                $0.firstNames = "Michel"; $0.civility = "1"; $0.born = "1975-05-23"
            }
        ),
        (
            "a child with its mother's NIR",
            Somebody("Delmotte", "Sylvie", "1968-02-14", nir: "2680259350123"),
            Somebody("Delmotte", "Hugo", "1994-08-21", nir: "2680259350123")
        ),
        (
            "a household typed as one",
            zoe.with { $0.firstNames = "Jeanne et Marc" }, zoe.with { $0.firstNames = "Jeanne" }
        ),
        (
            "two of an association",
            shelter("Association Le Toit", "Amina", "1985-06-07"), shelter("Association Le Toit", "Bruno", "1962-09-30")
        ),
        (
            "an association twice", shelter("Association Le Toit", "", "1985-06-07"),
            shelter("Association Le Toit", "", "1985-06-07")
        ),
    ]

    @Test(arguments: differing)
    mutating func twoWhoDifferAreBothNumbered(who: String, one: Somebody, other: Somebody) {
        // Others are at the shelter too.
        for figure in 200..<230 {
            let guest = Self.stranger(figure - 197).with {
                $0.lastName =
                    "Hôte" + ["ba", "ku", "li", "mo", "ne"][figure % 5]
                    + ["ra", "su", "ti", "vo", "xe", "zy"][figure / 5 % 6]
                $0.phone = "0320000099"
                $0.email = "accueil@example.org"
                $0.address = "1 rue du Refuge"
            }
            deduplication.feedAndSettle(.creation(UInt64(figure), [guest]))
        }
        deduplication.feedAndSettle(.creation(100, [one]))
        deduplication.feedAndSettle(.registered(100, .stub(100)))
        #expect(files(other, id: 101).factNames.first == "cleared", "\(who)")
    }

    /// What must still be linked, so that the others mean something.
    @Test mutating func whoGivesTheSameNamesAndDateInFullIsLinked() {
        deduplication.feedAndSettle(.creation(100, [Somebody("Diop", "Awa", "1975-01-02")]))
        deduplication.feed(.registered(100, .stub(100)))
        #expect(files(Somebody("Diop", "Awa", "1975-01-02"), id: 101).factNames == ["linked"])
    }

    /// The same names and a 1 January: a manager is asked, and a spouse who has such a key may still leave a common file.
    @Test mutating func aKeyThatTwoMayHaveOpensAReview() throws {
        let awa = Somebody("Diop", "Awa", "1975-01-01")
        deduplication.feedAndSettle(.creation(100, [awa, Somebody("Sow", "Modou", "1971-05-09")]))
        deduplication.feed(.registered(100, .stub(100)))
        let output = files(awa, id: 101)
        #expect(output.factNames == ["cleared", "reviewOpened"])
        #expect(output.reviews.map(\.reviewID) == [reviewID(100, 101)])
        // And what speaks for it and against it, as in the others.
        let review = try #require(output.reviews.first)
        #expect(review.grounds == ["SAME_PERSON"])
        #expect(review.score != 0)
        #expect(Set(review.weights.map(\.field)).contains("firstNames"))
        deduplication.feed(.registered(101, .stub(101)))
        #expect(deduplication.names(.separation(102, [awa], from: .stub(100))).first == "cleared")
    }

    /// Who waits for the fate of another application remembers which of its keys two people may have.
    @Test mutating func aWaitingOneIsNotLinkedByAKeyThatTwoMayHave() {
        let awa = Somebody("Diop", "Awa", "1975-01-01")
        deduplication.feedAndSettle(.creation(100, [awa]))
        deduplication.feed(.registered(100, .stub(100)))
        deduplication.feed(.strikeOff(90, of: .stub(1), "RADABA"))
        // Zoé's application may end: what she files with Awa waits.
        #expect(deduplication.feed(.creation(101, [awa, .zoe])).isEmpty)
        #expect(deduplication.feedAndSettle(.struckOff(90, .stub(1))).factNames == ["cleared", "reviewOpened"])
    }

    @Test mutating func anAssociationIsNobodysDouble() {
        deduplication.register(100, [])
        #expect(deduplication.names(.creation(101, [])) == ["cleared"])
    }

    /// Two hundred who share a phone are not compared with each other for it, and that is counted.
    @Test mutating func aSharedPhoneIsNoBlockThatIsSearched() {
        for figure in 200..<310 {
            let letters = [figure % 7, figure % 11, figure % 13, figure % 17].map {
                String("BADEKILOMUNAPERTI".dropFirst($0).prefix(2))
            }
            let born = CivilDate(year: 1930 + figure % 60, month: 1 + figure % 11, day: 2 + figure % 23)?.iso ?? ""
            let person = Somebody(letters.joined(), "Prénom", born).with { $0.phone = "0320000000" }
            deduplication.feedAndSettle(.creation(UInt64(figure), [person]))
        }
        let left = deduplication.worker.leftOut
        #expect(left.map(\.territory) == [.nord])
        #expect((left.first?.blocks ?? 0) > 0)
        // A command reads it in the changelog.
        let read = deduplication.rows.compactMap { row in
            row.value.flatMap { LeftOut(key: row.key[...], value: $0[...]) }
        }
        #expect(read == left)
    }

    @Test mutating func anotherTerritorysPersonIsNobodysDouble() {
        let record = RegisterRecord.creation(
            100,
            [Self.zoe.with { $0.lastName = "Delatre" }],
            commune: "62041",
            territory: .pasDeCalais
        )
        #expect(deduplication.names(record) == ["cleared"])
    }

    // MARK: Dependants

    private static let hugo = Somebody("Delattre", "Hugo", "2004-05-06")
    private static let nina = Somebody("Delattre", "Nina", "2008-11-02")

    /// Zoé married and moved: names and home say that she is somebody else, and her child that she is not.
    @Test mutating func aSharedChildIsEvidence() throws {
        deduplication.feed(.modification(70, of: .stub(1), [Self.zoe.with { $0.children = [Self.hugo] }]))
        deduplication.feedAndSettle(.modified(70, .stub(1)))
        func files(_ children: Somebody...) -> Output {
            var other = deduplication
            let moved = Somebody("Nowak", "Zoé", "1982-06-30").with { $0.children = children }
            return other.feedAndSettle(.creation(100, [moved]))
        }
        #expect(files().factNames == ["cleared"])
        #expect(files(Self.nina).factNames == ["cleared"])
        let output = files(Self.nina, Self.hugo)
        #expect(output.factNames == ["cleared", "reviewOpened"], "a person looks; nothing is linked by it")
        let review = try #require(output.reviews.first)
        #expect(review.reviewID == reviewID(1, 100))
        #expect(review.weights.contains { $0.field == "dependants" && $0.level == "same" && $0.weight > 0 })
    }

    /// Shared custody: both file, with the same children.
    @Test mutating func parentsOfOneChildAreNobodysDoubles() {
        let mother = Somebody("Caron", "Irène", "1984-03-17").with { $0.children = [Self.hugo, Self.nina] }
        let father = Somebody("Delattre", "Bruno", "1981-09-05").with { $0.children = [Self.hugo, Self.nina] }
        deduplication.register(100, [mother])
        #expect(deduplication.feedAndSettle(.creation(101, [father])).factNames == ["cleared"])
    }

    @Test mutating func dependantsAreInTheRowAndStayWithAWaitingOne() throws {
        let person = Self.zoe.with {
            $0.lastName = "Delatre"
            $0.children = [Self.hugo]
        }
        deduplication.feed(.strikeOff(90, of: .stub(1), "RADABA"))
        #expect(files(person).isEmpty)
        deduplication.feedAndSettle(.struckOff(90, .stub(1)))
        let rows = try deduplication.rows.filter { $0.key.first == 10 }
            .compactMap { try $0.value.map { try WireSketchRow(serializedBytes: $0) } }
        #expect(rows.filter { !$0.dependants.isEmpty }.map(\.dependants.count) == [1])
    }

    // MARK: State

    /// What is found follows from the rows, not from the way they came about.
    @Test mutating func restoredItDecidesTheSame() {
        var restored = DeduplicationWorker()
        var pass = TablePass(
            .restore,
            restored: deduplication.rows.compactMap { row in
                row.value.map { RestoredRow(key: row.key[...], value: $0[...]) }
            }
        )
        restored.apply(&pass)
        var other = WorkerDriver(restored)
        let output = other.feedAndSettle(.creation(100, [Self.doubtful]))
        #expect(output == files(Self.doubtful))
    }

    @Test mutating func rolledBackItDecidesTheSame() {
        var worker = deduplication.worker
        var keep = TablePass(.keep)
        worker.apply(&keep)
        var output = Output()
        worker.process(.creation(100, [Self.zoe.with { $0.lastName = "Quentin" }]), into: &output)
        var pass = TablePass(.rollBack)
        worker.apply(&pass)
        #expect(worker.rows == deduplication.rows)
        var other = WorkerDriver(worker)
        #expect(other.feedAndSettle(.creation(100, [Self.doubtful])) == files(Self.doubtful))
    }
}
