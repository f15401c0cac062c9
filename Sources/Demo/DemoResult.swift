import Register
import Schemas

/// What the answers to a scenario were, beside what they should have been.
package struct DemoResult: Sendable {
    /// Answers of one kind that are not the expected ones.
    package struct Mismatch: Hashable, Sendable {
        package var count = 0
        /// Ids of the first submissions concerned.
        package var examples: [String] = []
    }

    package private(set) var published = 0
    /// First answers by outcome.
    package private(set) var outcomes: [WireOutcome: Int] = [:]
    package private(set) var repeated = 0
    package private(set) var rejects = 0
    /// By what is wrong, in a sentence.
    package private(set) var mismatches: [String: Mismatch] = [:]
    /// Submissions that could not be made, because an earlier answer brought no number.
    package var skipped = 0

    private var receiptsDue: [SubmissionID: [(receipt: ExpectedReceipt, day: CivilDate)]] = [:]
    private var rejectsDue: [Fingerprint: [CivilDate]] = [:]
    private var given: Set<UniqueNumber> = []
    /// Without an answer, by the day they were published on.
    private var waitingByDay: [CivilDate: Int] = [:]

    package init() {}

    package var isAsExpected: Bool { mismatches.isEmpty && skipped == 0 && waiting == 0 }

    var examplesWaiting: [String] { receiptsDue.keys.prefix(5).map(\.text) }

    /// Submissions without an answer.
    package var waiting: Int { waitingByDay.values.reduce(0, +) }

    /// Of those published on a day.
    func waiting(on day: CivilDate) -> Int { waitingByDay[day, default: 0] }

    package mutating func expect(_ answer: Outgoing.Answer, on day: CivilDate) {
        published += 1
        waitingByDay[day, default: 0] += 1
        switch answer {
        case .receipt(let id, let receipt): receiptsDue[id, default: []].append((receipt, day))
        case .reject(let fingerprint): rejectsDue[fingerprint, default: []].append(day)
        }
    }

    /// Gives the day whose submission this answers; nil when none waits for it.
    @discardableResult
    package mutating func compare(_ receipt: WireReceipt) -> CivilDate? {
        // What cannot be read may have a receipt too, without an id: its record in nu.rejects is what is waited for.
        guard let id = SubmissionID(receipt.submissionID) else {
            if receipt.outcome != .refused { note("a receipt without an id says \(receipt.outcome)", receipt) }
            return nil
        }
        guard var due = receiptsDue[id], !due.isEmpty else {
            note("a receipt \(receipt.outcome) that nothing waits for", receipt)
            return nil
        }
        let (expected, day) = due.removeFirst()
        receiptsDue[id] = due.isEmpty ? nil : due
        answered(day)
        if receipt.repeated { repeated += 1 } else { outcomes[receipt.outcome, default: 0] += 1 }
        if let difference = difference(receipt, expected) { note(difference, receipt) }
        return day
    }

    /// A record of `nu.rejects`. Others than the expected ones are refused submissions, which have their receipts.
    package mutating func compareReject(_ value: some Sequence<UInt8>) {
        let fingerprint = Fingerprint.of(value)
        guard var due = rejectsDue[fingerprint], !due.isEmpty else { return }
        answered(due.removeFirst())
        rejectsDue[fingerprint] = due.isEmpty ? nil : due
        rejects += 1
    }

    private mutating func answered(_ day: CivilDate) {
        waitingByDay[day]! -= 1
        if waitingByDay[day] == 0 { waitingByDay[day] = nil }
    }

    private mutating func difference(_ receipt: WireReceipt, _ expected: ExpectedReceipt) -> String? {
        if receipt.outcome != expected.outcome {
            let codes = receipt.anomalies.map(\.code).joined(separator: " ")
            return "\(expected.outcome) expected, \(receipt.outcome) came" + (codes.isEmpty ? "" : " (\(codes))")
        }
        if receipt.repeated != expected.isRepeated {
            return "\(expected.outcome): " + (expected.isRepeated ? "not marked as repeated" : "marked as repeated")
        }
        if expected.outcome == .refused {
            let isNamed = receipt.anomalies.contains { anomaly in
                expected.anomalies.contains { $0.rawValue == anomaly.code }
            }
            if isNamed { return nil }
            let codes = receipt.anomalies.map(\.code).joined(separator: " ")
            return "\(expected.anomalies[0].rawValue) expected as the reason, \(codes.isEmpty ? "none" : codes) came"
        }
        guard let number = UniqueNumber(receipt.number), number.territory.code == receipt.territory else {
            return "\(expected.outcome): no number of the territory"
        }
        if let known = expected.number, known != number { return "\(expected.outcome): another number" }
        if expected.outcome == .registered || expected.outcome == .imported, !expected.isRepeated {
            if !given.insert(number).inserted { return "\(expected.outcome): a number that was given before" }
        }
        return nil
    }

    private mutating func note(_ difference: String, _ receipt: WireReceipt) {
        mismatches[difference, default: Mismatch()].count += 1
        if mismatches[difference]!.examples.count < 5 { mismatches[difference]!.examples.append(receipt.submissionID) }
    }
}

extension DemoResult: CustomStringConvertible {
    package var description: String {
        var lines = ["\(published) submissions, \(waiting) without an answer, \(skipped) not sent"]
        for (outcome, count) in outcomes.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            lines.append("  \(outcome): \(count)")
        }
        lines.append("  repeated: \(repeated)")
        lines.append("  rejects: \(rejects)")
        for (difference, mismatch) in mismatches.sorted(by: { $0.key < $1.key }) {
            lines.append("✗ \(difference): \(mismatch.count), for example \(mismatch.examples[0])")
        }
        return lines.joined(separator: "\n")
    }
}
