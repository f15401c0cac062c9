/// Which applications share a blocking key. Of one key, all stand in one run, so that a block is read in one go, and how many
/// there are is known before.
///
/// Shape: eight bytes for a key (at most seven tenths of the places are taken); a key with one member holds it there, others have a
/// run in `pools`, of 4, 8, 16… numbers, the first of which says how many follow.
struct BlockTable: Sendable {
    /// The key above; below, what is said by `Reference`. 0 where there is none.
    private var words: [UInt64]
    private var taken = 0
    /// Runs of four numbers, of eight, and so on.
    private var pools: [Pool] = []

    private struct Pool: Sendable {
        var numbers: [Int32] = []
        var free: [UInt32] = []
    }

    /// The lower half of a word: 1 and a member; or the highest bit, a pool and a run of it.
    private enum Reference {
        case member(Int32)
        case run(pool: Int, index: Int)

        init(_ word: UInt64) {
            let low = UInt32(truncatingIfNeeded: word)
            if low >> 31 == 0 {
                self = .member(Int32(low) - 1)
            } else {
                self = .run(pool: Int(low >> 26 & 31), index: Int(low & 0x3FF_FFFF))
            }
        }

        var low: UInt64 {
            switch self {
            case .member(let member): UInt64(UInt32(member) + 1)
            case .run(let pool, let index): UInt64(1 << 31 | UInt32(pool) << 26 | UInt32(index))
            }
        }
    }

    init() { words = [UInt64](repeating: 0, count: 1024) }

    private static func size(of pool: Int) -> Int { 4 << pool }

    /// Appends the members of a block. False, and none, when there are more than `most`.
    func members(of key: UInt32, most: Int, into found: inout [Int32]) -> Bool {
        let word = words[place(of: key)]
        guard word != 0 else { return true }
        switch Reference(word) {
        case .member(let member): found.append(member)
        case .run(let pool, let index):
            let start = index * BlockTable.size(of: pool)
            let count = Int(pools[pool].numbers[start])
            guard count <= most else { return false }
            found.append(contentsOf: pools[pool].numbers[(start + 1)...(start + count)])
        }
        return true
    }

    mutating func insert(_ member: Int32, key: UInt32) {
        let place = place(of: key)
        guard words[place] != 0 else {
            words[place] = UInt64(key) << 32 | Reference.member(member).low
            taken += 1
            if taken * 10 > words.count * 7 { grow() }
            return
        }
        var run: (pool: Int, index: Int)
        switch Reference(words[place]) {
        case .member(let first):
            run = take(pool: 0)
            pools[0].numbers[run.index * 4] = 1
            pools[0].numbers[run.index * 4 + 1] = first
        case .run(let pool, let index): run = (pool, index)
        }
        var start = run.index * BlockTable.size(of: run.pool)
        let count = Int(pools[run.pool].numbers[start])
        if count + 1 == BlockTable.size(of: run.pool) {
            let larger = take(pool: run.pool + 1)
            let target = larger.index * BlockTable.size(of: larger.pool)
            for place in 0...count {
                pools[larger.pool].numbers[target + place] = pools[run.pool].numbers[start + place]
            }
            pools[run.pool].free.append(UInt32(run.index))
            run = larger
            start = target
        }
        pools[run.pool].numbers[start] = Int32(count + 1)
        pools[run.pool].numbers[start + count + 1] = member
        words[place] = UInt64(key) << 32 | Reference.run(pool: run.pool, index: run.index).low
    }

    mutating func remove(_ member: Int32, key: UInt32) {
        let place = place(of: key)
        guard words[place] != 0 else { return }
        switch Reference(words[place]) {
        case .member(let only): if only == member { close(place) }
        case .run(let pool, let index):
            let start = index * BlockTable.size(of: pool)
            let count = Int(pools[pool].numbers[start])
            let run = (start + 1)...(start + count)
            guard let found = pools[pool].numbers[run].firstIndex(of: member) else { return }
            pools[pool].numbers[found] = pools[pool].numbers[start + count]
            pools[pool].numbers[start] = Int32(count - 1)
            if count == 1 {
                pools[pool].free.append(UInt32(index))
                close(place)
            }
        }
    }

    private mutating func take(pool: Int) -> (pool: Int, index: Int) {
        while pools.count <= pool { pools.append(Pool()) }
        if let free = pools[pool].free.popLast() { return (pool, Int(free)) }
        let size = BlockTable.size(of: pool)
        let index = pools[pool].numbers.count / size
        pools[pool].numbers.append(contentsOf: repeatElement(0, count: size))
        return (pool, index)
    }

    private func home(of key: UInt32) -> Int { Int((UInt64(key) &* 0x9E37_79B9_7F4A_7C15) >> 32) & (words.count - 1) }

    /// Where it stands, or where it would.
    private func place(of key: UInt32) -> Int {
        var place = home(of: key)
        while words[place] != 0, UInt32(words[place] >> 32) != key { place = (place + 1) & (words.count - 1) }
        return place
    }

    /// Takes a key out: those behind it that would not be found any more move up.
    private mutating func close(_ place: Int) {
        let mask = words.count - 1
        var hole = place
        var next = (place + 1) & mask
        while words[next] != 0 {
            let home = home(of: UInt32(words[next] >> 32))
            if (next &- home) & mask >= (next &- hole) & mask {
                words[hole] = words[next]
                hole = next
            }
            next = (next + 1) & mask
        }
        words[hole] = 0
        taken -= 1
    }

    private mutating func grow() {
        let old = words
        words = [UInt64](repeating: 0, count: old.count * 2)
        for word in old where word != 0 { words[place(of: UInt32(word >> 32))] = word }
    }
}
