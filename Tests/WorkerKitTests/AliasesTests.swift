import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing

@testable import WorkerKit

/// Whoever names a number that was merged is led to the one that is kept.
@Suite struct AliasesTests {
    private func merged(into kept: UniqueNumber) -> WireDeleted { .with { $0.mergedInto = kept.text } }

    @Test func anAliasLeadsToTheKeptNumberUntilItsMergeIsUndone() {
        var aliases = Aliases(tag: 1)
        aliases.note(.stub(2), merged(into: .stub(1)))
        #expect(aliases[.stub(2)] == .stub(1))
        #expect(aliases[.stub(1)] == nil)
        aliases.forget(.stub(2))
        #expect(aliases[.stub(2)] == nil)
    }

    /// What it was merged into is merged in its turn, and comes back.
    @Test func anAliasOfAnAliasLeadsToTheLast() {
        var aliases = Aliases(tag: 1)
        aliases.note(.stub(3), merged(into: .stub(2)))
        aliases.note(.stub(2), merged(into: .stub(1)))
        #expect(aliases[.stub(3)] == .stub(1))
        aliases.forget(.stub(2))
        #expect(aliases[.stub(3)] == .stub(2))
    }

    @Test func aDeletionByOrderMakesNoAlias() {
        var aliases = Aliases(tag: 1)
        aliases.note(.stub(2), WireDeleted())
        #expect(aliases.rows.count == 0)
    }
}
