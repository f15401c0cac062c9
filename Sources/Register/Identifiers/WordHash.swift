/// The hash of a key that is one or two words. Tables of such keys are most of a worker's work, and the standard library's
/// hash, made for bytes of any length, was a seventh of it.
///
/// Two folded multiplications, as in wyhash (https://github.com/wangyi-fudan/wyhash), with factors that differ in every
/// process: whoever chooses submission ids cannot choose them so that they meet.
enum WordHash {
    private static let secrets = (secret(1), secret(2), secret(3))

    static func of(_ first: UInt64, _ second: UInt64 = 0, seed: Int) -> Int {
        let (one, two, three) = secrets
        let half = fold(first ^ one ^ UInt64(truncatingIfNeeded: seed), two)
        return Int(truncatingIfNeeded: fold(half ^ second ^ one, three))
    }

    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }

    /// Odd, so that no bit of the other factor is lost.
    private static func secret(_ index: Int) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(index)
        return UInt64(bitPattern: Int64(hasher.finalize())) | 1
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
