import TestSupport
import Testing

@testable import Deduplication
@testable import Matching

@Suite struct BlockTableTests {
    /// What it says is what a dictionary says, whatever came and went.
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func itSaysWhatADictionarySays(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var table = BlockTable()
        var model: [UInt32: [Int32]] = [:]
        // Few keys make large blocks, many make the table grow.
        let keys = (0..<[3, 40, 2_000].randomElement(using: &random)!).map { _ in
            UInt32.random(in: 0...(.max), using: &random)
        }
        for step in 0..<6_000 {
            let key = keys.randomElement(using: &random)!
            if Int.random(in: 0..<(step < 4_000 ? 3 : 8), using: &random) < 2 {
                table.insert(Int32(step), key: key)
                model[key, default: []].append(Int32(step))
            } else if let member = model[key]?.randomElement(using: &random) {
                table.remove(member, key: key)
                model[key]?.removeAll { $0 == member }
            }
        }
        for key in keys + [0, 1] {
            var found: [Int32] = [-1]
            let most = 50
            let expected = (model[key] ?? []).sorted()
            #expect(table.members(of: key, most: most, into: &found) == (expected.count <= most))
            #expect(found.first == -1)
            #expect(found.dropFirst().sorted() == (expected.count <= most ? expected : []))
        }
    }

    @Test func termsAreCounted() {
        var random = SeededRandom(seed: 7)
        var table = TermTable()
        var model: [Term: Int] = [:]
        for _ in 0..<20_000 {
            let kind = [Term.Kind.name, .firstName, .contact, .birth].randomElement(using: &random)!
            let term = Term(kind: kind, mark: UInt32.random(in: 1...3_000, using: &random))
            if Bool.random(using: &random) {
                table.add(term)
                model[term, default: 0] += 1
            } else if let count = model[term], count > 0 {
                table.remove(term)
                model[term] = count - 1
            }
        }
        for (term, count) in model { #expect(table.count(of: term) == count) }
        #expect(table.count(of: Term(kind: .name, mark: 5_000)) == 0)
    }
}
