/// 128 bits that stand for some bytes: two equal contents have the same, two different ones practically never.
///
/// FNV-1a, 128 bits. The same in every process and version, so it may be stored. It is no secret and not cryptographic:
/// whoever knows the names can compute it, so it stays in the register's own topics.
/// Shape: two `UInt64`, most significant first.
package struct Fingerprint: Hashable, Sendable {
    package var high: UInt64
    package var low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    package static func of(_ bytes: some Sequence<UInt8>) -> Fingerprint {
        var builder = FingerprintBuilder()
        builder.add(bytes)
        return builder.finish()
    }
}

extension Fingerprint: Comparable, CustomStringConvertible {
    package static func < (left: Fingerprint, right: Fingerprint) -> Bool {
        left.high == right.high ? left.low < right.low : left.high < right.high
    }

    /// 32 hexadecimal digits.
    package var description: String {
        [high, low].map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
