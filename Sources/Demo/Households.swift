import Register
import Schemas
import SwiftProtobuf

/// Draws households and writes the form as they would.
///
/// No social security numbers: nobody asked for them in 2011. Telephones are those that the regulator sets aside for
/// fiction, e-mail addresses end in a domain that is set aside too.
struct Households: Sendable {
    private let places: Places
    private let landlordSIRENs: [String]
    private let lastNames = NameLists.last
    private let women = NameLists.women
    private let men = NameLists.men
    private let streets = NameLists.streets
    private let lastNameChoice = Households.frequencies(NameLists.last.count)
    private let womanChoice = Households.frequencies(NameLists.women.count)
    private let manChoice = Households.frequencies(NameLists.men.count)
    private let modelChoice = WeightedChoice(weights: Households.models.map(\.weight))
    private let reasonChoice = WeightedChoice(weights: Households.reasons.map(\.weight))

    init(places: Places, landlordSIRENs: [String]) {
        self.places = places
        self.landlordSIRENs = landlordSIRENs
    }

    /// A form as filled in on `filed`, with `first` as the first commune asked for.
    func application(
        filed: CivilDate,
        territory: Territory,
        first commune: Int,
        _ random: inout SplitMix64,
    ) -> WireApplication {
        let home = random.chance(700) ? commune : places.pick(in: territory, &random)
        let isWoman = random.chance(580)
        let age = age(on: filed, &random)
        let born = birthday(age: age, on: filed, &random)
        let familyName = lastNames[lastNameChoice.pick(&random)]
        let family = familySituation(age: age, &random)
        let hasPartner = family == "M" || family == "P" || family == "U"

        var form = WireApplication()
        var children: [WireDependant] = []
        let childCount = age > 62 ? 0 : childCount(hasPartner: hasPartner, age: age, &random)
        for _ in 0..<childCount {
            children.append(child(named: familyName, parentBorn: born, filed: filed, &random))
        }

        // Each part is finished before it is put in its place: the generated messages copy what is changed inside them.
        var applicant = person(isWoman: isWoman, lastName: familyName, born: born, isMarried: family == "M", &random)
        applicant.familySituation = family
        let contact = contact(home: home, firstName: applicant.identity.firstNames, &random)
        applicant.contact = contact
        work(of: &applicant, age: age, in: territory, &random)
        if childCount > 1 {
            applicant.resources.append(resource("AF", cents: 12_500 + (childCount - 2) * 16_000))
        }
        form.applicant = applicant
        var partners = 0
        if hasPartner && random.chance(850) {
            partners = 1
            form.coApplicants = [
                partner(
                    of: familyName,
                    isWoman: isWoman ? random.chance(30) : random.chance(970),
                    family,
                    age,
                    filed,
                    territory,
                    &random
                )
            ]
        }
        form.dependants = children
        if age < 42 && random.chance(40) { form.unbornChildren = 1 }
        if random.chance(600) {
            form.taxIncome = .with {
                $0.year = random.chance(700) ? 2009 : 2010
                $0.amountEuros = Int64(2_000 + random.below(14_000) + random.below(14_000) + (hasPartner ? 6_000 : 0))
            }
        }
        let size = 1 + partners + children.count
        form.currentHousing = currentHousing(size: size, &random)
        form.reasons = reasons(&random)
        form.wanted = wanted(size: size, first: commune, territory: territory, &random)
        if random.chance(900) { form.dalo = random.chance(12) ? "ACTIF" : "NON" }
        if random.chance(40) { form.disability = disability(&random) }
        form.formVersion = "01"
        form.emailAccepted = !contact.email.isEmpty && random.chance(300)
        return form
    }

