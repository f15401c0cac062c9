import ArgumentParser
import Demo
import Foundation
import Letters
import Matching

struct MatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "match",
        abstract: "Looks for people who stand twice in a file, as the register does, and says how well it does.",
        discussion: """
            Example: numero-unique match sample --people 20000 --output people.csv --truth truth.csv
                     numero-unique match --input people.csv --truth truth.csv
                     numero-unique match learn --input people.csv --output model.json
            """,
        subcommands: [Score.self, Learn.self, Sample.self, Bench.self],
        defaultSubcommand: Score.self,
    )
}

extension MatchCommand {
    struct Score: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "score",
            abstract: "Matches a file, or two, and prints precision, recall and F1 by threshold.",
            discussion: """
                The very matcher of the register: sketches, blocks, comparison, weights. Without --model the weights are
                learned from the file itself, without its truth; `--model built-in` takes those that the program holds.

                A score is in bits: 0 is even odds that two records are of one person, 10 a thousand to one.

                Example: numero-unique match --input a.csv --input2 b.csv --truth truth.csv \\
                             --column id=rec_id --column last-name=surname --column first-names=given_name \\
                             --column birth-date=date_of_birth --column address=street_number,address_1
                """,
        )

        @OptionGroup var options: MatchOptions
        @Option(help: "Who is who: id;person, or two columns of ids.")
        var truth: String?
        @Option(help: "A model's file, or built-in.")
        var model: String?
        @Option(help: "Bits from which two records are linked without asking.")
        var certain: Float = Thresholds().certain
        @Option(help: "Bits from which somebody must look.")
        var doubtful: Float = Thresholds().doubtful
        @Option(help: "Writes the pairs that were found, with score and contributions, to this file (CSV).")
        var pairs: String?
        @Option(help: "Prints so many of the errors, with what each field weighed. Shows the rows of the file.")
        var errors = 0
        @Option(help: "One line of Markdown, under this name.")
        var markdown: String?

        func validate() throws {
            guard [doubtful, certain].allSatisfy({ (-1_000...1_000).contains($0) }) else {
                throw ValidationError("--doubtful and --certain take -1000 to 1000 bits")
            }
            guard (0...1_000_000).contains(errors) else { throw ValidationError("--errors takes 0 to 1000000") }
            guard doubtful <= certain else { throw ValidationError("--doubtful must not be above --certain") }
        }

        func run() throws {
            let people = try options.people()
            let truth = try truth.map(people.truth)
            let thresholds = Thresholds(certain: certain, doubtful: doubtful)
            let started = Date()
            let sketches = people.sketches()
            let sketched = Date()
            var matcher = Matcher(sketches, dependants: people.dependants(), split: people.split)
            var bar = ProgressBar("Comparison", total: sketches.count)
            let found = matcher.pairs { bar.update($0) }
            bar.finish()
            let paired = Date()
            let judge = Judge(try weights(for: matcher, found), thresholds)
            let judging = Date()
            let scores = found.map { matcher.score($0, judge) }
            let judged = Date()
            let run = MatchRun(people: people, matcher: matcher, pairs: found, scores: scores, judge: judge)
            if let pairs { try run.writePairs(to: pairs) }
            guard let truth else {
                let outcomes = zip(found, scores).map { judge.outcome($0.vector, score: $1) }
                Terminal.write(
                    "\(found.count.grouped) pairs compared: \(outcomes.count { $0 == .certain }.grouped) certain, "
                        + "\(outcomes.count { $0 == .doubtful }.grouped) doubtful"
                )
                return
            }
            var report = run.report(truth)
            report.overflow = matcher.overflow
            report.sketchSeconds = sketched.timeIntervalSince(started)
            report.pairSeconds = paired.timeIntervalSince(sketched)
            report.judgeSeconds = judged.timeIntervalSince(judging)
            if let markdown {
                Terminal.write(report.markdown(markdown))
            } else {
                Terminal.write(report.text(thresholds))
            }
            for line in run.errors(truth, limit: errors) { Terminal.write(line) }
        }

        private func weights(for matcher: Matcher, _ pairs: [Matcher.Pair]) throws -> Model {
            switch model {
            case nil: matcher.learn(from: pairs, source: options.input)
            case "built-in"?: .builtIn
            case let path?: try ModelFile.read(path)
            }
        }
    }

    struct Learn: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Learns the weights from a file of people of whom nobody says who is who.",
            discussion: "Example: numero-unique match learn --input people.csv --output model.json",
        )

        @OptionGroup var options: MatchOptions
        @Option(help: "The model's file.")
        var output: String

        func run() throws {
            let people = try options.people()
            var matcher = Matcher(people.sketches(), dependants: people.dependants(), split: people.split)
            var bar = ProgressBar("Comparison", total: matcher.sketches.count)
            let pairs = matcher.pairs { bar.update($0) }
            bar.finish()
            let name = URL(fileURLWithPath: options.input).lastPathComponent
            let model = matcher.learn(from: pairs, source: "\(matcher.sketches.count) records of \(name)")
            try ModelFile.write(model, to: output)
            Terminal.write("\(pairs.count.grouped) pairs compared; the model is in \(output)")
        }
    }

    struct Sample: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes a file of invented people, many of them twice, with the errors that desks make.",
            discussion: "Example: numero-unique match sample --people 20000 --output people.csv --truth truth.csv",
        )

        @Option(help: "How many people.")
        var people = 20_000
        @Option(help: "Seed of the generator.")
        var seed: UInt64 = 1
        @Option(help: "The file of people (CSV).")
        var output: String
        @Option(help: "Who is who (CSV).")
        var truth: String

        func validate() throws {
            guard (1...2_000_000).contains(people) else { throw ValidationError("--people takes 1 to 2000000") }
        }

        func run() throws {
            let rows = DoubleFiles().rows(people: people, seed: seed)
            // The truth stands in a file of its own.
            let header = DoubleFiles.Row.header
            let shown = header.indices.filter { header[$0] != "person" }
            let table = [shown.map { header[$0] }] + rows.map { row in shown.map { row.fields[$0] } }
            try Files.writePrivately(SeparatedValues.write(table), to: output)
            let known = [["id", "person"]] + rows.map { [$0.id, $0.person] }
            try Files.writePrivately(SeparatedValues.write(known), to: truth)
            Terminal.write("\(rows.count.grouped) records of \(people.grouped) people or a few more")
        }
    }
}
