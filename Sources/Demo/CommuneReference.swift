import Register
import Schemas
import SwiftProtobuf

/// A commune as the scenario needs it: where it is, how many live there, which inter-communal body it belongs to.
package struct CommuneReference: Hashable, Sendable {
    /// INSEE code.
    package var code: String
    package var name: String
    package var population: Int
    package var epciSIREN: String
    package var epciName: String

    package init(code: String, name: String, population: Int, epciSIREN: String, epciName: String) {
        self.code = code
        self.name = name
        self.population = population
        self.epciSIREN = epciSIREN
        self.epciName = epciName
    }

    /// Métropole Européenne de Lille.
    package static let lilleMetropolis = "200093201"

    package var isInLilleMetropolis: Bool { epciSIREN == CommuneReference.lilleMetropolis }

    package var territory: Territory? { CommuneCode(code: code).flatMap(Territory.init(commune:)) }

    package var wire: WireCommune {
        .with {
            $0.code = code
            $0.name = name
            $0.epciSiren = epciSIREN
            $0.epciName = epciName
        }
    }
}
