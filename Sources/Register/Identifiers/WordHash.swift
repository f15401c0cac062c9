/// The hash of a key that is one or two words. Tables of such keys are most of a worker's work, and the standard library's
/// hash, made for bytes of any length, was a seventh of it.
///
/// Two folded multiplications by the factors of wyhash (https://github.com/wangyi-fudan/wyhash). Each dictionary has a seed of
/// its own, so whoever chooses submission ids cannot choose them so that they meet.
enum WordHash {
    static func of(_ first: UInt64, _ second: UInt64 = 0, seed: Int) -> Int {
        let half = fold(first ^ UInt64(truncatingIfNeeded: seed) ^ 0xA076_1D64_78BD_642F, 0xE703_7ED1_A0B4_28DB)
        return Int(truncatingIfNeeded: fold(half ^ second, 0x8EBC_6AF0_9C88_C6E3))
    }

    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}

extension UniqueNumber {
    package func _rawHashValue(seed: Int) -> Int { WordHash.of(rawValue, seed: seed) }
}

extension SubmissionID {
    package func _rawHashValue(seed: Int) -> Int { WordHash.of(high, low, seed: seed) }
}

extension Fingerprint {
    package func _rawHashValue(seed: Int) -> Int { WordHash.of(high, low, seed: seed) }
}

extension PersonKey {
    package func _rawHashValue(seed: Int) -> Int { fingerprint._rawHashValue(seed: seed) }
}
