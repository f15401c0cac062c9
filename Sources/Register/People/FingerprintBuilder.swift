/// Takes bytes in, piece by piece, and gives their ``Fingerprint``.
///
/// Pieces run together: put a separator between fields of varying length, or `AB` + `C` is `A` + `BC`.
package struct FingerprintBuilder: Sendable {
    // http://www.isthe.com/chongo/tech/comp/fnv/
    var state: UInt128 = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D

    package init() {}

    package mutating func add(_ bytes: some Sequence<UInt8>) {
        let isDone: Void? = bytes.withContiguousStorageIfAvailable { buffer in
            var state = self.state
            for byte in buffer { state = FingerprintBuilder.step(state, byte) }
            self.state = state
        }
        if isDone == nil {
            for byte in bytes { state = FingerprintBuilder.step(state, byte) }
        }
    }

    /// The text's UTF-8 bytes.
    package mutating func add(_ text: String) {
        add(text.utf8)
    }

    /// The number's bytes, most significant first.
    package mutating func add(_ number: UInt8) { state = FingerprintBuilder.step(state, number) }

    package mutating func add(_ number: UInt32) { add(UInt64(number), byteCount: 4) }

    package mutating func add(_ number: Int32) { add(UInt32(bitPattern: number)) }

    package mutating func add(_ number: UInt64) { add(number, byteCount: 8) }

    private mutating func add(_ number: UInt64, byteCount: Int) {
        for shift in stride(from: byteCount * 8 - 8, through: 0, by: -8) {
            state = FingerprintBuilder.step(state, UInt8(truncatingIfNeeded: number >> UInt64(shift)))
        }
    }

    /// A byte that ends a field. The default, US, is in no name.
    package mutating func add(separator: UInt8 = 0x1F) {
        state = FingerprintBuilder.step(state, separator)
    }

    package func finish() -> Fingerprint {
        Fingerprint(high: UInt64(truncatingIfNeeded: state >> 64), low: UInt64(truncatingIfNeeded: state))
    }

    static func step(_ state: UInt128, _ byte: UInt8) -> UInt128 {
        // The prime is 2^88 + 0x13B.
        (state ^ UInt128(byte)) &* 0x0000_0000_0100_0000_0000_0000_0000_013B
    }
}
