/// What a verification found.
package struct Verdict: Sendable {
    /// How many things were checked for each promise: a promise of which nothing was checked is not kept, but untried.
    package var checked: [Promise: Int] = [:]
    /// The first findings, as many as the settings allow.
    package var findings: [Finding] = []
    package var findingsTotal = 0
    /// What cannot be judged yet, because a worker has not come that far or the day is not closed.
    package var pending = 0
    package var records = 0
    /// Submissions of purged applications that still stand open in `nu.submissions`. No promise is broken: that topic is kept
    /// as long as an operator says. But whoever reads it reads names that are erased everywhere else.
    package var sentOfPurged = 0
    /// Of the keys that were dropped and can still be read in `nu.keys`, the one that was dropped first.
    package var oldestDroppedKey: DroppedKey?

    /// A key that a purge or a refusal dropped, and that was not compacted away yet.
    package struct DroppedKey: Hashable, Sendable {
        /// Where it stands.
        package let place: RecordPlace
        /// When it was dropped, in milliseconds since 1970, by the log's clock; 0 where the log did not say.
        package let droppedAt: Int64
    }

    package init() {}

    package var isKept: Bool { findingsTotal == 0 }

    /// Takes in what another check of the same log found.
    package mutating func add(_ other: Verdict, findingsMax: Int = .max) {
        checked.merge(other.checked, uniquingKeysWith: +)
        findings.append(contentsOf: other.findings.prefix(max(0, findingsMax - findings.count)))
        findingsTotal += other.findingsTotal
        pending += other.pending
        records += other.records
        sentOfPurged += other.sentOfPurged
        oldestDroppedKey = [oldestDroppedKey, other.oldestDroppedKey].compactMap(\.self)
            .min { $0.droppedAt < $1.droppedAt }
    }
}

/// Collects findings up to a bound and counts the rest.
package struct Findings: Sendable {
    package private(set) var verdict = Verdict()
    let max: Int

    package init(max: Int) { self.max = max }

    package mutating func check(_ promise: Promise, count: Int = 1) { verdict.checked[promise, default: 0] += count }

    package mutating func add(_ rule: Rule, _ place: RecordPlace, _ subject: String = "") {
        verdict.findingsTotal += 1
        if verdict.findings.count < max { verdict.findings.append(Finding(rule, place, subject)) }
    }

    /// Checks one thing: a finding unless it holds.
    package mutating func expect(
        _ holds: Bool,
        _ rule: Rule,
        _ place: @autoclosure () -> RecordPlace,
        _ subject: @autoclosure () -> String = "",
    ) {
        check(rule.promise)
        if !holds { add(rule, place(), subject()) }
    }

    package mutating func wait() { verdict.pending += 1 }

    package mutating func noteSentOfPurged() { verdict.sentOfPurged += 1 }

    package mutating func read(_ count: Int) { verdict.records += count }
}
