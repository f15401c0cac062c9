/// What an applicant is called, by marks alone: enough to tell whether a later form calls them otherwise, and how.
///
/// Since 2024 managers trace changes of birth name and first names, by which an application passes to somebody else. What
/// does not count as one: names in the wrong boxes, another usage name, another birth date, case, spaces, hyphens, accents.
///
/// A mark is 32 bits of the fingerprint of the normalised name in its territory; 0 stands for no name.
package struct NameMarks: Hashable, Sendable {
    package enum Change: Hashable, Sendable, CaseIterable {
        case birthName
        case firstNames
    }

    package var birth: UInt32
    package var last: UInt32
    package var given: UInt32

    package static let unknown = NameMarks(birth: 0, last: 0, given: 0)

    package init(birth: UInt32, last: UInt32, given: UInt32) {
        self.birth = birth
        self.last = last
        self.given = given
    }

    package init(lastName: String, birthName: String, firstNames: String, within territory: Territory?) {
        self.init(
            birth: NameMarks.mark(birthName, territory),
            last: NameMarks.mark(lastName, territory),
            given: NameMarks.mark(firstNames, territory),
        )
    }

    package var isKnown: Bool { self != .unknown }

    /// What changed, as a later form has it.
    package func changes(to later: NameMarks) -> [Change] {
        guard isKnown, later.isKnown, !isSwap(later) else { return [] }
        var changes: [Change] = []
        if !hasSameBirthName(as: later) { changes.append(.birthName) }
        if given != later.given { changes.append(.firstNames) }
        return changes
    }

    /// What is known once a later form has come: one that leaves the birth name out takes it away from nobody.
    package func followed(by later: NameMarks) -> NameMarks {
        guard later.isKnown else { return self }
        var marks = later
        if later.birth == 0, later.last == last { marks.birth = birth }
        return marks
    }

    /// The first names stand where the name stood, and the other way round.
    private func isSwap(_ later: NameMarks) -> Bool {
        given != later.given && [birth, last].contains(later.given) && [later.birth, later.last].contains(given)
    }

    /// Where a form gives no birth name, the last name is taken for it, unless that stayed and the other form gives one.
    private func hasSameBirthName(as later: NameMarks) -> Bool {
        if birth == 0 || later.birth == 0, last == later.last { return true }
        return (birth == 0 ? last : birth) == (later.birth == 0 ? later.last : later.birth)
    }

    private static func mark(_ name: String, _ territory: Territory?) -> UInt32 {
        let bytes = NormalizedName.utf8(of: name)
        if bytes.isEmpty { return 0 }
        var builder = FingerprintBuilder()
        builder.add(territory?.rawIndex ?? .max)
        builder.add(bytes)
        // One name in four thousand million has no bit set.
        return max(1, UInt32(truncatingIfNeeded: builder.finish().low))
    }
}
