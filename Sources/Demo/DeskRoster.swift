import Register
import Schemas
import SwiftProtobuf

/// The registering desks of the scenario. The bodies that run them are invented, save for the public authorities.
struct DeskRoster: Sendable {
    struct Desk: Sendable {
        let code: DeskCode
        let name: String
        let kind: DeskKind
        let siren: String
        let territories: [Territory]
        let isSuspended: Bool

        var wire: WireDesk {
            .with {
                $0.code = code.code
                $0.name = name
                $0.kind = kind.raw
                $0.siren = siren
                $0.territories = territories.map(\.code)
                $0.rights = DeskRoster.rights(of: kind)
                $0.suspended = isSuspended
            }
        }
    }

    let desks: [Desk]
    /// Who registers applications, by territory; those that register more stand there more than once.
    private let registrars: [Territory: [Int]]
    private let landlords: [Territory: [Int]]
    private let managers: [Territory: Int]
    let suspended: Int

    init() {
        let desks = DeskRoster.table.enumerated().map { index, row in
            Desk(
                code: DeskCode(code: row.code)!,
                name: row.name,
                kind: row.kind,
                siren: DeskRoster.siren(30_160_000 + index * 4_813),
                territories: row.territories,
                isSuspended: row.code == DeskRoster.suspendedCode,
            )
        }
        self.desks = desks
        suspended = desks.firstIndex(where: \.isSuspended)!
        func indices(_ territory: Territory, _ isWanted: (Desk) -> Bool) -> [Int] {
            desks.indices.filter {
                !desks[$0].isSuspended && desks[$0].territories.contains(territory) && isWanted(desks[$0])
            }
        }
        var registrars: [Territory: [Int]] = [:]
        var landlords: [Territory: [Int]] = [:]
        var managers: [Territory: Int] = [:]
        for territory in [Territory.nord, .pasDeCalais] {
            landlords[territory] = indices(territory) { $0.kind == .landlord }
            managers[territory] = indices(territory) { $0.kind == .manager }[0]
            let others = indices(territory) { $0.kind != .landlord && $0.kind != .manager }
            let own = landlords[territory]!
            registrars[territory] = own + own + own + others
        }
        self.registrars = registrars
        self.landlords = landlords
        self.managers = managers
    }

    func registrar(in territory: Territory, _ random: inout SplitMix64) -> Desk {
        desks[random.element(registrars[territory]!)]
    }

    func landlord(in territory: Territory, _ random: inout SplitMix64) -> Desk {
        desks[random.element(landlords[territory]!)]
    }

    func manager(of territory: Territory) -> Desk { desks[managers[territory]!] }

    /// Nine digits with a good check digit, from the first eight.
    static func siren(_ body: Int) -> String {
        var sum = 0
        var rest = body
        // From the right, the check digit first: every second digit counts twice, and the body's last is one of those.
        for place in 0..<8 {
            let weighted = rest % 10 * (place % 2 == 0 ? 2 : 1)
            sum += weighted > 9 ? weighted - 9 : weighted
            rest /= 10
        }
        let digits = String(body)
        return String(repeating: "0", count: 8 - digits.count) + digits + String((10 - sum % 10) % 10)
    }

    private static func rights(of kind: DeskKind) -> [WireSubmissionKind] {
        let counter: [WireSubmissionKind] = [.creation, .separation, .modification, .renewal, .strikeOff]
        switch kind {
        case .manager:
            return counter + [.reinstatement, .deletion, .import, .undeliverableLetter, .reviewDecision, .warning]
        case .landlord: return counter + [.warning]
        case .portal: return [.creation, .modification, .renewal]
        case .municipality, .intercommunality, .departement, .state, .reservationHolder, .actionLogement, .siao,
            .unknown:
            return counter
        }
    }

    private static let suspendedCode = "G5909"

    private static let table: [(code: String, name: String, kind: DeskKind, territories: [Territory])] = [
        ("G5900", "Gestionnaire territorial du Nord", .manager, [.nord]),
        ("G6200", "Gestionnaire territorial du Pas-de-Calais", .manager, [.pasDeCalais]),
        ("G5901", "Habitat de la Deûle", .landlord, [.nord]),
        ("G5902", "Foyers du Hainaut", .landlord, [.nord]),
        ("G5903", "Logis de Flandre", .landlord, [.nord]),
        ("G5904", "Toit de l'Escaut", .landlord, [.nord]),
        ("G5905", "Maisons de l'Avesnois", .landlord, [.nord]),
        (suspendedCode, "Résidences du Ferrain", .landlord, [.nord]),
        ("G6201", "Habitat d'Artois", .landlord, [.pasDeCalais]),
        ("G6202", "Logis de la Côte d'Opale", .landlord, [.pasDeCalais]),
        ("G6203", "Foyers du bassin minier", .landlord, [.pasDeCalais]),
        ("G5910", "Logements des Deux Départements", .landlord, [.nord, .pasDeCalais]),
        ("59350", "Mairie de Lille", .municipality, [.nord]),
        ("59512", "Mairie de Roubaix", .municipality, [.nord]),
        ("59183", "Mairie de Dunkerque", .municipality, [.nord]),
        ("59606", "Mairie de Valenciennes", .municipality, [.nord]),
        ("62193", "Mairie de Calais", .municipality, [.pasDeCalais]),
        ("62498", "Mairie de Lens", .municipality, [.pasDeCalais]),
        ("G5930", "Métropole de Lille", .intercommunality, [.nord]),
        ("G6230", "Agglomération de Lens-Liévin", .intercommunality, [.pasDeCalais]),
        ("G5940", "Département du Nord", .departement, [.nord]),
        ("G6240", "Département du Pas-de-Calais", .departement, [.pasDeCalais]),
        ("G5950", "Services de l'État dans le Nord", .state, [.nord]),
        ("G6250", "Services de l'État dans le Pas-de-Calais", .state, [.pasDeCalais]),
        ("G5960", "Action Logement", .actionLogement, [.nord, .pasDeCalais]),
        ("GDPUB", "Portail grand public", .portal, [.nord, .pasDeCalais]),
    ]
}
