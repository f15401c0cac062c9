import Matching
import WorkerKit

/// How often each mark was given: a word a mark, the mark above, its kind and the count below.
struct TermTable: Sendable {
    private var words = WordIndex()

    private static let countBits: UInt64 = 24
    private static let countMax: UInt64 = 1 << countBits - 1

    func count(of term: Term) -> Int { Int(words[slot(of: term)] & TermTable.countMax) }

    mutating func add(_ term: Term) {
        let slot = slot(of: term)
        let word = words[slot] == 0 ? TermTable.word(term) : words[slot]
        if word & TermTable.countMax < TermTable.countMax { words.set(word + 1, at: slot) }
    }

    mutating func remove(_ term: Term) {
        let slot = slot(of: term)
        switch words[slot] & TermTable.countMax {
        case 0: break
        case 1: words.remove(at: slot)
        default: words.set(words[slot] - 1, at: slot)
        }
    }

    /// With a count of 0.
    private static func word(_ term: Term) -> UInt64 {
        UInt64(term.mark) << 32 | UInt64(term.kind.rawValue) << countBits
    }

    private func slot(of term: Term) -> Int {
        let sought = TermTable.word(term) >> TermTable.countBits
        return words.slot(of: term.mark) { $0 >> TermTable.countBits == sought }
    }
}