    /// The same household some months later: a child, another rent, another telephone.
    func updated(_ form: WireApplication, _ random: inout SplitMix64) -> WireApplication {
        var form = form
        if form.currentHousing.monthlyRentCents > 0 {
            form.currentHousing.monthlyRentCents += Int64(500 * random.within(1...12))
        }
        form.applicant.contact.mobile = mobile(&random)
        form.taxIncome = .with {
            $0.year = 2010
            $0.amountEuros = Int64(4_000 + random.below(24_000))
        }
        form.reasons = reasons(&random)
        return form
    }

    // MARK: - Persons

    private func person(
        isWoman: Bool,
        lastName: String,
        born: CivilDate,
        isMarried: Bool,
        _ random: inout SplitMix64,
    ) -> WirePerson {
        var identity = WireIdentity()
        identity.civility = isWoman ? (isMarried || random.chance(500) ? "2" : "3") : "1"
        identity.lastName = lastName
        let isBornUnderIt = !(isWoman && isMarried && random.chance(800))
        identity.birthName = isBornUnderIt ? lastName : lastNames[lastNameChoice.pick(&random)]
        identity.firstNames = firstNames(isWoman: isWoman, &random)
        identity.birthDate = born.iso
        let origin = random.below(1000)
        identity.nationality = origin < 880 ? "1" : origin < 920 ? "2" : "3"
        var person = WirePerson()
        person.identity = identity
        return person
    }

    private func partner(
        of lastName: String,
        isWoman: Bool,
        _ family: String,
        _ age: Int,
        _ filed: CivilDate,
        _ territory: Territory,
        _ random: inout SplitMix64,
    ) -> WirePerson {
        let ownAge = min(max(age + random.within(-6...6), 18), 89)
        let born = birthday(age: ownAge, on: filed, &random)
        let name = family == "M" ? lastName : lastNames[lastNameChoice.pick(&random)]
        var partner = person(isWoman: isWoman, lastName: name, born: born, isMarried: family == "M", &random)
        partner.link = family == "M" ? "M" : family == "P" ? "P" : "C"
        partner.familySituation = family
        work(of: &partner, age: ownAge, in: territory, &random)
        return partner
    }

    private func child(
        named lastName: String,
        parentBorn: CivilDate,
        filed: CivilDate,
        _ random: inout SplitMix64,
    ) -> WireDependant {
        let isGirl = random.chance(490)
        let oldest = max(filed.adding(months: -18 * 12 + 1).days, parentBorn.adding(months: 16 * 12).days)
        let born = CivilDate(days: oldest + Int32(random.below(max(Int(filed.days - oldest), 1))))
        var identity = WireIdentity()
        identity.lastName = lastName
        identity.firstNames = isGirl ? women[womanChoice.pick(&random)] : men[manChoice.pick(&random)]
        identity.birthDate = born.iso
        var child = WireDependant()
        child.identity = identity
        child.relationship = "E"
        child.sex = isGirl ? "F" : "M"
        if random.chance(70) { child.custody = random.chance(600) ? "G" : "D" }
        return child
    }

    private func firstNames(isWoman: Bool, _ random: inout SplitMix64) -> String {
        func one(_ random: inout SplitMix64) -> String {
            isWoman ? women[womanChoice.pick(&random)] : men[manChoice.pick(&random)]
        }
        let first = one(&random)
        guard random.chance(250) else { return first }
        let second = one(&random)
        return second == first ? first : "\(first) \(second)"
    }

    /// Mostly between 25 and 50; 18 at least on that day, 89 at most in 2011.
    private func age(on filed: CivilDate, _ random: inout SplitMix64) -> Int {
        let age =
            switch random.below(100) {
            case 0..<22: random.within(18...26)
            case 22..<50: random.within(27...36)
            case 50..<74: random.within(37...48)
            case 74..<90: random.within(49...62)
            case 90..<98: random.within(63...77)
            default: random.within(78...88)
            }
        return min(age, 88 - max(0, 2011 - filed.month.year))
    }

