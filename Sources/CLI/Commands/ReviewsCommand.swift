import ArgumentParser
import Foundation
import Letters
import Register
import Schemas
import Stream
import SwiftProtobuf
import WorkerKit

struct ReviewsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reviews",
        abstract: "Looks at pairs of applications that may be one person's, and decides on them.",
        subcommands: [List.self, Show.self, Decide.self],
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the reviews that are open, the likeliest first. Names nobody.",
            discussion: """
                Below them, for each territory where there is any, what the search for doubles left out since the register \
                began: blocks of more than a hundred look-alikes, applications of which no block was searched, and doubtful \
                pairs beyond three of one application.

                Example: numero-unique reviews list --territory 059
                """,
        )

        @OptionGroup var options: LogOptions
        @Option(help: "One territory only, such as 059.")
        var territory: String?
        @Flag(help: "Those that are decided too.")
        var all = false
        @Flag(help: "One review a line, as canonical JSON; then what was left out, a territory a line.")
        var json = false

        func run() throws {
            let log = try options.openForReading()
            let only = try territory.map { code in
                guard let territory = Territory(code: code) else { throw ValidationError("\(code) is no territory") }
                return territory
            }
            let found = try ReviewReader(log: log).reviews().values
                .filter { (all || $0.verdict == .unspecified) && (territory ?? $0.territory) == $0.territory }
                .sorted { ($1.score, $0.openedOn, $0.reviewID) < ($0.score, $1.openedOn, $1.reviewID) }
            let leftOut = try LeftOutReader(log: log).leftOut(in: only)
            if json {
                for review in found { Terminal.write(try review.jsonString()) }
                for left in leftOut { Terminal.write(left.json) }
                return
            }
            var table = TextTable(["Dossier / review", "Ouvert / opened", "Numéros / numbers", "", "Bits", "Décision"])
            for review in found {
                table.rows.append([
                    review.reviewID, review.openedOn, review.firstNumber, review.secondNumber,
                    ReviewReader.score(review),
                    ReviewReader.verdict(review.verdict),
                ])
            }
            Terminal.write(table.rendered())
            for left in leftOut { Terminal.write(left.line) }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows the two applications of a review side by side, and what each field weighs.",
            discussion: """
                What is shown is nominative, and takes the register's master key. Of phones, e-mails and NIR it shows what \
                tells two apart and no more.

                Example: numero-unique reviews show 6f1c2a90-…+8ac5e0f2-… --log register.sqlite
                """,
        )

        @OptionGroup var options: LogOptions
        @OptionGroup var keys: KeyOptions
        @Argument(help: "The review, as `list` prints it.")
        var review: String

        func run() throws {
            let log = try options.openForReading()
            let review = try ReviewReader(log: log).review(self.review)
            let numbers = [review.firstNumber, review.secondNumber].compactMap { UniqueNumber($0) }
            guard let territory = Territory(code: review.territory) else {
                throw ValidationError("\(review.territory) is no territory")
            }
            let reader = NoticeReader(log: log, keys: try keys.opening(options))
            // As they stand now.
            let day = CivilDate(days: .max)
            let days = Dictionary(numbers.map { ($0, Set([day])) }) { first, _ in first }
            let end = try log.endOffset(of: log.register(of: territory))
            let dossiers = try reader.dossiers(of: days, in: territory, until: end)
            Terminal.write(ReviewSheet(review, numbers.map { dossiers.dossier(of: $0, at: day) }).rendered())
        }
    }

    struct Decide: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Submits the manager's decision on a review.",
            discussion: """
                same: one person's; the younger application is merged into the one with the older first filing.
                different: never asked again. later: stays open. undo: what was merged comes back as it was; until a month \
                before its data is erased.

                Example: numero-unique reviews decide 6f1c2a90-…+8ac5e0f2-… same --desk 59GES
                """,
        )

        enum Verdict: String, ExpressibleByArgument, CaseIterable {
            case same, different, later, undo

            var wire: WireVerdict {
                switch self {
                case .same: .same
                case .different: .different
                case .later: .later
                case .undo: .undo
                }
            }
        }

        @OptionGroup var options: LogOptions
        @Argument(help: "The review, as `list` prints it.")
        var review: String
        @Argument(help: "same, different, later or undo.")
        var verdict: Verdict
        @Option(help: "The desk that decides: the manager's.")
        var desk: String
        @Option(help: "The agent's identifier at the desk; not a name.")
        var agent = "reviews"
        @Option(help: "Signs with the Ed25519 private key in this file (PEM).")
        var key: String?
        @OptionGroup var patience: Patience

        func run() throws {
            let log = try options.openExisting()
            let signer = try key.map { try SubmissionSigner(keyFile: $0, register: nil, log: log) }
            let review = try ReviewReader(log: log).review(self.review)
            let submission = WireSubmission.with {
                $0.submissionID = UUID().uuidString.lowercased()
                $0.desk = desk
                $0.agent = agent
                $0.territory = review.territory
                $0.request.reviewDecision.reviewID = review.reviewID
                $0.request.reviewDecision.verdict = verdict.wire
            }
            var publisher = SubmissionPublisher(
                partitions: try log.partitionCount(of: Topic.submissions.name),
                sign: { value, type, now in try signer?.sign(value, type, now: now) },
            )
            let now = Int64(Date().timeIntervalSince1970 * 1000)
            try publisher.add(JSONLines.Line(number: 1, text: try submission.jsonString()), now: now)
            if let problem = publisher.problems.first { throw ValidationError(problem) }
            let interruption = Interruption()
            var exchange = try SubmissionExchange(log)
            _ = try exchange.send(publisher.records, publisher.owners, interruption)
            let ending = try exchange.wait(timeout: patience.timeout, interruption) { _, _ in }
            if exchange.missing == 0 { Terminal.write(exchange.outcomes.summary(left: 0, missing: 0)) }
            try exchange.finish(ending, of: 1, patience.timeout, options)
        }
    }
}
