import Register
import Schemas

extension Examination {
    mutating func examine(_ wanted: inout WireWantedDwelling) {
        formCodes(
            &wanted.dwellingTypes,
            "dwelling_types",
            of: DwellingType.self,
            max: settings.dwellingTypesMax,
            missing: .dwellingTypesMissing,
        )
        formCode(&wanted.category, "category", of: DwellingCategory.self)
        wantedCommunes(&wanted.communes)
        examineTerritory(of: wanted)
        if !wanted.districts.isEmpty {
            let communes = wanted.communes
            each(&wanted.districts, "districts", max: settings.districtsMax) { $0.examine(&$1, within: communes) }
        }
    }

    private mutating func examine(_ district: inout WireDistrict, within communes: [String]) {
        district.commune = Text.compact(district.commune)
        if district.commune.isEmpty {
            refuse(.missingField, "commune")
        } else if !communes.contains(district.commune) {
            refuse(.communeNotWanted, "commune")
        }
        code(&district.code, "code", missing: .missingField)
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
