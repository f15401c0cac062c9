import Register

/// Where each field of a submission stood in the message that it was read from, so that an error is named in the words of
/// whoever sent it.
package struct FormPlaces: Sendable, Hashable {
    package static let root = "/interfaceNuu"
    package static let application = "/interfaceNuu/demande/demandeLogement"

    /// The list that a dependant stands in.
    enum DependantList: Sendable, Hashable {
        case inCharge, inCustody
    }

    /// How many amounts of a person stood in each of the lists that the form has.
    struct Amounts: Sendable, Hashable {
        /// Of a co-applicant: the first tax income is that of the year before the last.
        var isLastTaxYearLeftOut = false
        var received = 0
        var paid = 0
        var receivedByDependants = 0
        var paidByDependants = 0
    }

    var dependants: [DependantList] = []
    var applicant = Amounts()
    var coApplicants: [Amounts] = []
    /// The commune that each district stands in, by its place in the list.
    var districts: [Int] = []
    /// The day of reception is that of the creation, and not of the file.
    var isReceivedWhenCreated = false

    package init() {}

    /// The path of a field of `nu.v1.Submission` in the message; paths of the message stay as they are.
    ///
    /// A field that the message has no place for is where its block is.
    package func path(of field: String) -> String {
        if field.hasPrefix("/") { return field }
        var steps = field.split(separator: ".").map(Step.init)
        guard let first = steps.first else { return FormPlaces.root }
        switch first.name {
        case "desk": return FormPlaces.application + "/numGuichet"
        case "received_on":
            return isReceivedWhenCreated
                ? FormPlaces.application + "/dateCreationDemande" : FormPlaces.root + "/entete/dateFichier"
        case "territory": return FormPlaces.application
        case "request" where steps.count == 1: return FormPlaces.root + "/entete/typeFichier"
        case "request": break
        default: return FormPlaces.root
        }
        let kind = steps[1].name
        steps.removeFirst(2)
        if steps.first?.name == "application" {
            steps.removeFirst()
            return FormPlaces.application + place(ofForm: steps)
        }
        let name = steps.map(\.name).joined(separator: ".")
        return FormPlaces.application + (FormPlaces.longest(name, in: FormPlaces.requests[kind] ?? FormPlaces.numbers))
    }

    private func place(ofForm steps: [Step]) -> String {
        let rest = steps.dropFirst()
        let name = rest.map(\.name).joined(separator: ".")
        switch steps.first?.name {
        case "applicant" where name == "contact.other_reason": return "/precisionMotif"
        case "applicant": return "/personnePhysique/demandeur" + place(ofPerson: rest, applicant)
        case "co_applicants":
            let list = "/personnePhysique/listeCotitulaire"
            guard let item = steps[0].item else { return list }
            let amounts = coApplicants.indices.contains(item) ? coApplicants[item] : Amounts()
            return list + "/cotitulaire[\(item + 1)]" + place(ofPerson: rest, amounts)
        case "dependants":
            guard let item = steps[0].item, dependants.indices.contains(item) else {
                return "/personnePhysique/listePersonneACharge"
            }
            let list = dependants[item]
            let index = dependants[...item].count { $0 == list }
            let place = list == .inCharge ? "ACharge/personneACharge" : "EnGarde/personneEnGarde"
            return "/personnePhysique/listePersonne\(place)[\(index)]"
                + FormPlaces.longest(name, in: FormPlaces.dependant)
        case "wanted" where rest.first?.name == "districts":
            let list = "/logementRecherche/listeLocalisationSouhaite"
            guard let item = rest.first?.item, districts.indices.contains(item) else { return list }
            let place = list + "/localisationSouhaite[\(districts[item] + 1)]"
            guard steps.last?.name != "commune" else { return place }
            // Several of one commune are told apart.
            let index = districts[...item].count { $0 == districts[item] }
            return place + "/quartier" + (index > 1 ? "[\(index)]" : "")
        case "wanted":
            guard let item = steps.last?.item else {
                return "/logementRecherche" + FormPlaces.longest(name, in: FormPlaces.wanted)
            }
            let list =
                steps.last?.name == "communes"
                ? "listeLocalisationSouhaite/localisationSouhaite" : "listeTypeLogement/typeLogement"
            return "/logementRecherche/\(list)[\(item + 1)]"
        case "reasons":
            return "/listeMotifDemande" + (steps[0].item.map { "/motifDemande[\($0 + 1)]" } ?? "")
        default:
            return FormPlaces.longest(steps.map(\.name).joined(separator: "."), in: FormPlaces.form)
        }
    }

    private func place(ofPerson steps: ArraySlice<Step>, _ amounts: Amounts) -> String {
        let name = steps.first?.name
        if name == "tax_incomes", let item = steps.first?.item {
            let field = steps.dropFirst().first?.name == "year" ? "annee" : "montant"
            return "/revenuFiscal/\(field)Moins\(item + (amounts.isLastTaxYearLeftOut ? 2 : 1))"
        }
        guard name == "resources" || name == "resources_paid" else {
            return FormPlaces.longest(steps.map(\.name).joined(separator: "."), in: FormPlaces.person)
        }
        let (list, own, ofDependants) =
            name == "resources"
            ? ("listeRessourceRecue", amounts.received, amounts.receivedByDependants)
            : ("listeRessourceVersee", amounts.paid, amounts.paidByDependants)
        guard var item = steps.first?.item else { return "/" + list }
        let lists = [(list, own), (list + "PersACharge", ofDependants)]
        let field = steps.dropFirst().first?.name == "code" ? "ressource" : "montant"
        for (list, count) in lists {
            if item < count { return "/\(list)/detailRessource[\(item + 1)]/\(field)" }
            item -= count
        }
        return "/" + lists[0].0
    }

    /// `communes[2]`
    private struct Step {
        let name: String
        let item: Int?

        init(_ text: Substring) {
            let parts = text.split { $0 == "[" || $0 == "]" }
            name = parts.first.map(String.init) ?? ""
            item = parts.count > 1 ? Int(parts[1]) : nil
        }
    }

    /// The place of a field, or of the block that it is in.
    private static func longest(_ field: String, in places: [String: String]) -> String {
        var field = field[...]
        while true {
            if let place = places[String(field)] { return place }
            guard let dot = field.lastIndex(of: ".") else { return places[""] ?? "" }
            field = field[..<dot]
        }
    }
}
