import Register
import Schemas

/// The table of the regional note, and beside each figure what the statistics of the register say.
package struct DemoReport: Sendable {
    package struct Line: Hashable, Sendable {
        package enum Source: Hashable, Sendable {
            /// A figure of the note, at the size of the scenario.
            case note
            /// A figure that the scenario chose.
            case scenario
        }

        package var french: String
        package var english: String
        package var expected: String
        package var found: String
        package var source: Source
        package var isSame: Bool
    }

    package let lines: [Line]
    /// Answers that were not the expected ones.
    package let mismatches: Int

    package init(
        expected: Expected,
        cells: StatisticsCells,
        lilleCommunes: Set<String>,
        result: DemoResult? = nil,
    ) {
        self.init(
            expected: expected.figures,
            found: cells.figures(lilleCommunes: lilleCommunes),
            mismatches: result.map {
                $0.isAsExpected ? 0 : $0.mismatches.values.reduce($0.skipped + $0.waiting) { $0 + $1.count }
            }
                ?? 0,
        )
    }

    init(expected: [Territory: Figures], found: [Territory: Figures], mismatches: Int = 0) {
        var table = Table(expected: expected, found: found)
        table.fill()
        lines = table.lines
        self.mismatches = mismatches
    }

    /// True when every figure is the expected one, and every answer was.
    package var isAsExpected: Bool { mismatches == 0 && lines.allSatisfy(\.isSame) }

    package var text: String {
        let titles = Line(
            french: "Nord-Pas-de-Calais, 2011",
            english: "",
            expected: "attendu/expected",
            found: "registre/register",
            source: .note,
            isSame: true
        )
        let french = width(lines, \.french, titles)
        let english = width(lines, \.english, titles)
        let expected = width(lines, \.expected, titles)
        let found = width(lines, \.found, titles)

        func row(_ line: Line, mark: String) -> String {
            [
                line.french.padded(to: french), line.english.padded(to: english),
                line.expected.padded(to: expected, onTheLeft: true), line.found.padded(to: found, onTheLeft: true),
                mark,
            ].joined(separator: "  ").trimmingEnd()
        }
        var rows = [row(titles, mark: "")]
        rows.append(String(repeating: "─", count: french + english + expected + found + 9))
        for line in lines {
            rows.append(row(line, mark: (line.isSame ? "✓" : "✗") + (line.source == .note ? " note" : "")))
        }
        rows.append(rows[1])
        rows.append(verdict)
        return rows.joined(separator: "\n")
    }

    private var verdict: String {
        let wrong = lines.count { !$0.isSame }
        if isAsExpected { return "✓ Le registre dit ce qui est attendu. / The register says what is expected." }
        return
            "✗ \(wrong) chiffres et \(mismatches) réponses diffèrent. / \(wrong) figures and \(mismatches) answers differ."
    }

    private func width(_ lines: [Line], _ column: KeyPath<Line, String>, _ titles: Line) -> Int {
        lines.map { $0[keyPath: column].count }.reduce(titles[keyPath: column].count, max)
    }
}

/// Fills the lines one by one, each figure for the two territories and the region.
private struct Table {
    typealias Name = (french: String, english: String)

    let expected: [Territory: Figures]
    let found: [Territory: Figures]
    var lines: [DemoReport.Line] = []

    init(expected: [Territory: Figures], found: [Territory: Figures]) {
        self.expected = expected
        self.found = found
    }

