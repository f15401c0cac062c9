import Matching

/// How often each mark was given: eight bytes a mark, the mark above and the count below.
struct TermTable: Sendable {
    private var words: [UInt64]
    /// Places that are taken, by marks that nobody has any more too.
    private var taken = 0

    private static let countBits: UInt64 = 24
    private static let countMax: UInt64 = 1 << countBits - 1

    init() { words = [UInt64](repeating: 0, count: 1024) }

    func count(of term: Term) -> Int {
        Int(words[place(of: term.packed)] & TermTable.countMax)
    }

    mutating func add(_ term: Term) {
        let place = place(of: term.packed)
        if words[place] == 0 {
            taken += 1
            words[place] = term.packed << TermTable.countBits | 1
            if taken * 10 > words.count * 7 { grow() }
        } else if words[place] & TermTable.countMax < TermTable.countMax {
            words[place] += 1
        }
    }

    mutating func remove(_ term: Term) {
        let place = place(of: term.packed)
        if words[place] & TermTable.countMax > 0 { words[place] -= 1 }
    }

    /// Where it stands, or where it would.
    private func place(of packed: UInt64) -> Int {
        let mask = words.count - 1
        var place = Int(truncatingIfNeeded: (packed &* 0x9E37_79B9_7F4A_7C15) >> 20) & mask
        while words[place] != 0, words[place] >> TermTable.countBits != packed { place = (place + 1) & mask }
        return place
    }

    /// Marks that nobody has any more are left behind.
    private mutating func grow() {
        let live = words.filter { $0 & TermTable.countMax > 0 }
        words = [UInt64](repeating: 0, count: live.count * 2 > words.count ? words.count * 2 : words.count)
        taken = live.count
        for word in live { words[place(of: word >> TermTable.countBits)] = word }
    }
}
