import Schemas

/// A sheet as a person reads it.
struct AcrossText {
    private let sheet: WireAcrossTerritories

    init(_ sheet: WireAcrossTerritories) { self.sheet = sheet }

    func rendered() -> String {
        var territories = TextTable([
            "Territoire / territory", "en cours/live", "comparées/compared", "fermées/unopened",
            "sans personne/no person", "doublons à voir/reviews", "aussi ailleurs/elsewhere",
            "probable/likely",
        ])
        for row in sheet.territories {
            territories.rows.append([
                row.territory, text(row.live), text(row.compared), text(row.unopened), text(row.withoutPerson),
                text(row.openReviews), text(row.certain), text(row.likely),
            ])
        }
        var pairs = TextTable([
            "Territoires / territories", "personnes/persons", "demandes du 1er/of the 1st", "du 2e/of the 2nd",
            "probables du 1er/likely, 1st", "du 2e/2nd",
        ])
        for row in sheet.pairs {
            pairs.rows.append([
                "\(row.first) \(row.second)", text(row.persons), text(row.firstCertain), text(row.secondCertain),
                text(row.firstLikely), text(row.secondLikely),
            ])
        }
        var persons = TextTable(["Territoires d’une personne / of a person", "personnes/persons"])
        for row in sheet.persons { persons.rows.append(["\(row.territories)", text(row.persons)]) }
        return
            ([heading, territories.rendered()] + [pairs, persons].filter { !$0.rows.isEmpty }.map { $0.rendered() })
            .joined(separator: "\n\n")
    }

    private var heading: String {
        """
        Demandes de mêmes personnes dans plusieurs territoires, au / applications of the same persons in several territories, \
        on \(sheet.day)
        \(text(sheet.people)) personnes comparées / people compared; blocs pleins / full blocks: \(text(sheet.fullBlocks))
        Seuils / thresholds: certain \(sheet.linkBits), probable/likely \(sheet.reviewBits) bits; modèle / model \
        \(sheet.modelVersion) (\(sheet.model))
        """
    }

    private func text(_ count: Int64) -> String { Int(count).grouped }

    private func text(_ count: WireProtectedCount) -> String {
        count.suppressed ? "< \(sheet.floor)" : text(count.count)
    }
}
