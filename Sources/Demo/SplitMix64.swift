/// Chance that comes back the same from the same seed.
///
/// Source: https://prng.di.unimi.it/splitmix64.c
struct SplitMix64: Sendable {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// A stream of its own for each use and each thing: what is drawn for one thing never depends on the others.
    init(seed: UInt64, stream: UInt64, index: Int) {
        var root = SplitMix64(seed: seed ^ (stream &* 0xD6E8_FEB8_6659_FD93))
        var branch = SplitMix64(seed: root.next() &+ UInt64(bitPattern: Int64(index)) &* 0xA076_1D64_78BD_642F)
        state = branch.next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// 0..<bound.
    mutating func below(_ bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.count)
    }

    /// True so many times in a thousand.
    mutating func chance(_ perThousand: Int) -> Bool {
        below(1000) < perThousand
    }

    /// 0..<1.
    mutating func unit() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    mutating func element<Element>(_ elements: [Element]) -> Element {
        elements[below(elements.count)]
    }

    mutating func shuffle<Element>(_ elements: inout [Element]) {
        guard elements.count > 1 else { return }
        for last in stride(from: elements.count - 1, to: 0, by: -1) {
            elements.swapAt(last, below(last + 1))
        }
    }
}

/// Draws a place in a list, each as often as its weight says.
struct WeightedChoice: Sendable {
    /// Running sums of the weights.
    private let sums: [UInt64]

    init(weights: some Sequence<Int>) {
        var sum: UInt64 = 0
        sums = weights.map { weight in
            sum += UInt64(weight)
            return sum
        }
        precondition(sum > 0, "a choice needs something to choose from")
    }

    func pick(_ random: inout SplitMix64) -> Int {
        let ticket = UInt64(random.below(Int(sums[sums.count - 1])))
        var low = 0
        var high = sums.count - 1
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] > ticket { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
