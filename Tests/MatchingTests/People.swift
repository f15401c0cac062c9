import Demo
import Matching

/// People of tests, and a register in which they are compared.
enum People {
    static func person(
        _ lastName: String,
        _ firstNames: String,
        _ birthDate: String,
        birthName: String = "",
        sex: PersonDescription.Sex? = nil,
        nir: String = "",
        address: String = "",
        postcode: String = "",
        commune: String = "",
        phone: String = "",
        email: String = ""
    ) -> PersonDescription {
        var person = PersonDescription()
        person.lastName = lastName
        person.firstNames = firstNames
        person.birthDate = birthDate
        person.birthName = birthName
        person.sex = sex
        person.nir = nir
        person.addressLine = address
        person.postcode = postcode
        person.commune = commune
        person.phones = phone.isEmpty ? [] : [phone]
        person.email = email
        return person
    }

    /// One who lives with others.
    static func atHome(_ lastName: String, _ firstNames: String, _ birthDate: String) -> PersonDescription {
        person(
            lastName,
            firstNames,
            birthDate,
            address: "12 rue du Moulin",
            postcode: "59000",
            commune: "59350",
            phone: "03 20 00 11 22",
            email: "famille@example.org"
        )
    }

    static func described(_ row: DoubleFiles.Row) -> PersonDescription {
        var person = PersonDescription()
        person.lastName = row.lastName
        person.birthName = row.birthName
        person.firstNames = row.firstNames
        person.birthDate = row.birthDate
        person.sex = PersonDescription.Sex(row.sex)
        person.nir = row.nir
        person.addressLine = row.address
        person.postcode = row.postcode
        person.commune = row.commune
        person.phones = [row.phone, row.mobile]
        person.email = row.email
        return person
    }

    static func sketch(_ person: PersonDescription) -> PersonSketch { PersonSketch(person, .open) }

    static func compared(_ a: PersonDescription, _ b: PersonDescription) -> ComparisonVector {
        compare(sketch(a), sketch(b))
    }

    /// A register of invented people, with `others` in it.
    static func counts(with others: [PersonDescription]) -> TermCounts {
        var counts = invented
        for other in others { counts.add(sketch(other)) }
        return counts
    }

    private static let invented: TermCounts = {
        var counts = TermCounts()
        for row in DoubleFiles().rows(people: 6000, seed: 7) { counts.add(sketch(described(row))) }
        return counts
    }()

    /// What the built-in model says of two people in a register where `crowd` are too.
    static func outcome(
        _ a: PersonDescription,
        _ b: PersonDescription,
        among crowd: [PersonDescription] = []
    ) -> Outcome {
        let judge = Judge(.builtIn)
        let information = counts(with: [a, b] + crowd).information(on: sketch(a))
        let vector = compared(a, b)
        return judge.outcome(vector, score: judge.score(vector, information))
    }
}
