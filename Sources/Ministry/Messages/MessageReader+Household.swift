import Register
import Schemas
import SwiftProtobuf

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
            case "precisionMotif": otherReason = try value()
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
        var taxIncomes: TaxIncomes = (nil, nil)
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
            case "telTravail": person.contact.workPhone = try value()
            case "mel": person.contact.email = try value()
            case "adressePostale": try readAddress(&person.contact)
            case "adresseActuelle": try readResidence(&person.contact)
            case "situationProfessionnelle": try readOccupation(&person)
            case "revenuFiscal": taxIncomes = try readTaxIncomes()
            case "listeRessourceRecue": amounts.received = try readResources(&person.resources)
            case "listeRessourceVersee": amounts.paid = try readResources(&person.resourcesPaid)
            // Of all dependants together: whose they are is not said.
            case "listeRessourceRecuePersACharge": amounts.receivedByDependants = try readResources(&person.resources)
            case "listeRessourceVerseePersACharge": amounts.paidByDependants = try readResources(&person.resourcesPaid)
            default: try xml.skipUnread()
            }
        }
        if isApplicant {
            if let last = taxIncomes.last { form.taxIncome = last }
            if let earlier = taxIncomes.earlier { form.earlierTaxIncome = earlier }
        } else {
            person.taxIncomes = [taxIncomes.last, taxIncomes.earlier].compactMap(\.self)
            amounts.isLastTaxYearLeftOut = taxIncomes.last == nil
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
            case "hebergePar": contact.hostedBy = try value()
            default: try xml.skipUnread()
            }
        }
        contact.addressLine = street.map(\.trimmed).filter { !$0.isEmpty }.joined(separator: " ")
        contact.addressComplement = complement.joined(separator: ", ")
        // ISO 3166 keeps ZZ for a country that is not known.
        if isAbroad, contact.country.utf8.count != 2 { contact.country = "ZZ" }
        if !isAbroad { contact.country = "" }
    }

    /// Where the household lives, when its letters go elsewhere. The register has one line for it, and no country.
    private mutating func readResidence(_ contact: inout WireContact) throws(XMLFault) {
        noteRepetition()
        var address = WireContact()
        try readAddress(&address)
        var line = [address.addressComplement, address.addressLine]
        if address.country.isEmpty {
            contact.residencePostcode = address.postcode
            contact.residenceCommune = address.commune
        } else {
            line += [address.postcode, address.country]
        }
        contact.residenceLine = line.filter { !$0.isEmpty }.joined(separator: ", ")
    }

    private mutating func readOccupation(_ person: inout WirePerson) throws(XMLFault) {
        var occupation = person.occupation
        while let element = try xml.nextChild() {
            switch element.name {
            case "profession": person.contact.profession = try value()
            case "typeContratTravail": occupation.contract = try code(element)
            case "nomEmployeurPrincipal": person.contact.employer = try value()
            case "siretEmployeur": occupation.employerSiret = try value()
            case "commune": occupation.workplaceCommune = try code(element)
            case "etranger": occupation.worksAbroad = try boolean()
            // The commune says more.
            case "codePostal": try xml.skip()
            default: try xml.skipUnread()
            }
        }
        person.occupation = occupation
    }

    /// Of the last year that was assessed, and of the one before; a year without an amount says nothing.
    private typealias TaxIncomes = (last: WireTaxIncome?, earlier: WireTaxIncome?)

    private mutating func readTaxIncomes() throws(XMLFault) -> TaxIncomes {
        noteRepetition()
        var years: (last: Int32, earlier: Int32) = (0, 0)
        var cents: (last: Int64?, earlier: Int64?)
        while let element = try xml.nextChild() {
            switch element.name {
            case "anneeMoins1": years.last = try whole()
            case "montantMoins1": cents.last = try centsIfAny()
            case "anneeMoins2": years.earlier = try whole()
            case "montantMoins2": cents.earlier = try centsIfAny()
            default: try xml.skipUnread()
            }
        }
        func income(_ year: Int32, _ cents: Int64?) -> WireTaxIncome? {
            cents.map { cents in
                .with {
                    $0.year = year
                    $0.amountEuros = cents / 100
                }
            }
        }
        return (income(years.last, cents.last), income(years.earlier, cents.earlier))
    }

    /// How many there are.
    private mutating func readResources(_ resources: inout [WireResource]) throws(XMLFault) -> Int {
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
            resources.append(resource)
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
            case "dateNaissancePrevue": form.unbornExpectedOn = try date()
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
            case "nomContact": body.contact.attention = try value()
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
