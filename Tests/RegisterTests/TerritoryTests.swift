import Register
import Testing

@Suite struct TerritoryTests {
    @Test func everyTerritoryRoundTrips() {
        #expect(Territory.all.count == 94)
        for (index, territory) in Territory.all.enumerated() {
            #expect(Territory(code: territory.code) == territory)
            #expect(Territory(rawIndex: territory.rawIndex) == territory)
            #expect(Int(territory.rawIndex) == index)
            #expect(territory.code.utf8.count == 3)
        }
    }

    /// Stored numbers hold the place in the table: a change here would rename every number in the register.
    @Test func theTableNeverChangesOrder() {
        let codes = Territory.all.map(\.code)
        #expect(codes == codes.sorted())
        #expect(Territory.all == Territory.all.sorted())
        #expect(
            Array(codes.prefix(32).suffix(14)) == [
                "019", "021", "022", "023", "024", "025", "026", "027", "028", "029", "02A", "02B", "030", "031",
            ]
        )
        #expect(Array(codes.suffix(7)) == ["090", "111", "971", "972", "973", "974", "976"])
        #expect(Territory.nord.rawIndex == 59 && Territory.pasDeCalais.rawIndex == 62)
        #expect(Territory.ileDeFrance.code == "111")
    }

    @Test(arguments: [
        "", "59", "0059", "000", "020", "096", "099", "075", "077", "078", "091", "092", "093", "094", "095", "110",
        "112",
        "970", "975", "977", "02a", "02C", "O59", "05é", "٠٥٩", " 59", "5 9",
    ])
    func otherCodesAreNoTerritory(code: String) {
        #expect(Territory(code: code) == nil)
    }

    @Test func indexesPastTheTableAreRefused() {
        #expect((UInt8(94)...255).allSatisfy { Territory(rawIndex: $0) == nil })
    }

    @Test(arguments: [
        ("59350", "059"), ("62041", "062"), ("75056", "111"), ("95018", "111"), ("77001", "111"), ("2A004", "02A"),
        ("2B033", "02B"), ("01001", "001"), ("97105", "971"), ("97411", "974"), ("97611", "976"), ("90010", "090"),
    ])
    func aCommuneLiesInOneTerritory(commune: String, territory: String) throws {
        let commune = try #require(CommuneCode(code: commune))
        #expect(Territory(commune: commune)?.code == territory)
    }

    @Test func saintPierreEtMiquelonIsInNone() throws {
        #expect(Territory(commune: try #require(CommuneCode(code: "97502"))) == nil)
    }

    @Test func everyTerritoryHasCommunes() {
        let departements = (1...95).map { ($0 < 10 ? "0" : "") + String($0) } + ["2A", "2B"]
        let codes = departements.map { $0 + "001" } + (1...6).map { "97\($0)01" }
        let territories = codes.compactMap { CommuneCode(code: $0) }.compactMap { Territory(commune: $0) }
        #expect(Set(territories) == Set(Territory.all))
    }
}
