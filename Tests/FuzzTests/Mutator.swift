import TestSupport

/// Damages bytes as a bad disk, a bad sender or an attacker does: a seed gives the same damage again.
struct Mutator {
    private var random: SeededRandom

    /// Numbers at the ends of their ranges, as varints and as bytes.
    private static let extremes: [[UInt8]] = [
        [0], [1], [0x7F], [0x80, 0x01], [0xFF, 0x01], [0xFF, 0xFF, 0xFF, 0xFF, 0x07], [0xFF, 0xFF, 0xFF, 0xFF, 0x0F],
        [0x80, 0x80, 0x80, 0x80, 0x08], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
        [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
        [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01],
        [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
    ]

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    mutating func chance(_ one: Int, in all: Int) -> Bool { Int.random(in: 0..<all, using: &random) < one }

    mutating func pick<Item>(_ items: [Item]) -> Item { items[Int.random(in: 0..<items.count, using: &random)] }

    mutating func mutated(_ bytes: [UInt8], with others: [[UInt8]]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&bytes, others) }
        return bytes
    }

    private mutating func mutate(_ bytes: inout [UInt8], _ others: [[UInt8]]) {
        guard !bytes.isEmpty else {
            bytes = [UInt8.random(in: 0...255, using: &random)]
            return
        }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let count = min(bytes.count - place, Int.random(in: 1...9, using: &random))
        switch Int.random(in: 0..<9, using: &random) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: bytes[place] = .random(in: 0...255, using: &random)
        case 2: bytes.removeLast(bytes.count - place)
        case 3: bytes.removeSubrange(place..<place + count)
        case 4: bytes.insert(contentsOf: bytes[place..<place + count], at: place)
        case 5: bytes.insert(contentsOf: pick(Mutator.extremes), at: place)
        case 6:
            // A number in the place of another.
            bytes.replaceSubrange(place..<place + min(count, 2), with: pick(Mutator.extremes))
        case 7:
            // What stands in another input from some place on.
            let other = pick(others)
            guard !other.isEmpty else { return }
            bytes.replaceSubrange(place..., with: other[Int.random(in: 0..<other.count, using: &random)...])
        default:
            // Digits and names of a text.
            bytes[place] = pick(Array("0123456789-+.eE\"{}[]<>&;:,/\\nult ".utf8))
        }
    }
}
