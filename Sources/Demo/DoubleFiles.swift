import Register

/// People who file more than once, and people who are easily taken for one: what the search of duplicates is measured on.
///
/// Invented from a seed. Everything that a desk mistypes, and everybody that a careless search links: relatives at one address, twins,
/// fathers and sons of one name, shelters with one telephone, whole couples typed as one.
package struct DoubleFiles: Sendable {
    /// A record as it was typed, and whose it is.
    package struct Row: Hashable, Sendable {
        package var id: String
        package var person: String
        package var lastName = ""
        package var birthName = ""
        package var firstNames = ""
        package var birthDate = ""
        package var sex = ""
        package var nir = ""
        package var address = ""
        package var postcode = ""
        package var commune = ""
        package var phone = ""
        package var mobile = ""
        package var email = ""
        package var dependants = ""

        package static let header = [
            "id", "person", "last_name", "birth_name", "first_names", "birth_date", "sex", "nir", "address", "postcode",
            "commune", "phone", "mobile", "email", "dependants",
        ]

        package var fields: [String] {
            [
                id, person, lastName, birthName, firstNames, birthDate, sex, nir, address, postcode, commune, phone,
                mobile, email, dependants,
            ]
        }
    }

    private struct Person {
        var row: Row
        var isWoman: Bool
        var born: CivilDate
    }

    private let places = Places(nil)
    private let lastChoice: WeightedChoice
    private let womanChoice: WeightedChoice
    private let manChoice: WeightedChoice

    package init() {
        func falling(_ count: Int) -> WeightedChoice {
            WeightedChoice(weights: (0..<count).map { 100_000 / ($0 + 12) })
        }
        lastChoice = falling(NameLists.last.count)
        womanChoice = falling(NameLists.women.count)
        manChoice = falling(NameLists.men.count)
    }

    /// About so many people, and the records that they filed, in no order.
    package func rows(people: Int, seed: UInt64) -> [Row] {
        var random = SplitMix64(seed: seed)
        // Of their own, so that who has children changes nothing else.
        var young = SplitMix64(seed: ~seed)
        var rows: [Row] = []
        var count = 0
        while count < people {
            let household = household(&random)
            let children = (0..<[0, 0, 0, 1, 1, 2, 3][young.below(7)]).map { _ in child(&young) }
            for person in household {
                count += 1
                var first = person.row
                first.person = "p\(count)"
                let isParent = person.row == household[0].row || isPartner(person, of: household[0])
                if isParent { first.dependants = children.joined(separator: " / ") }
                rows.append(first)
                let copies = random.chance(220) ? (random.chance(150) ? 2 : 1) : 0
                for _ in 0..<copies {
                    var copy = filedAgain(person, &random)
                    copy.person = first.person
                    if isParent { copy.dependants = listedAgain(children, &young).joined(separator: " / ") }
                    rows.append(copy)
                }
            }
        }
        random.shuffle(&rows)
        for place in rows.indices { rows[place].id = "r\(place + 1)" }
        return rows
    }

    // MARK: - Households

    private func household(_ random: inout SplitMix64) -> [Person] {
        let name = lastName(&random)
        let commune = random.below(places.communes.count)
        var home = Row(id: "", person: "")
        home.address = "\(random.within(1...180)) \(street(&random))"
        if random.chance(200) { home.address += " appt \(random.within(1...60))" }
        home.postcode = places.postcode(commune)
        home.commune = places.code(commune)
        if random.chance(300) { home.phone = "03201\(digits(5, &random))" }
        if random.chance(60) {
            // A shelter, where a social worker gives an own telephone and e-mail.
            let shelter = random.below(12)
            home.address = "\(shelter + 1) rue du Refuge"
            home.postcode = places.postcode(shelter)
            home.commune = places.code(shelter)
            home.phone = "03200000\(10 + shelter)"
            home.email = "accueil\(shelter)@example.org"
            return [person(named: lastName(&random), isWoman: random.chance(500), home, &random)]
        }
        let first = person(named: name, isWoman: random.chance(550), home, &random)
        var all = [first]
        switch random.below(100) {
        case 0..<16:
            // A couple who filed apart.
            var partner = person(
                named: random.chance(500) ? name : lastName(&random),
                isWoman: !first.isWoman,
                home,
                &random
            )
            partner.born = first.born.adding(days: random.within(-2500...2500))
            all.append(partner)
        case 16..<24:
            // A grown child.
            var child = person(named: name, isWoman: random.chance(500), home, &random)
            child.born = first.born.adding(days: random.within(7000...13000))
            all.append(child)
        case 24..<25:
            // Twins.
            var twin = person(named: name, isWoman: random.chance(500), home, &random)
            if random.chance(250), let alike = alike(first.row.firstNames) { twin.row.firstNames = alike }
            twin.born = first.born
            all.append(twin)
        case 25..<26:
            // A son who has his father's name, or a daughter her mother's.
            var child = person(named: name, isWoman: first.isWoman, home, &random)
            child.row.firstNames = first.row.firstNames
            child.row.birthName = ""
            child.born = first.born.adding(months: 12 * random.within(18...38))
            if random.chance(950) { child.born = child.born.adding(days: random.within(1...340)) }
            all.append(child)
        case 26..<30:
            // Brothers and sisters, one year or two apart.
            var sister = person(named: name, isWoman: random.chance(500), home, &random)
            sister.born = first.born.adding(days: random.within(300...900))
            all.append(sister)
        default: break
        }
        for place in all.indices {
            // Twins are called by different names.
            while place > 0, all[place].born == first.born, callName(all[place]) == callName(first) {
                all[place].row.firstNames = firstNames(isWoman: all[place].isWoman, other: "", &random)
            }
            finish(&all[place], &random)
        }
        return all
    }

    private func person(named name: String, isWoman: Bool, _ home: Row, _ random: inout SplitMix64) -> Person {
        var row = home
        row.lastName = name
        row.firstNames = firstNames(isWoman: isWoman, other: "", &random)
        row.sex = isWoman ? (random.chance(500) ? "2" : "3") : "1"
        if isWoman, random.chance(350) { row.birthName = lastName(&random) }
        if random.chance(650) { row.mobile = "06\(digits(8, &random))" }
        if home.email.isEmpty, random.chance(450) {
            row.email =
                "\(String(decoding: NameLists.plain(row.firstNames), as: UTF8.self)).\(digits(5, &random))@example.org"
        }
        let born = CivilDate(year: random.within(1940...1993), month: 1, day: 1)!.adding(days: random.below(365))
        var person = Person(row: row, isWoman: isWoman, born: born)
        finish(&person, &random)
        return person
    }

    private func finish(_ person: inout Person, _ random: inout SplitMix64) {
        person.row.birthDate = person.born.iso
        let (year, month, _) = person.born.components
        let body =
            "\(person.isWoman ? 2 : 1)\(two(year % 100))\(two(month))59\(digits(3, &random))\(digits(3, &random))"
        person.row.nir = random.chance(550) ? NIR(body)?.text ?? "" : ""
        // The day is not known of some who were born abroad.
        if random.chance(15) { person.row.birthDate = "\(year)-01-01" }
    }

    // MARK: - The same person at another desk

    private func filedAgain(_ person: Person, _ random: inout SplitMix64) -> Row {
        var row = person.row
        if random.chance(320) {
            let commune = random.below(places.communes.count)
            row.address = "\(random.within(1...180)) \(street(&random))"
            if random.chance(450) {
                row.postcode = places.postcode(commune)
                row.commune = places.code(commune)
            }
        } else if random.chance(350) {
            row.address = otherAddress(row.address, &random)
        }
        if random.chance(150) { row.phone = random.chance(500) ? "" : "03201\(digits(5, &random))" }
        if random.chance(300) { row.mobile = random.chance(400) ? "" : "06\(digits(8, &random))" }
        if random.chance(350) { row.email = random.chance(600) ? "" : "moi.\(digits(6, &random))@example.org" }
        if random.chance(450) { row.nir = "" }
        row.lastName = Spelling.other(row.lastName, &random)
        row.firstNames = Spelling.other(row.firstNames, &random)
        if random.chance(70) { row.lastName = Spelling.mistyped(row.lastName.lowercased(), &random) }
        if random.chance(40) { row.lastName = heard(row.lastName) }
        if random.chance(60) { row.firstNames = Spelling.mistyped(row.firstNames.lowercased(), &random) }
        if random.chance(250), !row.birthName.isEmpty {
            row.lastName = row.birthName
            row.birthName = ""
        } else if random.chance(400) {
            row.birthName = ""
        }
        if random.chance(150), let short = row.firstNames.split(whereSeparator: { $0 == " " || $0 == "-" }).first {
            row.firstNames = String(short)
        }
        if random.chance(20) { swap(&row.lastName, &row.firstNames) }
        if random.chance(50) { row.sex = "" }
        row.birthDate = otherDate(row.birthDate, &random)
        return row
    }

    private func isPartner(_ person: Person, of other: Person) -> Bool {
        person.isWoman != other.isWoman && abs(person.born.days - other.born.days) < 2_500
    }

    private func child(_ random: inout SplitMix64) -> String {
        let born = CivilDate(year: random.within(1996...2012), month: 1, day: 2)!.adding(days: random.below(360))
        return "\(firstNames(isWoman: random.chance(500), other: "", &random)) \(born.iso)"
    }

    /// One is born, one has left, one is mistyped.
    private func listedAgain(_ children: [String], _ random: inout SplitMix64) -> [String] {
        var again = children.filter { _ in !random.chance(80) }
        if !again.isEmpty, random.chance(50) { again[0] = Spelling.mistyped(again[0], &random) }
        if random.chance(100) { again.append(child(&random)) }
        return again
    }

    private func otherDate(_ date: String, _ random: inout SplitMix64) -> String {
        let parts = date.split(separator: "-").map(String.init)
        switch random.below(1000) {
        case 0..<30:
            var letters = Array(date.utf8)
            let place = random.element([3, 6, 8, 9])
            letters[place] = 48 + UInt8(random.below(place == 8 ? 3 : place == 6 ? 2 : 10))
            return String(decoding: letters, as: UTF8.self)
        case 30..<42: return "\(parts[0])-\(parts[2])-\(parts[1])"
        case 42..<52: return "\(Int(parts[0])! + (random.chance(500) ? 1 : -1))-\(parts[1])-\(parts[2])"
        case 52..<62: return "\(parts[0])-01-01"
        case 62..<67: return ""
        default: return date
        }
    }

    private func otherAddress(_ address: String, _ random: inout SplitMix64) -> String {
        switch random.below(4) {
        case 0:
            return address.split(separator: " ").map { $0 == "rue" ? "r" : $0 == "avenue" ? "av" : String($0) }
                .joined(separator: " ")
        case 1: return "appt \(random.within(1...60)) \(address)"
        case 2: return Spelling.mistyped(address, &random)
        default: return address.uppercased()
        }
    }

    /// As it is written by whoever only heard it.
    private func heard(_ name: String) -> String {
        let endings = [
            ("AULT", "AUD"), ("EAU", "OT"), ("OND", "ONT"), ("ONT", "ON"), ("CQ", "C"), ("TT", "T"), ("NN", "N"),
        ]
        let plain = NormalizedName.of(name)
        for (from, to) in endings where plain.hasSuffix(from) { return plain.dropLast(from.count) + to }
        return plain.hasSuffix("E") ? String(plain.dropLast()) : plain + "E"
    }

    // MARK: - Names

    /// One in two from the list; the others from syllables, since most names are rare.
    private func lastName(_ random: inout SplitMix64) -> String {
        if random.chance(500) { return NameLists.last[lastChoice.pick(&random)] }
        return random.element(DoubleFiles.heads) + random.element(DoubleFiles.middles)
            + random.element(DoubleFiles.tails)
    }

    private func street(_ random: inout SplitMix64) -> String {
        if random.chance(400) { return random.element(NameLists.streets) }
        let kind = random.element(["rue", "avenue", "impasse", "allée", "rue de", "résidence"])
        return
            "\(kind) \(random.chance(300) ? firstNames(isWoman: false, other: "", &random) + " " : "")\(lastName(&random))"
    }

    private func callName(_ person: Person) -> Substring? { person.row.firstNames.split(separator: " ").first }

    private func firstNames(isWoman: Bool, other: String, _ random: inout SplitMix64) -> String {
        func one(_ random: inout SplitMix64) -> String {
            isWoman
                ? NameLists.women[womanChoice.pick(&random)] : NameLists.men[manChoice.pick(&random)]
        }
        var first = one(&random)
        while first == other { first = one(&random) }
        guard random.chance(200) else { return first }
        let second = one(&random)
        return second == first ? first : "\(first) \(second)"
    }

    /// A twin's name that is nearly the other's.
    private func alike(_ name: String) -> String? {
        let pairs = [
            "Jean-Pierre": "Jean-Paul", "Jean-Luc": "Jean-Marc", "Léa": "Léo", "Marie-Claude": "Marie-Claire",
            "Fatima": "Fatiha", "Karim": "Karima", "Michel": "Michèle", "Marine": "Martine", "Julie": "Julien",
            "Éric": "Cédric", "Sophie": "Sophia", "Nathalie": "Nathanaël", "Philippe": "Philippine",
            "Pascal": "Pascale",
        ]
        return pairs[name]
    }

    private static let heads = [
        "Bar", "Bel", "Ber", "Bou", "Bri", "Cha", "Cor", "Cou", "Del", "Des", "Du", "Fa", "Fleu", "Gau", "Gi", "Gou",
        "Gui",
        "Hau", "Jou", "La", "Le", "Lan", "Ma", "Mon", "Mou", "Na", "Pel", "Per", "Poi", "Pou", "Ra", "Rous", "Sau",
        "Tar",
        "Va", "Ver", "Vil", "Wat", "Zou",
    ]
    private static let middles = [
        "", "ba", "bi", "che", "da", "de", "gu", "li", "lan", "ma", "mi", "ne", "ri", "ro", "ta", "ti", "ve",
    ]
    private static let tails = [
        "bert", "card", "chon", "delle", "don", "dou", "gnac", "gnier", "laud", "let", "lin", "lot", "mart", "met",
        "nard",
        "net", "not", "quet", "rand", "raud", "rel", "ret", "rin", "sard", "seau", "sin", "tier", "tin", "ton", "veau",
        "vier",
    ]

    private func digits(_ count: Int, _ random: inout SplitMix64) -> String {
        var text = ""
        for _ in 0..<count { text += String(random.below(10)) }
        return text
    }

    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
