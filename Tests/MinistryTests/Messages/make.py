#!/usr/bin/env python3
"""Writes the messages that the tests read, with Python's own XML library: what a client that knows nothing of us sends.

    python3 make.py    writes *.xml beside this file

The shape is that of public examples of the interface (versions 02.00 and 02.01). Nobody in them exists.
"""

import io
import pathlib
import xml.etree.ElementTree as ET

NUU = "http://nuu.application.i2/"
HERE = pathlib.Path(__file__).parent
NUMBER = "0590411000123G5901"


def q(name):
    return f"{{{NUU}}}{name}"


def add(parent, name, text=None, **attributes):
    element = ET.SubElement(parent, q(name), attributes)
    if text is not None:
        element.text = text
    return element


def code(parent, name, value):
    return add(parent, name, code=value)


def interface(type_, made_at="2012-04-12T10:24:06.339+02:00", version="02.01"):
    root = ET.Element(q("interfaceNuu"), versionInterface=version)
    header = add(root, "entete")
    add(header, "typeFichier", type_)
    add(header, "dateFichier", made_at)
    application = add(add(root, "demande"), "demandeLogement")
    return root, application


def envelope(application, number=None, desk="G5901", created="2012-04-12"):
    if number:
        add(application, "numUnique", number)
    add(application, "numGuichet", desk)
    add(application, "dateCreationDemande", created)


def address(parent, hosted_by=None):
    block = add(parent, "adressePostale")
    add(block, "etranger", "false")
    add(block, "numero", "12")
    add(block, "voie", "rue des Postes")
    add(block, "codePostal", "59000")
    code(block, "commune", "59350")
    if hosted_by:
        add(block, "hebergePar", hosted_by)


def person(parent, first, born, link=None, hosted_by=None, abroad="false"):
    code(parent, "civilite", "2")
    add(parent, "nom", "Delattre")
    add(parent, "prenom", first)
    add(parent, "dateNaissance", born)
    code(parent, "nationalite", "1")
    code(parent, "situationFamiliale", "M")
    if link:
        code(parent, "lienDemandeur", link)
    add(parent, "telPortable", "0600000000")
    add(parent, "mel", "zoe.delattre@example.org")
    address(parent, hosted_by)
    work = add(parent, "situationProfessionnelle")
    add(work, "profession", "Agente de sécurité")
    code(work, "typeContratTravail", "CDI")
    add(work, "nomEmployeurPrincipal", "Gardiens du Nord")
    add(work, "etranger", abroad)
    add(work, "codePostal", "59000")
    code(work, "commune", "59350")
    add(work, "siretEmployeur", "73282932000074")


def tax_income(parent, *amounts):
    block = add(parent, "revenuFiscal")
    for index, (year, amount) in enumerate(amounts, 1):
        add(block, f"anneeMoins{index}", year)
        add(block, f"montantMoins{index}", amount)


def resources(parent, received, paid=(), of=""):
    for name, items in ((f"listeRessourceRecue{of}", received), (f"listeRessourceVersee{of}", paid)):
        block = add(parent, name)
        for key, amount in items:
            item = add(block, "detailRessource")
            code(item, "ressource", key)
            add(item, "montant", amount)


def household(application):
    block = add(application, "personnePhysique")
    applicant = add(block, "demandeur")
    person(applicant, "Zoé Anne", "1982-06-30", hosted_by="Foyer des Tilleuls")
    add(applicant, "telTravail", "0320000042")
    residence = add(applicant, "adresseActuelle")
    add(residence, "numero", "4")
    add(residence, "voie", "rue du Bois")
    add(residence, "codePostal", "59100")
    code(residence, "commune", "59512")
    tax_income(applicant, ("2010", "18450"), ("2009", "18000"))
    resources(applicant, [("SAL", "1420")], [("PAV", "150")])
    resources(applicant, [("BE", "200.50")], [("PAV", "30")], of="PersACharge")
    dependants = add(block, "listePersonneACharge")
    child = add(dependants, "personneACharge")
    add(child, "nom", "Delattre")
    add(child, "prenom", "Lou")
    add(child, "dateNaissance", "2008-02-29")
    code(child, "sexe", "F")
    code(child, "lienParente", "E")
    unborn = add(block, "personneANaitre")
    add(unborn, "nombre", "1")
    add(unborn, "dateNaissancePrevue", "2012-09-01")
    tenants = add(block, "listeCotitulaire")
    spouse = add(tenants, "cotitulaire")
    person(spouse, "Karim", "1981-02-28", "M", abroad="true")
    tax_income(spouse, ("2010", "0"), ("2009", "11500"))
    resources(spouse, [("SAL", "1420.00")])
    housing = add(block, "logementActuel")
    code(add(housing, "listeModeleLogement"), "modeleLogement", "LP")
    add(housing, "montantMensuelLoyer", "610")
    add(housing, "nombreHabitant", "3")
    code(housing, "categorieLogement", "A")
    code(housing, "typeLogementActuel", "T2")
    add(housing, "surface", "42")
    add(housing, "proprietaire", "true")


