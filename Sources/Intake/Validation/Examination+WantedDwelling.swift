import Register
import Schemas

extension Examination {
    mutating func examine(_ wanted: inout WireWantedDwelling) {
        codes(
            &wanted.dwellingTypes,
            "dwelling_types",
            max: settings.dwellingTypesMax,
            missing: .dwellingTypesMissing,
        )
        code(&wanted.category, "category")
        wantedCommunes(&wanted.communes)
    }

    /// Each in the territory of the application; where communes of that territory are known, one of them.
    private mutating func wantedCommunes(_ communes: inout [String]) {
        guard communes.count <= settings.communesMax else { return refuse(.tooMany, "communes") }
        for index in communes.indices {
            communes[index] = Text.compact(communes[index])
            guard !communes[index].isEmpty else { continue }
            guard let commune = CommuneCode(code: communes[index]) else {
                refuse(.unknownCommune, "communes", item: index)
                continue
            }
            guard let territory else { continue }
            if Territory(commune: commune) != territory {
                refuse(.communeOutsideTerritory, "communes", item: index)
            } else if !references.mayExist(commune, in: territory) {
                refuse(.unknownCommune, "communes", item: index)
            }
        }
        Examination.leaveOutRepeated(&communes)
        if communes.isEmpty { refuse(.wantedCommunesMissing, "communes") }
    }
}
