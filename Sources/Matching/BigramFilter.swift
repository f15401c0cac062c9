/// Which pairs of letters a text has, as 128 keyed bits: two filters tell how alike two texts are, and neither tells its text.
///
/// Schnell, Bachteler and Reiher, "Privacy-preserving record linkage using Bloom filters", BMC Medical Informatics and Decision
/// Making 9:41, 2009.
package struct BigramFilter: Hashable, Sendable {
    package var bits: SIMD2<UInt64>

    package init(bits: SIMD2<UInt64> = .zero) { self.bits = bits }

    /// Each pair sets `bitsPerPair` bits, the two ends count as letters.
    init(_ text: some Sequence<UInt8>, _ key: SketchKey, _ use: SketchKey.Use, bitsPerPair: Int) {
        bits = .zero
        var before: UInt8 = 0
        var isEmpty = true
        for byte in text {
            add(before, byte, key, use, bitsPerPair)
            before = byte
            isEmpty = false
        }
        if !isEmpty { add(before, 0, key, use, bitsPerPair) }
    }

    private mutating func add(_ a: UInt8, _ b: UInt8, _ key: SketchKey, _ use: SketchKey.Use, _ count: Int) {
        var hash = key.hash(use, short: UInt64(a) | UInt64(b) << 8)
        for _ in 0..<count {
            let place = hash & 127
            bits[Int(place >> 6)] |= 1 << (place & 63)
            hash >>= 7
        }
    }

    package var isEmpty: Bool { bits == .zero }

    var count: Int { bits[0].nonzeroBitCount + bits[1].nonzeroBitCount }

    /// Dice's coefficient in 256ths: 256 when all bits are shared.
    func likeness(to other: BigramFilter) -> Int {
        let shared = bits & other.bits
        let all = count + other.count
        guard all > 0 else { return 0 }
        return (shared[0].nonzeroBitCount + shared[1].nonzeroBitCount) * 512 / all
    }
}
