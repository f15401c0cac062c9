import Register
import TestSupport
import Testing

@testable import WorkerKit

@Suite struct RowStoreTests {
    /// Goal: rows are where a dictionary has them, over more than one block, whatever came and went. Method: random changes to both.
    @Test(arguments: UInt64(1)...6)
    func itHoldsWhatADictionaryHolds(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var store = RowStore<UInt32, [UInt64]>()
        var model: [UInt32: [UInt64]] = [:]
        // It grows to some thousands, and then shrinks to a few.
        for (steps, inserts) in [(9_000, 8), (16_000, 2), (3_000, 5)] {
            for _ in 0..<steps {
                let isInserted = Int.random(in: 0..<10, using: &random) < inserts
                let known = isInserted ? nil : model.keys.randomElement(using: &random)
                let key = known ?? UInt32.random(in: 0..<20_000, using: &random)
                let row = isInserted ? [UInt64.random(in: 0...9, using: &random)] : nil
                let before = model[key]
                model[key] = row
                #expect(store.set(row, for: key) == before)
            }
            #expect(store.count == model.count)
            var found: [UInt32: [UInt64]] = [:]
            store.forEach { key, row in found[key] = row }
            #expect(found == model)
            for key in UInt32(0)..<20_000 where store[key] != model[key] { Issue.record("key \(key), seed \(seed)") }
        }
    }

    /// Whatever the hash, which no two processes share: the same changes leave the same order.
    @Test func rowsStandInTheOrderInWhichTheyCame() {
        var store = RowStore<Int, Int>()
        for key in 0..<2_000 { store.set(key, for: key) }
        store.set(-7, for: 7)
        store.set(nil, for: 3)
        var keys: [Int] = []
        store.forEach { key, _ in keys.append(key) }
        // The last one took the place of the one that went.
        #expect(keys == [0, 1, 2, 1_999] + Array(4..<1_999))
    }

    /// What a round changed is noted once, and forgotten after it, however large it was.
    @Test(arguments: [0, 1, 1_500, 70_000])
    func whatIsAddedStaysUntilAllIsRemoved(count: Int) {
        var store = RowStore<Int, Int?>()
        for _ in 0..<2 {
            for key in 0..<count { store.add(key % 3 == 0 ? nil : key, for: key) }
            for key in 0..<count { store.add(-1, for: key) }
            #expect(store.count == count)
            #expect((0..<count).allSatisfy { store[$0] == .some($0 % 3 == 0 ? nil : $0) })
            store.removeAll()
            #expect(store.count == 0)
            #expect((0..<count).allSatisfy { store[$0] == nil })
        }
    }

    @Test func aCopyKeepsWhatItHas() {
        var store = RowStore<Int, Int>()
        for key in 0..<3_000 { store.set(key, for: key) }
        let copy = store
        for key in 0..<3_000 { store.set(key % 2 == 0 ? nil : -key, for: key) }
        #expect((0..<3_000).allSatisfy { copy[$0] == $0 })
        #expect((0..<3_000).allSatisfy { store[$0] == ($0 % 2 == 0 ? nil : -$0) })
    }

    @Test func wordsWithOneUpperHalfAreToldApart() {
        var index = WordIndex()
        let last = UInt32.max
        #expect(index.home(of: last) == index.words.count - 1)
        // From the end of the slots on, so that some stand at their beginning.
        for low in UInt64(1)...9 { index.set(UInt64(last) << 32 | low, at: index.slot(of: last) { $0 & 0xF == low }) }
        for low in UInt64(1)...9 { #expect(index[index.slot(of: last) { $0 & 0xF == low }] & 0xF == low) }
        index.remove(at: index.slot(of: last) { $0 & 0xF == 2 })
        #expect(index[index.slot(of: last) { $0 & 0xF == 2 }] == 0)
        for low in UInt64(3)...9 { #expect(index[index.slot(of: last) { $0 & 0xF == low }] & 0xF == low) }
        #expect(index.count == 8)
    }

    /// A table of Île-de-France would not fit otherwise.
    @Test(arguments: [1_000, 100_000, 300_000])
    func anIndexHoldsLittleMoreThanItsWords(count: Int) {
        var index = WordIndex()
        for key in 0..<count {
            let hash = UInt32(truncatingIfNeeded: (UInt64(key) &* 0x9E37_79B9_7F4A_7C15) >> 32)
            index.set(UInt64(hash) << 32 | UInt64(key + 1), at: index.slot(of: hash) { $0 & 0xFFFF_FFFF == key + 1 })
        }
        #expect(index.count == count)
        #expect(index.words.count * 8 <= count * 13)
    }
}
