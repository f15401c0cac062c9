import Foundation
import Letters
import Matching

/// One run of the matcher, and what can be said of it.
struct MatchRun {
    let people: MatchPeople
    let matcher: Matcher
    let pairs: [Matcher.Pair]
    let scores: [Float]
    let judge: Judge

    /// Times and full blocks are for the caller to fill in.
    func report(_ truth: Set<MatchPair>) -> MatchReport {
        let isTrue = pairs.map { truth.contains(MatchPair($0.first, $0.second)) }
        func quality(_ isFound: (Int) -> Bool) -> Quality {
            let found = pairs.indices.filter(isFound)
            let right = found.count { isTrue[$0] }
            return Quality(right: right, wrong: found.count - right, missed: truth.count - right)
        }
        func outcome(_ place: Int) -> Outcome { judge.outcome(pairs[place].vector, score: scores[place]) }
        return MatchReport(
            records: people.ids.count,
            truth: truth.count,
            candidates: pairs.count,
            reached: isTrue.count { $0 },
            overflow: 0,
            certain: quality { outcome($0) == .certain },
            found: quality { outcome($0) != .different },
            lines: MatchReport.thresholds.map { threshold in
                MatchReport.Line(
                    threshold: threshold,
                    pairs: quality { scores[$0] >= threshold },
                    groups: groups(from: threshold, truth)
                )
            },
            sketchSeconds: 0,
            pairSeconds: 0,
            judgeSeconds: 0
        )
    }

    /// Of the pairs within the persons that all pairs from this score on make.
    private func groups(from threshold: Float, _ truth: Set<MatchPair>) -> Quality {
        var clusters = PersonClusters(count: people.ids.count)
        let links = zip(pairs, scores).map { PersonClusters.Link(first: $0.first, second: $0.second, score: $1) }
        clusters.join(links, from: threshold) { matcher.score($0, $1, judge) }
        var right = 0
        var wrong = 0
        for group in clusters.groups {
            for (place, first) in group.enumerated() {
                for second in group[(place + 1)...] {
                    // Two records of one file say nothing where files are linked.
                    if people.split < people.ids.count, (Int(first) < people.split) == (Int(second) < people.split) {
                        continue
                    }
                    if truth.contains(MatchPair(first, second)) { right += 1 } else { wrong += 1 }
                }
            }
        }
        return Quality(right: right, wrong: wrong, missed: truth.count - right)
    }

    func writePairs(to path: String) throws {
        var rows = [["first", "second", "outcome", "score", "contributions"]]
        for (pair, score) in zip(pairs, scores) where score >= judge.thresholds.doubtful {
            rows.append([
                people.ids[Int(pair.first)], people.ids[Int(pair.second)],
                "\(judge.outcome(pair.vector, score: score))", String(format: "%.2f", score), contributions(pair),
            ])
        }
        try Files.writePrivately(SeparatedValues.write(rows), to: path)
    }

    private func contributions(_ pair: Matcher.Pair) -> String {
        let information = matcher.counts.information(on: matcher.sketches[Int(pair.second)])
        return judge.contributions(pair.vector, information).map {
            "\($0.field) \($0.field.levelNames[Int($0.level)]) \(String(format: "%+.1f", $0.bits))"
        }.joined(separator: ", ")
    }

    /// Pairs on the wrong side of the doubtful threshold, spread over all of them.
    func errors(_ truth: Set<MatchPair>, limit: Int) -> [String] {
        guard limit > 0 else { return [] }
        var all: [String] = []
        var reached: Set<MatchPair> = []
        for (pair, score) in zip(pairs, scores) {
            let known = MatchPair(pair.first, pair.second)
            let isTrue = truth.contains(known)
            if isTrue { reached.insert(known) }
            let outcome = judge.outcome(pair.vector, score: score)
            guard isTrue != (outcome != .different) else { continue }
            let title = isTrue ? "missed" : "wrong, \(outcome)"
            all.append("\n\(title) \(String(format: "%.1f", score)): \(contributions(pair))\n" + rows(known))
        }
        for pair in truth.subtracting(reached).sorted(by: { ($0.first, $0.second) < ($1.first, $1.second) }) {
            all.append("\nnever compared:\n" + rows(pair))
        }
        let step = max(1, all.count / limit)
        return all.enumerated().filter { $0.offset % step == 0 }.prefix(limit).map(\.element)
    }

    private func rows(_ pair: MatchPair) -> String {
        [pair.first, pair.second].map { place in
            let person = people.descriptions[Int(place)]
            let cells = [
                people.ids[Int(place)], person.lastName, person.birthName, person.firstNames, person.birthDate,
                person.addressLine, person.postcode, person.commune, person.phones.joined(separator: " "), person.email,
            ]
            return "    " + cells.filter { !$0.isEmpty }.joined(separator: " | ")
        }.joined(separator: "\n")
    }
}
