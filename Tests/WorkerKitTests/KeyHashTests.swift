import Register
import Testing
import WorkerKit

/// Where keys begin to be sought in a table: nobody can choose ids that all begin at one place.
@Suite struct KeyHashTests {
    /// Until 2026 these all had the hash 0, in every process: half of each was chosen so that a product became zero.
    private static let crafted: [SubmissionID] = (0..<1_000).map { number in
        let high = UInt64(number) &* 0x9E37_79B9_7F4A_7C15
        return SubmissionID(high: high, low: fold(high ^ 0xA076_1D64_78BD_642F, 0xE703_7ED1_A0B4_28DB))
    }

    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }

    @Test func idsThatWereMadeToCollideSpread() {
        let hashes = Set(KeyHashTests.crafted.map { keyHash($0) })
        // Of a thousand among four billion hardly two meet by chance.
        #expect(hashes.count > 990)
        let eighths = Dictionary(grouping: hashes) { $0 >> 29 }
        #expect(eighths.count == 8)
    }

    /// The numbers of a territory differ in a few bits.
    @Test(arguments: [26, 0, 44])
    func neighboursSpread(shift: UInt64) {
        var buckets = [Int](repeating: 0, count: 65_536)
        for sequence in 0..<UInt64(65_536) {
            let id = SubmissionID(high: 0, low: 0x5A00_0000_0000_0000 ^ sequence << shift)
            buckets[Int(keyHash(id) & 0xFFFF)] += 1
        }
        let empty = buckets.count { $0 == 0 }
        #expect((23_000...25_300).contains(empty), "\(empty) buckets are empty")
        #expect(buckets.allSatisfy { $0 < 20 })
    }

    @Test func aTableOfThemFindsEach() {
        var store = RowStore<SubmissionID, Int>()
        for (number, id) in KeyHashTests.crafted.enumerated() { store.set(number, for: id) }
        for (number, id) in KeyHashTests.crafted.enumerated() { #expect(store[id] == number) }
    }
}
