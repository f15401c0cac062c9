import Register
import Schemas

// Who applies.
extension MessageReader {
    mutating func readHousehold() throws(XMLFault) {
        hasApplicant = true
        noteRepetition()
        while let element = try xml.nextChild() {
            switch element.name {
            case "demandeur":
                noteRepetition()
                (form.applicant, places.applicant) = try readPerson(isApplicant: true)
            case "listeCotitulaire": try readCoApplicants()
            case "listePersonneACharge": try readDependants("personneACharge")
            case "listePersonneEnGarde": try readDependants("personneEnGarde")
            case "personneANaitre": try readUnborn()
            case "logementActuel": try readCurrentHousing()
            case "listeMotifDemande": form.reasons = try codes()
            case "complementHandicap": try readDisability()
            default: try xml.skipUnread()
            }
        }
    }

    private mutating func readCoApplicants() throws(XMLFault) {
        while let element = try xml.nextChild() {
            guard element.name == "cotitulaire" else {
                try xml.skipUnread()
                continue
            }
            let (person, amounts) = try readPerson(isApplicant: false)
            form.coApplicants.append(person)
            places.coApplicants.append(amounts)
        }
    }

    private mutating func readPerson(isApplicant: Bool) throws(XMLFault) -> (WirePerson, FormPlaces.Amounts) {
        var person = WirePerson()
        var amounts = FormPlaces.Amounts()
        while let element = try xml.nextChild() {
            switch element.name {
            case "civilite": person.identity.civility = try code(element)
            case "nom": person.identity.lastName = try value()
            case "nomPatronymique": person.identity.birthName = try value()
            case "prenom": person.identity.firstNames = try value()
            case "dateNaissance": person.identity.birthDate = try date()
            case "nationalite": person.identity.nationality = try code(element)
            case "nir": person.identity.nir = try value()
            case "situationFamiliale": person.familySituation = try code(element)
            case "lienDemandeur": person.link = try code(element)
            case "telDomicile": person.contact.phone = try value()
            case "telPortable": person.contact.mobile = try value()
            // One fixed line is kept: the one at home.
            case "telTravail":
                let phone = try value()
                if person.contact.phone.isEmpty, !phone.trimmed.isEmpty { person.contact.phone = phone }
            case "mel": person.contact.email = try value()
            case "adressePostale": try readAddress(&person.contact)
            case "situationProfessionnelle": try readOccupation(&person.occupation)
            // The register keeps the applicant's.
            case "revenuFiscal": if isApplicant { try readTaxIncome() } else { try xml.skip() }
            case "listeRessourceRecue": amounts.received = try readResources(&person)
            case "listeRessourceVersee": amounts.paid = try readResources(&person)
            case "listeRessourceRecuePersACharge": amounts.receivedByDependants = try readResources(&person)
            case "listeRessourceVerseePersACharge": amounts.paidByDependants = try readResources(&person)
            default: try xml.skipUnread()
            }
        }
        return (person, amounts)
    }

    mutating func readAddress(_ contact: inout WireContact) throws(XMLFault) {
        var isAbroad = false
        var street: [String] = ["", ""]
        var complement: [String] = []
        while let element = try xml.nextChild() {
            switch element.name {
            case "etranger": isAbroad = try boolean()
            case "numero": street[0] = try value()
            case "voie": street[1] = try value()
            case "batiment", "escalier", "etage", "appartement", "lieuDit", "complement":
                let text = try value().trimmed
                if !text.isEmpty { complement.append(text) }
            case "codePostal": contact.postcode = try value()
            case "commune": contact.commune = try code(element)
            case "pays": contact.country = try code(element)
            default: try xml.skipUnread()
            }
        }
        contact.addressLine = street.map(\.trimmed).filter { !$0.isEmpty }.joined(separator: " ")
        contact.addressComplement = complement.joined(separator: ", ")
        // ISO 3166 keeps ZZ for a country that is not known.
        if isAbroad, contact.country.utf8.count != 2 { contact.country = "ZZ" }
        if !isAbroad { contact.country = "" }
    }

    private mutating func readOccupation(_ occupation: inout WireOccupation) throws(XMLFault) {
        while let element = try xml.nextChild() {
            switch element.name {
            case "typeContratTravail": occupation.contract = try code(element)
            case "commune": occupation.workplaceCommune = try code(element)
            case "siretEmployeur": occupation.employerSiret = try value()
            // The register does not keep these.
            case "profession", "nomEmployeurPrincipal", "etranger", "codePostal": try xml.skip()
            default: try xml.skipUnread()
            }
        }
    }

    private mutating func readTaxIncome() throws(XMLFault) {
        while let element = try xml.nextChild() {
            switch element.name {
            case "anneeMoins1": form.taxIncome.year = try whole()
            case "montantMoins1": form.taxIncome.amountEuros = try cents() / 100
            // The register keeps the latest year.
            case "anneeMoins2", "montantMoins2": try xml.skip()
            default: try xml.skipUnread()
            }
        }
        if form.taxIncome.amountEuros == 0 { form.clearTaxIncome() }
    }

    /// How many there are.
    private mutating func readResources(_ person: inout WirePerson) throws(XMLFault) -> Int {
        var count = 0
        while let element = try xml.nextChild() {
            guard element.name == "detailRessource" else {
                try xml.skipUnread()
                continue
            }
            var resource = WireResource()
            while let detail = try xml.nextChild() {
                switch detail.name {
                case "ressource": resource.code = try code(detail)
                case "montant": resource.amountCents = try cents()
                default: try xml.skipUnread()
                }
            }
            person.resources.append(resource)
            count += 1
        }
        return count
    }

    private mutating func readDependants(_ item: String) throws(XMLFault) {
        while let element = try xml.nextChild() {
            guard element.name == item else {
                try xml.skipUnread()
                continue
            }
            var dependant = WireDependant()
            while let detail = try xml.nextChild() {
                switch detail.name {
                case "nom": dependant.identity.lastName = try value()
                case "prenom": dependant.identity.firstNames = try value()
                case "dateNaissance": dependant.identity.birthDate = try date()
                case "sexe": dependant.sex = try code(detail)
                case "lienParente": dependant.relationship = try code(detail)
                case "coParentalite": dependant.custody = try code(detail)
                default: try xml.skipUnread()
                }
            }
            form.dependants.append(dependant)
            places.dependants.append(item == "personneEnGarde" ? .inCustody : .inCharge)
        }
    }

    private mutating func readUnborn() throws(XMLFault) {
        while let element = try xml.nextChild() {
            switch element.name {
            case "nombre": form.unbornChildren = try whole()
            case "dateNaissancePrevue": try xml.skip()
            default: try xml.skipUnread()
            }
        }
    }

    mutating func readLegalPerson() throws(XMLFault) {
        hasApplicant = true
        noteRepetition()
        var body = WireLegalPerson()
        while let element = try xml.nextChild() {
            switch element.name {
            case "raisonSociale", "denomination", "nom": body.name = try value()
            case "siren": body.siren = try value()
            case "telephone", "telDomicile", "telTravail": body.contact.phone = try value()
            case "telPortable": body.contact.mobile = try value()
            case "mel": body.contact.email = try value()
            case "adressePostale": try readAddress(&body.contact)
            default: try xml.skipUnread()
            }
        }
        form.legalPerson = body
    }
}
