import Register
import Schemas
import SwiftProtobuf

// Where they live, and where they want to.
extension MessageReader {
    mutating func readCurrentHousing() throws(XMLFault) {
        noteRepetition()
        var housing = WireCurrentHousing()
        while let element = try xml.nextChild() {
            switch element.name {
            case "listeModeleLogement": housing.model = try codes().first ?? ""
            case "montantMensuelLoyer": housing.monthlyRentCents = try cents()
            case "nombreHabitant": housing.occupants = try whole()
            case "typeLogementActuel": housing.dwellingType = try code(element)
            case "surface": housing.surfaceSquareMetres = try whole()
            case "sirenBailleur": housing.landlordSiren = try value()
            case "categorieLogement": housing.category = try code(element)
            case "proprietaire": housing.ownsDwelling = try boolean()
            default: try xml.skipUnread()
            }
        }
        form.currentHousing = housing
    }

    mutating func readWanted() throws(XMLFault) {
        noteRepetition()
        var wanted = WireWantedDwelling()
        while let element = try xml.nextChild() {
            switch element.name {
            case "demandeElargie": wanted.widerArea = try boolean()
            case "listeTypeLogement": wanted.dwellingTypes = try codes()
            case "categorieLogement", "categorieLogementRecherche": wanted.category = try code(element)
            case "listeLocalisationSouhaite": try readPlaces(&wanted)
            default: try xml.skipUnread()
            }
        }
        form.wanted = wanted
    }

    /// In order of preference. One without a commune keeps its place, to be found again by its path.
    private mutating func readPlaces(_ wanted: inout WireWantedDwelling) throws(XMLFault) {
        while let element = try xml.nextChild() {
            guard element.name == "localisationSouhaite" else {
                try xml.skipUnread()
                continue
            }
            var commune = ""
            var districts: [String] = []
            while let detail = try xml.nextChild() {
                switch detail.name {
                case "commune": commune = try code(detail)
                case "quartier" where detail["code"] != nil:
                    districts.append(detail["code"] ?? "")
                    try xml.skip()
                default: try xml.skipUnread()
                }
            }
            let item = wanted.communes.count
            wanted.communes.append(commune)
            for code in districts {
                wanted.districts.append(
                    .with {
                        $0.commune = commune
                        $0.code = code
                    }
                )
                places.districts.append(item)
            }
        }
    }

    mutating func readDisability() throws(XMLFault) {
        noteRepetition()
        var disability = WireDisability()
        while let element = try xml.nextChild() {
            switch element.name {
            case "etat": disability.state = try code(element)
            case "capaciteMarche": disability.walking = try code(element)
            case "listeNatureHandicapMoteur": disability.motor = try codes()
            case "listeNatureHandicapSensoriel": disability.sensory = try codes()
            case "listeAideTechnique": disability.aids = try codes()
            case "listeEquipement": disability.equipment = try codes()
            case "listePersonneConcernee": disability.persons = try codes()
            default: try xml.skipUnread()
            }
        }
        form.disability = disability
    }
}
