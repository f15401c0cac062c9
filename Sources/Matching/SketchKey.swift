/// The secret under which sketches are made. Whoever lacks it can compare two sketches, and make none.
///
/// SipHash-2-4: Aumasson and Bernstein, "SipHash: a fast short-input PRF", INDOCRYPT 2012.
/// Shape: two `UInt64`.
package struct SketchKey: Hashable, Sendable {
    private let low: UInt64
    private let high: UInt64

    package init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    /// Sixteen bytes or more; the first sixteen count.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count >= 16 else { return nil }
        var words: [UInt64] = [0, 0]
        for (place, byte) in bytes.prefix(16).enumerated() { words[place / 8] |= UInt64(byte) << (place % 8 * 8) }
        self.init(low: words[0], high: words[1])
    }

    /// For files that are compared with themselves alone, as `match` does, and for tests: no secret.
    package static let open = SketchKey(low: 0x6E75_6D65_726F_2D75, high: 0x6E69_7175_652D_3031)

    /// What is hashed never meets what is hashed for another use.
    enum Use: UInt8 {
        case name = 1
        case sound, namePair, birth, identifier, nir, phone, email, address, addressPair, communePair, postcode,
            dependant
    }

    func hash(_ use: Use, _ bytes: ArraySlice<UInt8>) -> UInt64 { hash(first: use.rawValue, bytes) }

    /// Of `first` and the bytes after it.
    func hash(first: UInt8, _ bytes: ArraySlice<UInt8>) -> UInt64 {
        var state = State(low: low, high: high)
        var word = UInt64(first)
        var filled: UInt64 = 8
        for byte in bytes {
            word |= UInt64(byte) << filled
            filled += 8
            if filled == 64 {
                state.take(word)
                word = 0
                filled = 0
            }
        }
        return state.finish(word, count: bytes.count + 1)
    }

    func hash(_ use: Use, _ bytes: [UInt8]) -> UInt64 { hash(use, bytes[...]) }

    /// Not 0, which stands for nothing.
    func hash32(_ use: Use, _ bytes: ArraySlice<UInt8>) -> UInt32 {
        max(1, UInt32(truncatingIfNeeded: hash(use, bytes)))
    }

    func hash32(_ use: Use, _ bytes: [UInt8]) -> UInt32 { hash32(use, bytes[...]) }

    /// Up to seven bytes of `word`.
    func hash(_ use: Use, short word: UInt64) -> UInt64 {
        var state = State(low: low, high: high)
        state.take(UInt64(use.rawValue) | word << 8)
        return state.finish(0, count: 8)
    }

    private struct State {
        var v0: UInt64
        var v1: UInt64
        var v2: UInt64
        var v3: UInt64

        init(low: UInt64, high: UInt64) {
            v0 = low ^ 0x736F_6D65_7073_6575
            v1 = high ^ 0x646F_7261_6E64_6F6D
            v2 = low ^ 0x6C79_6765_6E65_7261
            v3 = high ^ 0x7465_6462_7974_6573
        }

        mutating func round() {
            v0 &+= v1
            v1 = (v1 << 13 | v1 >> 51) ^ v0
            v0 = v0 << 32 | v0 >> 32
            v2 &+= v3
            v3 = (v3 << 16 | v3 >> 48) ^ v2
            v0 &+= v3
            v3 = (v3 << 21 | v3 >> 43) ^ v0
            v2 &+= v1
            v1 = (v1 << 17 | v1 >> 47) ^ v2
            v2 = v2 << 32 | v2 >> 32
        }

        mutating func take(_ word: UInt64) {
            v3 ^= word
            round()
            round()
            v0 ^= word
        }

        /// `word` holds what is left: less than eight bytes.
        mutating func finish(_ word: UInt64, count: Int) -> UInt64 {
            take(word | UInt64(count & 0xFF) << 56)
            v2 ^= 0xFF
            for _ in 0..<4 { round() }
            return v0 ^ v1 ^ v2 ^ v3
        }
    }
}
