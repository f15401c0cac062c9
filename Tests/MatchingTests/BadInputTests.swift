import Matching
import Testing

/// People who differ are not linked, whatever was typed.
@Suite struct BadInputTests {
    // What must still be found, so that the others mean something.

    @Test func aPersonWhoFilesTwiceIsCertain() {
        let person = People.atHome("Vandenbroucke", "Odette", "1958-03-17")
        #expect(People.outcome(person, person) == .certain)
        let moved = People.person(
            "VANDENBROUCKE",
            "odette",
            "17/03/1958",
            address: "3 quai de l'Yser",
            postcode: "62000",
            commune: "62041"
        )
        #expect(People.outcome(person, moved) == .certain)
    }

    @Test func aTypingErrorIsFound() {
        let person = People.atHome("Vandenbroucke", "Odette", "1958-03-17")
        #expect(People.outcome(person, People.atHome("Vandenbrouke", "Odette", "1958-03-17")) == .certain)
        #expect(People.outcome(person, People.atHome("Vandenbroucke", "Odette", "1958-03-11")) == .doubtful)
        #expect(People.outcome(person, People.atHome("Vandenbroucke", "Odete", "1958-03-17")) == .doubtful)
    }

    // Names.

    @Test(arguments: ["", "X", "-", "?", "M.", "."])
    func noNameMatchesNoName(name: String) {
        #expect(
            People.outcome(People.person(name, name, "1980-04-05"), People.person(name, name, "1980-04-05"))
                == .different
        )
    }

    @Test func anEmptyFormIsNobodysDouble() {
        #expect(People.outcome(PersonDescription(), PersonDescription()) == .different)
        #expect(blockingKeys(People.sketch(PersonDescription())).isEmpty)
    }

    /// Bloom Housing flagged these.
    @Test func anInitialIsNoFirstName() {
        let one = People.person("Lefebvre", "J", "1980-04-05")
        #expect(People.outcome(one, People.person("Lefebvre", "Julie", "1992-11-23")) == .different)
        #expect(People.outcome(one, People.person("Lefebvre", "J", "1992-11-23")) == .different)
    }

    @Test func homonymsWithOtherBirthDatesDiffer() {
        let one = People.person("Martin", "Marie", "1980-04-05", postcode: "59000", commune: "59350")
        let other = People.person("Martin", "Marie", "1992-11-23", postcode: "59000", commune: "59350")
        #expect(People.outcome(one, other) == .different)
    }

    /// They met in the demo's year, among 270,800 files.
    @Test(arguments: [("Martin", "Martins", "Bruno", "1960-07-30"), ("Lefebvre", "Lefèvre", "Catherine", "1979-03-31")])
    func twoOfNearlyOneNameBornOnOneDayAreAskedAbout(one: String, other: String, first: String, born: String) {
        let one = People.person(one, first, born, postcode: "59000", commune: "59350")
        let other = People.person(other, first, born)
        #expect(People.outcome(one, other) == .doubtful)
        // Whoever has the same telephone too mistyped one of them.
        var (here, there) = (one, other)
        here.phones = ["0639981122"]
        there.phones = ["0639981122"]
        #expect(People.outcome(here, there) == .certain)
    }

    // Birth dates.

    /// Bloom Housing merged all who had none.
    @Test(arguments: ["", "1900-01-01", "0000-00-00", "1980-01-01"])
    func aPlaceholderIsNoBirthDate(date: String) {
        let one = People.person("Lefebvre", "Julie", date, postcode: "59000", commune: "59350")
        #expect(
            People.outcome(one, People.person("Martin", "Sophie", date, postcode: "59000", commune: "59350"))
                == .different
        )
        #expect(
            People.outcome(one, People.person("Lefebvre", "Sophie", date, postcode: "59000", commune: "59350"))
                == .different
        )
        #expect(
            People.outcome(one, People.person("Lefebvre", "Julie", date, postcode: "59000", commune: "59350"))
                != .certain
        )
    }

    // Shared phones and e-mails.

    @Test func whoSharesAShelterOnlyDiffers() {
        func person(_ last: String, _ first: String, _ born: String) -> PersonDescription {
            People.person(
                last,
                first,
                born,
                address: "1 rue du Refuge",
                postcode: "59000",
                commune: "59350",
                phone: "0320000099",
                email: "accueil@example.org"
            )
        }
        let crowd = (0..<60).map {
            person("Nom\(Character(Unicode.Scalar(65 + $0 % 26)!))xy\($0)", "Ali", "19\(10 + $0)-03-04")
        }
        let one = person("Diallo", "Amina", "1985-06-07")
        #expect(People.outcome(one, person("Kowalski", "Bruno", "1962-09-30"), among: crowd) == .different)
        #expect(People.outcome(one, person("Traoré", "Amina", "1990-02-11"), among: crowd) == .different)
        #expect(People.outcome(one, person("Diallo", "Amina", "1996-12-19"), among: crowd) != .certain)
    }

    @Test func aSocialWorkersEMailLinksNobody() {
        let one = People.person("Diallo", "Amina", "1985-06-07", email: "ccas@example.org")
        let other = People.person("Nowak", "Pierre", "1971-10-20", email: "ccas@example.org")
        #expect(People.outcome(one, other) == .different)
    }

    // Families.

    @Test(arguments: [
        ("Léa", "Hugo"), ("Jean-Pierre", "Jean-Paul"), ("Fatima", "Fatiha"), ("Karim", "Karima"), ("Julie", "Julien"),
    ])
    func twinsAreNotLinked(one: String, other: String) {
        let a = People.atHome("Delattre", one, "1994-08-21")
        let b = People.atHome("Delattre", other, "1994-08-21")
        #expect(People.outcome(a, b) != .certain)
        #expect(People.outcome(b, a) != .certain)
    }

    @Test func twinsOfOtherNamesDiffer() {
        #expect(
            People.outcome(
                People.atHome("Delattre", "Léa", "1994-08-21"),
                People.atHome("Delattre", "Hugo", "1994-08-21")
            ) != .certain
        )
    }

    @Test(arguments: ["1975-11-02", "1971-05-23", "1961-05-23"])
    func aFatherAndHisSonOfOneNameAreNotLinked(son: String) {
        let father = People.atHome("Delattre", "Michel", "1951-05-23")
        #expect(People.outcome(father, People.atHome("Delattre", "Michel", son)) != .certain)
    }

    /// Bloom Housing matched any first name with any last name of a household.
    @Test func aHouseholdIsNoPerson() {
        let mother = People.atHome("Delattre", "Sylvie", "1968-02-14")
        for other in [
            People.atHome("Delattre", "Hugo", "1994-08-21"), People.atHome("Delattre", "Marc", "1966-07-30"),
            People.atHome("Caron", "Marc", "1966-07-30"),
        ] {
            #expect(People.outcome(mother, other) == .different)
        }
    }

    @Test func anotherSexIsAnotherPerson() {
        var one = People.atHome("Delattre", "Camille", "1994-08-21")
        var other = one
        one.sex = .female
        other.sex = .male
        #expect(People.outcome(one, other) != .certain)
    }

    @Test func theNIRsOfTwoPeopleKeepThemApart() {
        var one = People.atHome("Delattre", "Camille", "1994-08-21")
        var other = one
        one.nir = "2940859350123"
        other.nir = "2940859350124"
        #expect(People.outcome(one, other) != .certain)
    }

    /// A child's form often bears a parent's.
    @Test func aParentsNIRDoesNotLinkItsChild() {
        var mother = People.atHome("Delattre", "Sylvie", "1968-02-14")
        var child = People.atHome("Delattre", "Hugo", "1994-08-21")
        mother.nir = "2680259350123"
        child.nir = mother.nir
        #expect(People.outcome(mother, child) != .certain)
    }

    @Test(arguments: ["Jean et Marie", "Marie & Jean", "M. et Mme", "Marie ou Jean"])
    func aHouseholdTypedAsOneIsNotLinked(firstNames: String) {
        let couple = People.atHome("Delattre", firstNames, "1968-02-14")
        #expect(People.outcome(couple, People.atHome("Delattre", "Marie", "1968-02-14")) != .certain)
        #expect(People.outcome(couple, couple) != .certain)
    }

    // Bodies.

    @Test func anAssociationsNameLinksNobody() {
        func person(_ first: String, _ born: String) -> PersonDescription {
            People.person(
                "Association Le Toit",
                first,
                born,
                address: "4 rue Pasteur",
                postcode: "59000",
                commune: "59350",
                phone: "0320445566"
            )
        }
        #expect(People.outcome(person("", ""), person("", "")) == .different)
        #expect(People.outcome(person("Amina", "1985-06-07"), person("Bruno", "1962-09-30")) == .different)
    }
}