def reasons(application):
    block = add(application, "listeMotifDemande")
    code(block, "motifDemande", "13")
    code(block, "motifDemande", "09")
    code(block, "motifDemande", "23")
    add(application, "precisionMotif", "près de l’école")


def disability(application):
    block = add(application, "complementHandicap")
    code(add(block, "listePersonneConcernee"), "personneConcernee", "DEM")
    code(block, "etat", "STA")
    code(block, "capaciteMarche", "3")
    for kind, value in (
        ("NatureHandicapMoteur", "MI"),
        ("NatureHandicapSensoriel", "DV"),
        ("AideTechnique", "2"),
        ("Equipement", "4"),
    ):
        code(add(block, f"liste{kind}"), kind[0].lower() + kind[1:], value)


def wanted(application, types=("T3", "T4"), communes=("59350", "59009"), wider="true", districts=()):
    block = add(application, "logementRecherche")
    add(block, "demandeElargie", wider)
    kinds = add(block, "listeTypeLogement")
    for kind in types:
        code(kinds, "typeLogement", kind)
    code(block, "categorieLogement", "I")
    places = add(block, "listeLocalisationSouhaite")
    for index, commune in enumerate(communes):
        place = add(places, "localisationSouhaite")
        code(place, "commune", commune)
        if index < len(districts):
            code(place, "quartier", districts[index])


def whole_form(application):
    household(application)
    wanted(application, districts=("WAZEMMES", "COUSINERIE"))
    reasons(application)
    disability(application)
    code(application, "statutDalo", "NON")


def save(name, root, prefix="nuu", encoding="UTF-8"):
    ET.register_namespace(prefix, NUU)
    ET.indent(root, "    ")
    out = io.BytesIO()
    ET.ElementTree(root).write(out, encoding=encoding, xml_declaration=True)
    (HERE / name).write_bytes(out.getvalue() + b"\n")


def main():
    root, application = interface("CRE", version="02.00")
    envelope(application)
    whole_form(application)
    save("creation.xml", root)
    save("creation-latin1.xml", root, encoding="ISO-8859-1")
    # Every character that is not ASCII as a reference.
    save("creation-ascii.xml", root, prefix="tns", encoding="US-ASCII")

    root, application = interface("CRE")
    envelope(application)
    body = add(application, "personneMorale")
    add(body, "raisonSociale", "Toits partagés")
    add(body, "siren", "732829320")
    add(body, "nomContact", "Accueil")
    add(body, "telephone", "0320000000")
    add(body, "mel", "contact@example.org")
    address(body)
    wanted(application, types=("T3",), communes=("59350",), wider="false")
    save("creation-association.xml", root, prefix="")

    root, application = interface("CRS")
    envelope(application, NUMBER)
    whole_form(application)
    save("separation.xml", root)

    root, application = interface("MOD")
    envelope(application, NUMBER, created="2011-04-10")
    whole_form(application)
    save("modification.xml", root)

    root, application = interface("REN")
    envelope(application, NUMBER, created="2011-04-10")
    whole_form(application)
    save("renewal.xml", root)

    root, application = interface("REN")
    envelope(application, NUMBER, created="2011-04-10")
    wanted(application)
    save("renewal-unchanged.xml", root)

    root, application = interface("RAD")
    envelope(application, NUMBER, created="2011-04-10")
    wanted(application)
    end = add(application, "radiation")
    code(end, "motifRadiation", "RADATT")
    lease = add(end, "attribution")
    add(lease, "sirenBailleur", "732829320")
    add(lease, "dateSignatureBail", "2012-04-02")
    add(lease, "identifiantRPLS", "5900012345")
    code(lease, "typeLogementRPLS", "T3")
    code(lease, "typeReservataire", "COLTER")
    save("strike-off-allocated.xml", root)

    root, application = interface("RAD")
    envelope(application, NUMBER, created="2011-04-10")
    wanted(application)
    end = add(application, "radiation")
    code(end, "motifRadiation", "RADABA")
    add(end, "referenceJustificatif", "COURRIER-2012-17")
    save("strike-off-renounced.xml", root)

    root, application = interface("RAD")
    envelope(application, NUMBER, created="2011-04-10")
    wanted(application)
    code(add(application, "radiation"), "motifRadiation", "")
    save("reinstatement.xml", root)

    root, application = interface("SUP")
    envelope(application, NUMBER, desk="G5900", created="2011-04-10")
    wanted(application)
    add(add(application, "suppression"), "referenceJustificatif", "ORDRE-2012-3")
    save("deletion.xml", root)


if __name__ == "__main__":
    main()
