import Matching
import Schemas
import Sealing
import TestSupport
import Testing

/// Sketches of a whole form, under a key that is chosen.
@Suite struct SketchTests {
    private let key = SketchKey(low: 1, high: 2)

    @Test func whoAsksIsSketchedInTheOrderOfTheForm() {
        let form = WireApplication.stub([.zoe, .karim])
        #expect(form.sketches(under: key).count == 2)
        #expect(form.sketches(under: key).last == WireApplication.stub([.karim]).sketches(under: key).first)
        #expect(WireApplication.stub([]).sketches(under: key) == [], "an association is nobody")
    }

    @Test func anotherKeyGivesNothingToCompare() throws {
        let form = WireApplication.stub([.zoe])
        let one = try #require(form.sketches(under: key).first)
        let other = try #require(form.sketches(under: SketchKey(low: 1, high: 3)).first)
        #expect(one == form.sketches(under: key).first)
        #expect(Set(blockingKeys(one)).isDisjoint(with: blockingKeys(other)))
        #expect(compare(one, one) != compare(one, other))
    }
}