    /// A day of birth for someone of that age. Not the day itself, so that they are of age whichever way it is counted.
    private func birthday(age: Int, on day: CivilDate, _ random: inout SplitMix64) -> CivilDate {
        let born = day.adding(months: -12 * age).adding(days: -1 - random.below(364))
        // Nobody is linked by a 1 January: here everybody knows the day.
        return born.isFirstOfJanuary ? born.adding(days: 1) : born
    }

    private func familySituation(age: Int, _ random: inout SplitMix64) -> String {
        let draw = random.below(100)
        switch age {
        case ..<30: return draw < 58 ? "C" : draw < 80 ? "U" : draw < 90 ? "M" : draw < 96 ? "P" : "S"
        case ..<63: return draw < 28 ? "C" : draw < 54 ? "M" : draw < 68 ? "D" : draw < 80 ? "S" : draw < 94 ? "U" : "P"
        default: return draw < 36 ? "V" : draw < 68 ? "M" : draw < 88 ? "D" : "C"
        }
    }

    private func childCount(hasPartner: Bool, age: Int, _ random: inout SplitMix64) -> Int {
        let draw = random.below(100)
        if age < 24 { return draw < 75 ? 0 : draw < 95 ? 1 : 2 }
        if hasPartner { return draw < 25 ? 0 : draw < 52 ? 1 : draw < 78 ? 2 : draw < 92 ? 3 : draw < 97 ? 4 : 5 }
        return draw < 52 ? 0 : draw < 76 ? 1 : draw < 92 ? 2 : 3
    }

    private func work(of person: inout WirePerson, age: Int, in territory: Territory, _ random: inout SplitMix64) {
        let draw = random.below(100)
        let contract =
            switch age {
            case 63...: "RET"
            case ..<24 where draw < 30: draw < 18 ? "ETU" : "APP"
            default: draw < 34 ? "CDI" : draw < 55 ? "CDD" : draw < 58 ? "ART" : draw < 85 ? "CHO" : "AUT"
            }
        var occupation = WireOccupation()
        occupation.contract = contract
        defer { person.occupation = occupation }
        switch contract {
        case "CDI", "CDD", "ART", "APP":
            if random.chance(600) {
                occupation.workplaceCommune = places.code(places.pick(in: territory, &random))
            }
            person.resources = [resource("SAL", cents: 70_000 + 1_000 * random.below(120))]
        case "CHO": person.resources = [resource("CHO", cents: 60_000 + 1_000 * random.below(60))]
        case "RET": person.resources = [resource("RET", cents: 65_000 + 1_000 * random.below(90))]
        case "ETU": person.resources = random.chance(500) ? [resource("BE", cents: 43_000)] : []
        default:
            person.resources = [resource(random.chance(800) ? "RSA" : "AAH", cents: 41_000 + 1_000 * random.below(30))]
        }
    }

    private func resource(_ code: String, cents: Int) -> WireResource {
        var resource = WireResource()
        resource.code = code
        resource.amountCents = Int64(cents)
        return resource
    }

    // MARK: - Where they live, what they want

    func contact(home: Int, firstName: String, _ random: inout SplitMix64) -> WireContact {
        var contact = WireContact()
        contact.addressLine = "\(random.within(1...180)) \(random.element(streets))"
        if random.chance(120) { contact.addressComplement = "Appartement \(random.within(1...60))" }
        contact.postcode = places.postcode(home)
        contact.commune = places.code(home)
        if random.chance(400) { contact.phone = "035301" + digits(4, &random) }
        if random.chance(650) { contact.mobile = mobile(&random) }
        if random.chance(300) {
            let name = String(decoding: NameLists.plain(firstName), as: UTF8.self)
            contact.email = "\(name).\(digits(6, &random))@example.org"
        }
        return contact
    }

    private func mobile(_ random: inout SplitMix64) -> String { "063998" + digits(4, &random) }

    private func digits(_ count: Int, _ random: inout SplitMix64) -> String {
        String(unsafeUninitializedCapacity: count) { text in
            for position in 0..<count { text[position] = UInt8(ascii: "0") + UInt8(random.below(10)) }
            return count
        }
    }

