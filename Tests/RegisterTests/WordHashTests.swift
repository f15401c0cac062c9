import Testing

@testable import Register

/// Keys of tables hash well enough: neighbours do not meet, and equal keys do.
@Suite struct WordHashTests {
    @Test func equalKeysHaveEqualHashes() {
        let id = SubmissionID(high: 1, low: 2)
        #expect(id._rawHashValue(seed: 5) == SubmissionID(high: 1, low: 2)._rawHashValue(seed: 5))
        #expect(id._rawHashValue(seed: 5) != id._rawHashValue(seed: 6))
        #expect(id._rawHashValue(seed: 5) != SubmissionID(high: 2, low: 1)._rawHashValue(seed: 5))
    }

    /// Goal: the numbers of a territory, which differ in a few bits, spread over the buckets of a dictionary.
    /// Method: 65,536 in a row over as many buckets; at random, a bucket in 2.72 stays empty (1/e), and none has twenty.
    @Test(arguments: [26, 0, 44])
    func neighboursSpread(shift: UInt64) {
        var buckets = [Int](repeating: 0, count: 65_536)
        for sequence in 0..<UInt64(65_536) {
            let hash = WordHash.of(0x5A00_0000_0000_0000 ^ sequence << shift, seed: 17)
            buckets[hash & 0xFFFF] += 1
        }
        let empty = buckets.count { $0 == 0 }
        #expect((23_000...25_300).contains(empty), "\(empty) buckets are empty")
        #expect(buckets.max()! < 20)
    }
}
