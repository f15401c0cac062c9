import Register
import Testing

@testable import Demo

struct CommuneReferenceTests {
    @Test func theBuiltInCommunesCoverBothTerritoriesAndTheMetropolis() {
        let communes = CommuneReference.builtIn
        #expect(communes.count > 40 && Set(communes.map(\.code)).count == communes.count)
        #expect(communes.allSatisfy { $0.territory != nil && SIREN($0.epciSIREN) != nil })
        #expect(communes.contains { $0.isInLilleMetropolis } && communes.contains { $0.territory == .pasDeCalais })
    }
}
