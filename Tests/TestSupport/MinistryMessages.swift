import Foundation
import Register
import Schemas
import SwiftProtobuf

/// Messages of the ministry's interface: those in `Tests/MinistryTests/Messages`, and what a submission is as one.
package enum MinistryMessages {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("MinistryTests/Messages")

    /// What the form in them says: that of the fixtures, with every field that a message has a place for and no other.
    package static let form: WireApplication = {
        var form = SubmissionFixtures.application()
        form.formVersion = ""
        form.dependants[0].identity.civility = ""
        form.dependants[0].identity.nationality = ""
        func resource(_ code: String, _ cents: Int64) -> WireResource {
            .with {
                $0.code = code
                $0.amountCents = cents
            }
        }
        func income(_ year: Int32, _ euros: Int64) -> WireTaxIncome {
            .with {
                $0.year = year
                $0.amountEuros = euros
            }
        }
        func work(_ contact: inout WireContact) {
            contact.profession = "Agente de sécurité"
            contact.employer = "Gardiens du Nord"
        }
        work(&form.applicant.contact)
        work(&form.coApplicants[0].contact)
        form.applicant.contact.workPhone = "0320000042"
        form.applicant.contact.hostedBy = "Foyer des Tilleuls"
        form.applicant.contact.residenceLine = "4 rue du Bois"
        form.applicant.contact.residencePostcode = "59100"
        form.applicant.contact.residenceCommune = "59512"
        form.applicant.contact.otherReason = "près de l’école"
        form.applicant.resources.append(resource("BE", 20_050))
        form.applicant.resourcesPaid = [resource("PAV", 15_000), resource("PAV", 3_000)]
        form.coApplicants[0].occupation.worksAbroad = true
        form.coApplicants[0].taxIncomes = [income(2010, 0), income(2009, 11_500)]
        form.earlierTaxIncome = income(2009, 18_000)
        form.unbornExpectedOn = "2012-09-01"
        form.currentHousing.category = "A"
        form.currentHousing.ownsDwelling = true
        form.reasons.append("23")
        form.wanted.districts = [("59350", "WAZEMMES"), ("59009", "COUSINERIE")].map { commune, code in
            .with {
                $0.commune = commune
                $0.code = code
            }
        }
        form.disability = .with {
            $0.persons = ["DEM"]
            $0.state = "STA"
            $0.walking = "3"
            $0.motor = ["MI"]
            $0.sensory = ["DV"]
            $0.aids = ["2"]
            $0.equipment = ["4"]
        }
        return form
    }()

    /// `creation`, as it stands in its file.
    package static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appendingPathComponent(name + ".xml")))
    }

    /// As text, to be altered.
    package static func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

    /// A creation, separation, modification or renewal as a message, with what simulated desks fill in. An element that
    /// the register does not know stands in each.
    ///
    /// `madeAt`: the time of day of the file, which tells it from others.
    package static func xml(_ submission: WireSubmission, day: CivilDate, madeAt: String) -> [UInt8] {
        var type = "CRE"
        var number = ""
        var form: WireApplication?
        switch submission.request.kind {
        case .creation(let creation): form = creation.application
        case .separation(let separation):
            (type, number, form) = ("CRS", separation.fromNumber, separation.application)
        case .modification(let modification):
            (type, number, form) = ("MOD", modification.number, modification.application)
        case .renewal(let renewal):
            (type, number) = ("REN", renewal.number)
            form = renewal.hasApplication ? renewal.application : nil
        default: preconditionFailure("simulated desks send no such message in XML")
        }
        var xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
        xml += "<n:interfaceNuu xmlns:n=\"http://nuu.application.i2/\" versionInterface=\"02.01\">"
        xml += "<n:entete><n:typeFichier>\(type)</n:typeFichier>"
        xml += "<n:dateFichier>\(day.iso)T\(madeAt)</n:dateFichier></n:entete>"
        xml += "<n:demande><n:demandeLogement>" + element("numUnique", number)
        xml += element("numGuichet", submission.desk)
        xml += element("dateCreationDemande", submission.receivedOn) + element("canalDepot", "GUICHET")
        if let form { xml += text(form) }
        return Array((xml + "</n:demandeLogement></n:demande></n:interfaceNuu>").utf8)
    }

    private static func text(_ form: WireApplication) -> String {
        var xml = "<n:personnePhysique><n:demandeur>" + text(form.applicant) + "</n:demandeur><n:listeCotitulaire>"
        for person in form.coApplicants { xml += "<n:cotitulaire>" + text(person) + "</n:cotitulaire>" }
        xml += "</n:listeCotitulaire></n:personnePhysique><n:logementRecherche><n:listeTypeLogement>"
        for type in form.wanted.dwellingTypes { xml += "<n:typeLogement code=\"\(type)\"/>" }
        xml += "</n:listeTypeLogement><n:listeLocalisationSouhaite>"
        for commune in form.wanted.communes {
            xml += "<n:localisationSouhaite><n:commune code=\"\(commune)\"/></n:localisationSouhaite>"
        }
        xml += "</n:listeLocalisationSouhaite></n:logementRecherche>"
        return form.dalo.isEmpty ? xml : xml + "<n:statutDalo code=\"\(form.dalo)\"/>"
    }

    private static func text(_ person: WirePerson) -> String {
        element("nom", person.identity.lastName) + element("nomPatronymique", person.identity.birthName)
            + element("prenom", person.identity.firstNames) + element("dateNaissance", person.identity.birthDate)
            + element("nir", person.identity.nir) + (person.link.isEmpty ? "" : "<n:lienDemandeur code=\"M\"/>")
            + element("mel", person.contact.email)
            + (person.contact.addressLine.isEmpty
                ? ""
                : "<n:adressePostale>" + element("voie", person.contact.addressLine)
                    + element("codePostal", person.contact.postcode)
                    + "<n:commune code=\"\(person.contact.commune)\"/></n:adressePostale>")
    }

    private static func element(_ name: String, _ text: String) -> String {
        text.isEmpty ? "" : "<n:\(name)>\(text)</n:\(name)>"
    }
}
