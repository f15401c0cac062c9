import ArgumentParser
import Foundation
import Letters
import Register
import Schemas

/// What letters say that the register does not know: `--letter-settings`, a JSON file. Everything may be left out.
struct LetterBook: Decodable {
    struct TerritoryPage: Decodable {
        /// Name and address of the manager, who writes renewal letters, warnings and strike-offs; a line each.
        var service: [String]?
        /// Months after which a wait is abnormally long (L441-1-4), as the prefect's order has it.
        var waitMonths: Int?
        /// The same for types of dwelling that have another delay: `T4`.
        var waitMonthsByType: [String: Int]?
        /// Address of the mediation committee.
        var committee: String?
        /// Landlords with dwellings in a commune (INSEE code).
        var landlords: [String: [String]]?
    }

    /// What a letter costs, in euro cents.
    var centsPerLetter: Int?
    /// What a letter that the post can prove costs.
    var centsPerTraceableLetter: Int?
    var territories: [String: TerritoryPage]?
    /// Name and address of a desk, a line each, by its code.
    var desks: [String: [String]]?

    /// Forty cents for a simple letter: the ministry's price in 2011. No price of a traceable one is known from then.
    var price: Price {
        let letter = centsPerLetter ?? 40
        return Price(letter: letter, traceableLetter: centsPerTraceableLetter ?? letter)
    }

    init() {}

    /// A misspelt name would be left out without a word: it is an error, as is a value that cannot be.
    init(file: String) throws {
        let data = try Files.read(file)
        do {
            self = try JSONDecoder().decode(LetterBook.self, from: data)
        } catch let DecodingError.typeMismatch(_, context) {
            let place = context.codingPath.map(\.stringValue).joined(separator: ".")
            throw ValidationError("\(file): \(place): \(context.debugDescription)")
        } catch {
            throw ValidationError("\(file) is not a JSON object of letter settings")
        }
        let object = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
        func check(_ object: [String: Any], _ known: [String], at place: String) throws {
            if let name = object.keys.sorted().first(where: { !known.contains($0) }) {
                throw ValidationError(
                    "\(file): \(place)\(name) is no setting; known are \(known.joined(separator: ", "))"
                )
            }
        }
        try check(object, ["centsPerLetter", "centsPerTraceableLetter", "territories", "desks"], at: "")
        for (code, page) in object["territories"] as? [String: Any] ?? [:] {
            guard Territory(code: code) != nil else { throw ValidationError("\(file): \(code) is no territory") }
            let known = ["service", "waitMonths", "waitMonthsByType", "committee", "landlords"]
            try check(page as? [String: Any] ?? [:], known, at: "territories.\(code).")
        }
        let delays = (territories ?? [:]).values.flatMap {
            [$0.waitMonths].compactMap(\.self) + Array(($0.waitMonthsByType ?? [:]).values)
        }
        guard delays.allSatisfy({ (1...600).contains($0) }) else {
            throw ValidationError("\(file): a wait is of 1 to 600 months")
        }
        guard [price.letter, price.traceableLetter].allSatisfy((0...10_000).contains) else {
            throw ValidationError("\(file): a letter costs 0 to 10000 cents")
        }
    }

    /// What a letter about this application says, by the settings and by the list of desks.
    func settings(for dossier: Dossier, desks wires: [String: WireDesk]) -> LetterSettings {
        let territory = dossier.number.territory.code
        let page = territories?[territory]
        let manager = wires.values.filter { $0.kind == DeskKind.manager.raw && $0.territories.contains(territory) }
            .min { $0.code < $1.code }
        let service = page?.service ?? [manager?.name ?? "Service du numéro unique, territoire \(territory)"]
        let code = dossier.number.desk.code
        let registrar = desks?[code] ?? [[wires[code]?.name ?? "Guichet", code].joined(separator: " ")]

        var settings = LetterSettings(service: service, registrar: registrar)
        let wanted = dossier.application.wanted
        // Of several types, the one that may be waited for the least.
        let delays = wanted.dwellingTypes.compactMap { page?.waitMonthsByType?[$0] ?? page?.waitMonths }
        settings.waitMonths = delays.min() ?? page?.waitMonths
        settings.committee = page?.committee ?? ""
        for landlord in wanted.communes.flatMap({ page?.landlords?[$0] ?? [] })
        where !settings.landlords.contains(landlord) {
            settings.landlords.append(landlord)
        }
        return settings
    }
}
