import Foundation
import Matching

/// What a run of the matcher over a file gave, beside what is true where that is known.
struct MatchReport {
    struct Line {
        var threshold: Float
        /// Of the pairs that score so much, and of the pairs within the groups that these make.
        var pairs: Quality
        var groups: Quality
    }

    var records: Int
    var truth: Int
    var candidates: Int
    var reached: Int
    var overflow: Int
    var certain: Quality
    /// Certain or doubtful.
    var found: Quality
    var lines: [Line]
    var sketchSeconds: Double
    var pairSeconds: Double
    var judgeSeconds: Double
    var certainCount: Int { certain.right + certain.wrong }

    static let thresholds: [Float] = [-8, -4, -2, -1, 0, 1, 2, 4, 7, 10, 14]

    func text(_ thresholds: Thresholds) -> String {
        var text = """
            records                 \(records.grouped)
            pairs that are true     \(truth.grouped)
            pairs compared          \(candidates.grouped), with \(share(reached, truth)) of the true ones
            full blocks             \(overflow.grouped) times
            sketch                  \(PersonSketch.byteCount) bytes, \(number(sketchSeconds / Double(max(1, records)) * 1e6, 1)) µs each
            search and comparison   \(number(pairSeconds, 2)) s, \(Int(Double(records) / max(1e-9, pairSeconds)).grouped) records a second
            judgement               \(number(judgeSeconds / Double(max(1, candidates)) * 1e9, 0)) ns a pair
            certain, from \(number(Double(thresholds.certain), 1))      \(certainCount.grouped) pairs, \(certain.wrong) wrong
            doubtful, from \(number(Double(thresholds.doubtful), 1))    \((found.right + found.wrong - certainCount).grouped) pairs, \(found.wrong - certain.wrong) wrong


            """
        var table = TextTable([
            "from score", "precision", "recall", "F1", "groups: precision", "recall", "F1",
        ])
        for line in lines {
            table.rows.append(
                [number(Double(line.threshold), 0)] + cells(line.pairs) + cells(line.groups)
            )
        }
        text += table.rendered()
        return text
    }

    /// One line of the tables in docs/matching.md.
    func markdown(_ name: String) -> String {
        let cells = [
            name, records.grouped, truth.grouped, share(reached, truth), number(certain.precision, 4),
            "\(certain.wrong)", number(certain.recall, 3), number(found.precision, 4), number(found.recall, 4),
            number(found.f1, 4), number(best.groups.f1, 4), "\(number(best.pairs.f1, 4)) at \(Int(best.threshold))",
        ]
        return "| " + cells.joined(separator: " | ") + " |"
    }

    private var best: Line { lines.max { $0.pairs.f1 < $1.pairs.f1 } ?? lines[0] }

    private func cells(_ quality: Quality) -> [String] {
        [quality.precision, quality.recall, quality.f1].map { number($0, 4) }
    }

    private func share(_ part: Int, _ whole: Int) -> String {
        number(100 * Double(part) / Double(max(1, whole)), 2) + " %"
    }

    private func number(_ value: Double, _ places: Int) -> String { String(format: "%.\(places)f", value) }
}