    private func currentHousing(size: Int, _ random: inout SplitMix64) -> WireCurrentHousing {
        let model = Households.models[modelChoice.pick(&random)]
        var housing = WireCurrentHousing()
        housing.model = model.code
        housing.occupants = Int32(size + (model.isRented ? 0 : random.below(3)))
        guard model.isRented else { return housing }
        housing.dwellingType = Households.dwellingTypes[min(max(size + random.within(-1...1), 1), 6)]
        housing.surfaceSquareMetres = Int32(18 + 13 * size + random.below(20))
        housing.monthlyRentCents = Int64(22_000 + 500 * random.below(110))
        if model.code == "HLM" { housing.landlordSiren = random.element(landlordSIRENs) }
        return housing
    }

    func reasons(_ random: inout SplitMix64) -> [String] {
        let main = reasonChoice.pick(&random)
        var places = [main]
        if random.chance(350) {
            let other = reasonChoice.pick(&random)
            if other != main { places.append(other) }
        }
        return places.map { Households.reasons[$0].code }
    }

    private func wanted(
        size: Int,
        first: Int,
        territory: Territory,
        _ random: inout SplitMix64,
    ) -> WireWantedDwelling {
        var wanted = WireWantedDwelling()
        let type = min(max(size + random.below(2), 1), 6)
        wanted.dwellingTypes = [Households.dwellingTypes[type]]
        if type < 6 && random.chance(350) { wanted.dwellingTypes.append(Households.dwellingTypes[type + 1]) }
        let draw = random.below(100)
        wanted.category = draw < 30 ? "A" : draw < 55 ? "M" : "I"
        var chosen = [first]
        while chosen.count < 5, random.chance(400) {
            let next = places.pick(in: territory, &random)
            if !chosen.contains(next) { chosen.append(next) }
        }
        wanted.communes = chosen.map(places.code)
        wanted.widerArea = random.chance(450)
        return wanted
    }

    private func disability(_ random: inout SplitMix64) -> WireDisability {
        .with {
            $0.state = random.chance(700) ? "STA" : "EVO"
            $0.walking = "\(random.within(1...4))"
            $0.motor = ["MI"]
            if random.chance(500) { $0.aids = ["2"] }
            if random.chance(600) { $0.equipment = random.chance(500) ? ["3"] : ["1", "4"] }
        }
    }

    // MARK: - Tables

    /// Falls with the rank, as names do.
    private static func frequencies(_ count: Int) -> WeightedChoice {
        WeightedChoice(weights: (0..<count).map { 100_000 / ($0 + 12) })
    }

    static let dwellingTypes = ["C", "T1", "T2", "T3", "T4", "T5", "T6P"]

    private static let models: [(code: String, weight: Int, isRented: Bool)] = [
        ("HLM", 33, true), ("LP", 31, true), ("CPE", 15, false), ("CP", 7, false), ("POCC", 3, false),
        ("LTG", 3, false),
        ("RS", 3, false), ("SH", 2, false), ("SLHT", 1, true), ("SD", 1, false), ("HOT", 1, false),
        ("CAMCAR", 1, false),
    ]

    /// Without 23, which asks for words of one's own.
    private static let reasons: [(code: String, weight: Int)] = [
        ("01", 16), ("13", 15), ("09", 12), ("12", 10), ("11", 9), ("08", 6), ("17", 6), ("03", 5), ("19", 4),
        ("21", 4),
        ("10", 3), ("14", 3), ("07", 2), ("05", 2), ("04", 2), ("06", 1), ("20", 1), ("18", 1), ("22", 1), ("02", 1),
        ("15", 1), ("16", 1),
    ]
}

extension NameLists {
    /// The letters of a name that an e-mail address can hold: up to its first space.
    static func plain(_ name: String) -> [UInt8] {
        NormalizedName.of(name).utf8.prefix { $0 != UInt8(ascii: " ") }.map { $0 | 0x20 }
    }
}
