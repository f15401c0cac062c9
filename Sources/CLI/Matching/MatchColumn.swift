import Matching

/// What a column of a file of people may hold. The raw value is its name on the command line, and the name of the column where none is
/// given, with `_` for `-`.
enum MatchColumn: String, CaseIterable {
    case id
    case lastName = "last-name"
    case birthName = "birth-name"
    case firstNames = "first-names"
    case birthDate = "birth-date"
    case sex
    case nir
    case identifier
    case address
    case postcode
    case commune
    case phone
    case email
    case dependants

    /// The columns that are taken where the command line says nothing of it.
    var usual: [String] {
        switch self {
        case .phone: ["phone", "mobile"]
        default: [rawValue.replacing("-", with: "_")]
        }
    }

    /// `Léa 2004-05-06 / Hugo 2007-11-02`: first names, then a date, of each.
    private static func dependants(_ text: String) -> [Dependant] {
        text.split(separator: "/").compactMap { one in
            let words = one.split(separator: " ")
            guard words.count > 1 else { return nil }
            return Dependant(
                firstNames: words.dropLast().joined(separator: " "),
                birthDate: String(words[words.count - 1])
            )
        }
    }

    func set(_ values: [String], in person: inout PersonDescription) {
        let text = values.filter { !$0.isEmpty }.joined(separator: " ")
        switch self {
        case .id: break
        case .lastName: person.lastName = text
        case .birthName: person.birthName = text
        case .firstNames: person.firstNames = text
        case .birthDate: person.birthDate = text
        case .sex: person.sex = PersonDescription.Sex(text)
        case .nir: person.nir = text
        case .identifier: person.identifier = text
        case .address: person.addressLine = text
        case .postcode: person.postcode = text
        case .commune: person.commune = text
        case .phone: person.phones = values
        case .email: person.email = text
        case .dependants: person.dependants = values.flatMap(MatchColumn.dependants)
        }
    }
}
