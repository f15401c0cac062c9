/// How the applicant is housed today.
package enum CurrentHousingModel: Code {
    case socialTenant, privateTenant, socialResidence, socialHotel, studentResidence, subTenant
    case shelter, motherAndChildCentre, withFamily, withPrivatePerson, freeOfCharge, tied
    case ownerOccupier, camping, hotel, homeless, squat
    case unknown(String)

    package static let known: CodeList<Self> = [
        .socialTenant, .privateTenant, .socialResidence, .socialHotel, .studentResidence, .subTenant,
        .shelter, .motherAndChildCentre, .withFamily, .withPrivatePerson, .freeOfCharge, .tied,
        .ownerOccupier, .camping, .hotel, .homeless, .squat,
    ]

    package var entry: CodeEntry {
        switch self {
        case .socialTenant: CodeEntry("HLM", "Locataire HLM", "Social-housing tenant")
        case .privateTenant: CodeEntry("LP", "Locataire du parc privé", "Private tenant")
        case .socialResidence:
            CodeEntry("RS", "Résidence sociale, foyer ou pension de famille", "Social residence or hostel")
        case .socialHotel: CodeEntry("RHVS", "Résidence hôtelière à vocation sociale", "Social hotel residence")
        case .studentResidence: CodeEntry("RE", "Résidence étudiante", "Student residence")
        case .subTenant:
            CodeEntry("SLHT", "Sous-locataire ou hébergé temporairement", "Sub-tenant or temporarily housed")
        case .shelter: CodeEntry("SH", "Structure d’hébergement", "Shelter")
        case .motherAndChildCentre:
            CodeEntry(
                "CDEFCM",
                "Centre départemental de l’enfance et de la famille ou centre maternel",
                "Child or mother-and-child centre"
            )
        case .withFamily: CodeEntry("CPE", "Chez les parents ou les enfants", "With parents or children")
        case .withPrivatePerson: CodeEntry("CP", "Chez un particulier", "With a private person")
        case .freeOfCharge: CodeEntry("LTG", "Logé à titre gratuit", "Housed free of charge")
        case .tied: CodeEntry("FONC", "Logement de fonction", "Tied housing")
        case .ownerOccupier: CodeEntry("POCC", "Propriétaire occupant", "Owner-occupier")
        case .camping: CodeEntry("CAMCAR", "Camping ou caravaning", "Camping or caravan")
        case .hotel: CodeEntry("HOT", "Hôtel", "Hotel")
        case .homeless: CodeEntry("SD", "Sans abri ou abri de fortune", "Homeless or makeshift shelter")
        case .squat: CodeEntry("SQUAT", "Squat", "Squat")
        case .unknown(let raw): CodeEntry(unknown: raw)
        }
    }
}