    mutating func fill() {
        counts(("Demandes en attente au 1er janvier 2011", "Pending on 1 January 2011"), \.pendingAtStart, .note)
        line(
            ("  dont métropole de Lille", "  of which Lille metropolis"),
            Text.share(nord(expected).lilleAtStart, of: nord(expected).pendingAtStart),
            Text.share(nord(found).lilleAtStart, of: nord(found).pendingAtStart),
            .note,
            isSame: nord(expected).lilleAtStart == nord(found).lilleAtStart,
        )
        counts(("Nouvelles demandes, 28 mars - 31 décembre", "New, 28 March - 31 December"), \.registered, .note)
        counts(("Renouvellements, même période", "Renewals, same period"), \.renewed, .note)
        counts(("Attributions suivies d'un bail", "Allocations with a lease"), \.allocated, .scenario)
        line(
            ("Délai moyen d'attribution (mois)", "Mean delay of allocation (months)"),
            Text.months(region(expected).meanDelayMonths),
            Text.months(region(found).meanDelayMonths),
            .note,
            isSame: region(expected).allocationDays == region(found).allocationDays,
        )
        counts(("Radiations : renonciation écrite", "Struck off: written renunciation"), \.renounced, .scenario)
        counts(("Radiations : absence de réponse", "Struck off: no answer"), \.unanswered, .scenario)
        counts(("Radiations : irrecevabilité", "Struck off: inadmissible"), \.inadmissible, .scenario)
        counts(("Radiations : non-renouvellement", "Struck off: not renewed"), \.notRenewed, .scenario)
        counts(("Réactivations", "Reinstated"), \.reinstated, .scenario)
        counts(("Suppressions", "Deleted"), \.deleted, .scenario)
        counts(("Demandes rattachées à une demande en cours", "Linked to a live application"), \.linked, .scenario)
        counts(
            ("Avis de renouvellement, 28 mars - 31 décembre", "Renewal notices, 28 March - 31 December"),
            \.notices,
            .scenario
        )
        line(
            ("  coût à 0,40 € la lettre", "  cost at €0.40 a letter"),
            Text.euros(region(expected).notices * Figures.noticeCents),
            Text.euros(region(found).notices * Figures.noticeCents),
            .scenario,
            isSame: region(expected).notices == region(found).notices,
        )
        counts(("Demandes en attente au 31 décembre 2011", "Pending on 31 December 2011"), \.pendingAtEnd, .scenario)
    }

    private mutating func counts(_ name: Name, _ field: KeyPath<Figures, Int>, _ source: DemoReport.Line.Source) {
        let wanted = Volumes.territories.map { expected[$0, default: Figures()][keyPath: field] }
        let said = Volumes.territories.map { found[$0, default: Figures()][keyPath: field] }
        line(name, Text.count(wanted.reduce(0, +)), Text.count(said.reduce(0, +)), source, isSame: wanted == said)
        for (place, territory) in ["  Nord", "  Pas-de-Calais"].enumerated() {
            line(
                (territory, territory),
                Text.count(wanted[place]),
                Text.count(said[place]),
                source,
                isSame: wanted[place] == said[place],
            )
        }
    }

    private mutating func line(
        _ name: Name,
        _ expected: String,
        _ found: String,
        _ source: DemoReport.Line.Source,
        isSame: Bool,
    ) {
        lines.append(
            DemoReport.Line(
                french: name.french,
                english: name.english,
                expected: expected,
                found: found,
                source: source,
                isSame: isSame
            )
        )
    }

    private func nord(_ figures: [Territory: Figures]) -> Figures { figures[.nord, default: Figures()] }

    private func region(_ figures: [Territory: Figures]) -> Figures { figures.values.reduce(Figures(), +) }
}

/// Figures as they are printed: thousands apart, a point before decimals.
private enum Text {
    static func count(_ number: Int) -> String {
        var digits = String(number.magnitude)
        var place = digits.count - 3
        while place > 0 {
            digits.insert(" ", at: digits.index(digits.startIndex, offsetBy: place))
            place -= 3
        }
        return number < 0 ? "-" + digits : digits
    }

    static func share(_ part: Int, of whole: Int) -> String {
        guard whole > 0 else { return "-" }
        let perThousand = (1000 * part + whole / 2) / whole
        return "\(count(part)) (\(perThousand / 10).\(perThousand % 10) %)"
    }

    static func months(_ months: Double?) -> String {
        guard let months else { return "-" }
        let tenths = Int((months * 10).rounded())
        return "\(tenths < 0 ? "-" : "")\(tenths.magnitude / 10).\(tenths.magnitude % 10)"
    }

    static func euros(_ cents: Int) -> String {
        "\(count(cents / 100)).\(cents / 10 % 10)\(cents % 10) €"
    }
}

extension String {
    fileprivate func padded(to width: Int, onTheLeft isLeft: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, width - count))
        return isLeft ? space + self : self + space
    }

    fileprivate func trimmingEnd() -> String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
