// The names of the submission's fields, and those of the message.
extension FormPlaces {
    static let person = [
        "identity": "",
        "identity.civility": "/civilite",
        "identity.last_name": "/nom",
        "identity.birth_name": "/nomPatronymique",
        "identity.first_names": "/prenom",
        "identity.birth_date": "/dateNaissance",
        "identity.nationality": "/nationalite",
        "identity.nir": "/nir",
        "link": "/lienDemandeur",
        "family_situation": "/situationFamiliale",
        "occupation": "/situationProfessionnelle",
        "occupation.contract": "/situationProfessionnelle/typeContratTravail",
        "occupation.workplace_commune": "/situationProfessionnelle/commune",
        "occupation.works_abroad": "/situationProfessionnelle/etranger",
        "contact.profession": "/situationProfessionnelle/profession",
        "contact.employer": "/situationProfessionnelle/nomEmployeurPrincipal",
        "contact.hosted_by": "/adressePostale/hebergePar",
        "contact.residence_line": "/adresseActuelle",
        "contact.residence_postcode": "/adresseActuelle/codePostal",
        "contact.residence_commune": "/adresseActuelle/commune",
        "contact.work_phone": "/telTravail",
        "tax_incomes": "/revenuFiscal",
        "occupation.employer_siret": "/situationProfessionnelle/siretEmployeur",
    ].merging(contact("contact")) { $1 }

    static let dependant = [
        "identity.last_name": "/nom",
        "identity.first_names": "/prenom",
        "identity.birth_date": "/dateNaissance",
        "relationship": "/lienParente",
        "sex": "/sexe",
        "custody": "/coParentalite",
    ]

    static let wanted = [
        "dwelling_types": "/listeTypeLogement",
        "category": "/categorieLogement",
        "communes": "/listeLocalisationSouhaite",
        "wider_area": "/demandeElargie",
    ]

    static let form = [
        "unborn_children": "/personnePhysique/personneANaitre/nombre",
        "unborn_expected_on": "/personnePhysique/personneANaitre/dateNaissancePrevue",
        "tax_income": "/personnePhysique/demandeur/revenuFiscal",
        "tax_income.year": "/personnePhysique/demandeur/revenuFiscal/anneeMoins1",
        "tax_income.amount_euros": "/personnePhysique/demandeur/revenuFiscal/montantMoins1",
        "earlier_tax_income": "/personnePhysique/demandeur/revenuFiscal",
        "earlier_tax_income.year": "/personnePhysique/demandeur/revenuFiscal/anneeMoins2",
        "earlier_tax_income.amount_euros": "/personnePhysique/demandeur/revenuFiscal/montantMoins2",
        "current_housing": "/personnePhysique/logementActuel",
        "current_housing.category": "/personnePhysique/logementActuel/categorieLogement",
        "current_housing.model": "/personnePhysique/logementActuel/listeModeleLogement",
        "current_housing.monthly_rent_cents": "/personnePhysique/logementActuel/montantMensuelLoyer",
        "current_housing.occupants": "/personnePhysique/logementActuel/nombreHabitant",
        "current_housing.dwelling_type": "/personnePhysique/logementActuel/typeLogementActuel",
        "current_housing.surface_square_metres": "/personnePhysique/logementActuel/surface",
        "current_housing.landlord_siren": "/personnePhysique/logementActuel/sirenBailleur",
        "dalo": "/statutDalo",
        "legal_person": "/personneMorale",
        "legal_person.name": "/personneMorale/raisonSociale",
        "legal_person.siren": "/personneMorale/siren",
        "legal_person.contact.attention": "/personneMorale/nomContact",
        "legal_person.contact.hosted_by": "/personneMorale/adressePostale/hebergePar",
        "disability": "/complementHandicap",
        "disability.state": "/complementHandicap/etat",
        "disability.walking": "/complementHandicap/capaciteMarche",
        "disability.motor": "/complementHandicap/listeNatureHandicapMoteur",
        "disability.sensory": "/complementHandicap/listeNatureHandicapSensoriel",
        "disability.aids": "/complementHandicap/listeAideTechnique",
        "disability.equipment": "/complementHandicap/listeEquipement",
        "disability.persons": "/complementHandicap/listePersonneConcernee",
    ].merging(contact("legal_person.contact", in: "/personneMorale")) { $1 }

    static let numbers = ["number": "/numUnique", "from_number": "/numUnique"]

    /// By the name of the request.
    static let requests = [
        "strike_off": numbers.merging(
            [
                "reason": "/radiation/motifRadiation",
                "ground": "/radiation/sousMotifRadiation",
                "written_proof": "/radiation/referenceJustificatif",
                "allocation": "/radiation/attribution",
                "allocation.landlord_siren": "/radiation/attribution/sirenBailleur",
                "allocation.lease_signed_on": "/radiation/attribution/dateSignatureBail",
                "allocation.rpls_id": "/radiation/attribution/identifiantRPLS",
                "allocation.dwelling_type": "/radiation/attribution/typeLogementRPLS",
                "allocation.surface_square_metres": "/radiation/attribution/surface",
                "allocation.monthly_rent_cents": "/radiation/attribution/montantMensuelLoyer",
                "allocation.zone": "/radiation/attribution/zus",
                "allocation.quota": "/radiation/attribution/typeReservataire",
                "allocation.agreement": "/radiation/attribution/accordCollectif",
                "allocation.dalo_priority": "/radiation/attribution/prioritaireDalo",
                "allocation.already_tenant": "/radiation/attribution/dejaLocataire",
            ].merging(contact("allocation.dwelling", in: "/radiation/attribution")) { $1 }
        ) { $1 },
        "deletion": numbers.merging(["written_proof": "/suppression/referenceJustificatif"]) { $1 },
    ]

    private static func contact(_ field: String, in place: String = "") -> [String: String] {
        [
            field: place + "/adressePostale",
            "\(field).address_line": place + "/adressePostale",
            "\(field).address_complement": place + "/adressePostale",
            "\(field).postcode": place + "/adressePostale/codePostal",
            "\(field).commune": place + "/adressePostale/commune",
            "\(field).country": place + "/adressePostale/pays",
            "\(field).phone": place + (field == "contact" ? "/telDomicile" : "/telephone"),
            "\(field).mobile": place + "/telPortable",
            "\(field).email": place + "/mel",
        ]
    }
}
