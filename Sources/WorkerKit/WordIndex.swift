/// Words of eight bytes, found by their upper half, which is spread evenly; what is in the lower half is for whoever uses it.
/// A word is never 0.
///
/// Shape: open addressing without powers of two. It grows by a quarter when four fifths of the slots are taken, so that
/// a word costs 10 to 13 bytes. Words stand nearly in the order of their upper halves, and growing runs through memory once.
public struct WordIndex: Sendable {
    @usableFromInline var words = [UInt64](repeating: 0, count: 16)
    @usableFromInline var taken = 0

    @inlinable public init() {}

    @inlinable public var count: Int { taken }

    /// 0 where the slot is free.
    @inlinable public subscript(slot: Int) -> UInt64 { words[slot] }

    /// Where the word stands that has this upper half and that `isSought` says yes to; or the free slot where it would.
    @inlinable public func slot(of hash: UInt32, where isSought: (UInt64) -> Bool) -> Int {
        var slot = home(of: hash)
        while words[slot] != 0, UInt32(words[slot] >> 32) != hash || !isSought(words[slot]) {
            slot = following(slot)
        }
        return slot
    }

    @inlinable public func slot(of hash: UInt32) -> Int { slot(of: hash) { _ in true } }

    /// Puts a word where ``slot(of:where:)`` said, in place of the one there if any. Other slots may have changed then.
    @inlinable public mutating func set(_ word: UInt64, at slot: Int) {
        let isNew = words[slot] == 0
        words[slot] = word
        guard isNew else { return }
        taken += 1
        if taken * 5 > words.count * 4 { grow(to: words.count * 5 / 4) }
    }

    /// Takes a word out: those behind it that would not be found any more move up.
    @inlinable public mutating func remove(at slot: Int) {
        var hole = slot
        var next = following(slot)
        while words[next] != 0 {
            let home = home(of: UInt32(words[next] >> 32))
            if distance(from: home, to: next) >= distance(from: hole, to: next) {
                words[hole] = words[next]
                hole = next
            }
            next = following(next)
        }
        words[hole] = 0
        taken -= 1
    }

    @inlinable public mutating func removeAll(keepingCapacity: Bool) {
        if keepingCapacity {
            for slot in words.indices { words[slot] = 0 }
            taken = 0
        } else {
            self = WordIndex()
        }
    }

    /// Makes room for so many words.
    @inlinable public mutating func reserve(_ capacity: Int) {
        if capacity * 5 > words.count * 4 { grow(to: capacity * 5 / 4 + 1) }
    }

    @inlinable func home(of hash: UInt32) -> Int { Int((UInt64(hash) &* UInt64(words.count)) >> 32) }

    @inlinable func following(_ slot: Int) -> Int { slot + 1 == words.count ? 0 : slot + 1 }

    @inlinable func distance(from slot: Int, to other: Int) -> Int {
        other >= slot ? other - slot : other - slot + words.count
    }

    @inlinable mutating func grow(to size: Int) {
        let old = words
        words = [UInt64](repeating: 0, count: size)
        for word in old where word != 0 {
            var slot = home(of: UInt32(word >> 32))
            while words[slot] != 0 { slot = following(slot) }
            words[slot] = word
        }
    }
}
