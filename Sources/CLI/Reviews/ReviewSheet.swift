import Letters
import Register
import Schemas

/// Two applications side by side, with what a decision needs and no more.
struct ReviewSheet {
    private let review: WireReview
    private let dossiers: [Dossier?]

    init(_ review: WireReview, _ dossiers: [Dossier?]) {
        self.review = review
        self.dossiers = dossiers
    }

    func rendered() -> String {
        var table = TextTable(["", "1", "2"])
        func row(_ name: String, _ value: (Dossier) -> String) {
            table.rows.append([name] + dossiers.map { $0.map(value) ?? "—" })
        }
        row("Numéro / number") { $0.number.text }
        row("Dépôt / filed") { $0.filed.iso }
        let count = dossiers.map { $0.map { ReviewSheet.people($0).count } ?? 0 }.max() ?? 0
        for place in 0..<count {
            func person(_ name: String, _ value: (WirePerson) -> String) {
                let title = place == 0 ? name : "\(name) (\(place + 1))"
                row(title) { dossier in
                    let people = ReviewSheet.people(dossier)
                    return place < people.count ? value(people[place]) : ""
                }
            }
            person("Nom / last name") { $0.identity.lastName }
            person("Nom de naissance / birth name") { $0.identity.birthName }
            person("Prénoms / first names") { $0.identity.firstNames }
            person("Naissance / born") { $0.identity.birthDate }
            person("NIR") { ReviewSheet.end(of: $0.identity.nir, 5) }
            person("Adresse / address") { "\($0.contact.addressLine) \($0.contact.postcode)" }
            person("Téléphone / phone") { ReviewSheet.end(of: $0.contact.mobile + $0.contact.phone, 4) }
            person("Courriel / e-mail") { ReviewSheet.masked(email: $0.contact.email) }
        }
        var lines = [review.reviewID, table.rendered()]
        if !review.weights.isEmpty {
            var weights = TextTable(["Champ / field", "Comparaison / comparison", "Bits"])
            for weight in review.weights {
                weights.rows.append([weight.field, weight.level, ReviewReader.bits(weight.weight)])
            }
            let rest = review.score - review.weights.reduce(0) { $0 + $1.weight }
            weights.rows.append(["a priori / prior", "", ReviewReader.bits(rest)])
            weights.rows.append(["total", "", ReviewReader.bits(review.score)])
            lines.append(weights.rendered())
        }
        let verdict = ReviewReader.verdict(review.verdict)
        if !verdict.isEmpty { lines.append("Décision / decision: \(verdict)") }
        return lines.joined(separator: "\n\n")
    }

    private static func people(_ dossier: Dossier) -> [WirePerson] {
        [dossier.application.applicant] + dossier.application.coApplicants
    }

    /// The last letters; whether two differ shows, and the whole does not.
    static func end(of text: String, _ count: Int) -> String {
        text.count <= count ? text : "…" + text.suffix(count)
    }

    static func masked(email: String) -> String {
        guard let at = email.firstIndex(of: "@") else { return email.isEmpty ? "" : "…" }
        return email[..<at].prefix(2) + "…" + email[at...]
    }
}
