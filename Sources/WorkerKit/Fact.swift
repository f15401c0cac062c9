import Schemas

/// What a register record says happened. The payloads are the generated messages of `register.proto`.
package typealias Fact = WireRegisterRecord.OneOf_Fact

/// The kinds of fact, by their field number in the envelope, so that a record can be skipped unopened.
///
/// Shape: a bit for each field number, in as many words as it takes. There is no greatest number: what lies beyond the last
/// word is in the set, or it is not.
package struct FactKinds: Sendable, Hashable, ExpressibleByArrayLiteral {
    private var words: [UInt64] = []
    private var beyond = false

    package init(field: Int) {
        guard field >= 0 else { return }
        words = Array(repeating: 0, count: field >> 6 + 1)
        words[field >> 6] = 1 << UInt64(field & 63)
    }

    package init(arrayLiteral kinds: FactKinds...) {
        for kinds in kinds { self = union(kinds) }
    }

    private init(all: Bool) { beyond = all }

    package func contains(field: Int) -> Bool {
        guard field >= 0 else { return false }
        return field >> 6 < words.count ? words[field >> 6] >> UInt64(field & 63) & 1 == 1 : beyond
    }

    package func union(_ other: FactKinds) -> FactKinds { merged(with: other, |) { $0 || $1 } }

    package func subtracting(_ other: FactKinds) -> FactKinds { merged(with: other, { $0 & ~$1 }) { $0 && !$1 } }

    private func merged(
        with other: FactKinds,
        _ word: (UInt64, UInt64) -> UInt64,
        beyond: (Bool, Bool) -> Bool,
    ) -> FactKinds {
        var merged = FactKinds(all: beyond(self.beyond, other.beyond))
        merged.words = (0..<max(words.count, other.words.count)).map { word(self.word($0), other.word($0)) }
        while let last = merged.words.last, last == merged.word(merged.words.count) { merged.words.removeLast() }
        return merged
    }

    private func word(_ index: Int) -> UInt64 { index < words.count ? words[index] : beyond ? .max : 0 }

    package static let accepted = FactKinds(field: 20)
    package static let declined = FactKinds(field: 21)
    package static let repeated = FactKinds(field: 22)
    package static let received = FactKinds(field: 23)
    package static let header = FactKinds(field: 24)
    package static let cleared = FactKinds(field: 30)
    package static let linked = FactKinds(field: 31)
    package static let reviewOpened = FactKinds(field: 32)
    package static let reviewClosed = FactKinds(field: 33)
    package static let merged = FactKinds(field: 34)
    package static let unmerged = FactKinds(field: 35)
    package static let registered = FactKinds(field: 40)
    package static let modified = FactKinds(field: 41)
    package static let deleted = FactKinds(field: 42)
    package static let imported = FactKinds(field: 43)
    package static let accessJudged = FactKinds(field: 44)
    package static let daysClosed = FactKinds(field: 50)
    package static let noticeDue = FactKinds(field: 51)
    package static let noticeUndeliverable = FactKinds(field: 52)
    package static let renewed = FactKinds(field: 53)
    package static let lapsed = FactKinds(field: 54)
    package static let held = FactKinds(field: 55)
    package static let noticeProven = FactKinds(field: 56)
    package static let litigationHeld = FactKinds(field: 57)
    package static let catchUp = FactKinds(field: 58)
    package static let warned = FactKinds(field: 60)
    package static let struckOff = FactKinds(field: 61)
    package static let reinstated = FactKinds(field: 62)
    package static let purged = FactKinds(field: 63)
    package static let all = FactKinds(all: true)
    /// Every kind that this version knows.
    package static let known: FactKinds = [
        .accepted, .declined, .repeated, .received, .header, .cleared, .linked, .reviewOpened, .reviewClosed, .merged,
        .unmerged, .registered, .modified, .deleted, .imported, .accessJudged, .daysClosed, .noticeDue,
        .noticeUndeliverable, .renewed, .lapsed, .held, .noticeProven, .litigationHeld, .catchUp, .warned, .struckOff,
        .reinstated, .purged,
    ]
}

/// The kinds of submission, as a set.
package struct SubmissionKinds: OptionSet, Sendable, Hashable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package init(kind: Int) { self.init(rawValue: kind >= 0 && kind < 16 ? 1 << UInt16(kind) : 0) }

    package static let creation = SubmissionKinds(kind: 1)
    package static let separation = SubmissionKinds(kind: 2)
    package static let modification = SubmissionKinds(kind: 3)
    package static let renewal = SubmissionKinds(kind: 4)
    package static let strikeOff = SubmissionKinds(kind: 5)
    package static let reinstatement = SubmissionKinds(kind: 6)
    package static let deletion = SubmissionKinds(kind: 7)
    package static let importing = SubmissionKinds(kind: 8)
    package static let undeliverableLetter = SubmissionKinds(kind: 9)
    package static let reviewDecision = SubmissionKinds(kind: 10)
    package static let warning = SubmissionKinds(kind: 11)
    package static let noticeProof = SubmissionKinds(kind: 12)
    package static let litigationHold = SubmissionKinds(kind: 13)
    package static let all = SubmissionKinds(rawValue: .max)
}

/// Which register records a worker has a use for. The others are skipped by their tags alone.
package struct Interest: Sendable, Hashable {
    package let facts: FactKinds
    /// Of the `Accepted` facts, those of these kinds of submission.
    package let submissions: SubmissionKinds
    /// And of these kinds, those of desks that act on some communes only.
    package let limited: SubmissionKinds
    /// How much of their forms.
    package let forms: Forms

    package enum Forms: Sendable, Hashable {
        case whole
        /// The marks of who asks, how the applicant can be reached, and the communes wanted. The rest, most of a form, is
        /// skipped, as if nobody had filled it in; so are the agent of the `Accepted` and what is sealed.
        case personsAndCommunes
        /// Forms that bear a DALO mark, and of those the mark alone. The others, most of them, are skipped, as what nobody
        /// asked for.
        case daloMark
    }

    package init(
        _ facts: FactKinds,
        submissions: SubmissionKinds = [],
        limited: SubmissionKinds = [],
        forms: Forms = .whole,
    ) {
        self.facts = submissions.isEmpty ? facts : facts.union(.accepted)
        self.submissions = submissions
        self.limited = limited
        self.forms = forms
    }

    /// True for a kind of submission that is asked for. One of a later version is for whoever takes everything.
    func includes(kind: Int) -> Bool {
        let kinds = SubmissionKinds(kind: kind)
        return kinds.isEmpty ? submissions == .all : submissions.contains(kinds)
    }

    package static let everything = Interest(.all, submissions: .all)
}
