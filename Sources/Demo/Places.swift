import Register
import Schemas

/// The communes of the scenario, and how they are drawn: the populous ones more often.
struct Places: Sendable {
    /// Where in the region a commune is drawn.
    enum Area: Int, CaseIterable, Sendable {
        case lilleMetropolis, restOfNord, pasDeCalais

        var territory: Territory { self == .pasDeCalais ? .pasDeCalais : .nord }
    }

    let communes: [CommuneReference]
    private let postcodes: [String]
    private let members: [[Int]]
    private let choices: [WeightedChoice]

    init(_ references: [CommuneReference]?) {
        let given = (references ?? CommuneReference.builtIn).filter { $0.area != nil }
        communes = given.sorted { $0.code < $1.code }
        // The file has no post codes; these only look like some.
        postcodes = communes.enumerated().map { index, commune in
            "\(commune.code.prefix(2))\(100 + index * 37 % 89 * 10)"
        }
        let all = communes
        members = Area.allCases.map { area in all.indices.filter { all[$0].area == area } }
        for (area, indices) in zip(Area.allCases, members) {
            precondition(!indices.isEmpty, "no commune in the area \(area)")
        }
        choices = members.map { indices in
            WeightedChoice(weights: indices.map { max(all[$0].population, 1) })
        }
    }

    func pick(in area: Area, _ random: inout SplitMix64) -> Int {
        members[area.rawValue][choices[area.rawValue].pick(&random)]
    }

    /// Anywhere in a territory.
    func pick(in territory: Territory, _ random: inout SplitMix64) -> Int {
        if territory == .pasDeCalais { return pick(in: Area.pasDeCalais, &random) }
        return pick(in: random.chance(Volumes.lillePerThousand) ? .lilleMetropolis : .restOfNord, &random)
    }

    func code(_ index: Int) -> String { communes[index].code }

    func postcode(_ index: Int) -> String { postcodes[index] }
}

extension CommuneReference {
    fileprivate var area: Places.Area? {
        switch territory {
        case .nord: isInLilleMetropolis ? .lilleMetropolis : .restOfNord
        case .pasDeCalais: .pasDeCalais
        default: nil
        }
    }
}
