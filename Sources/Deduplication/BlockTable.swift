import WorkerKit

/// Which applications share a blocking key. Of one key, all stand in one run, so that a block is read in one go, and how many
/// there are is known before.
///
/// Shape: a word for a key; a key with one member holds it there, others have a run in `pools`, of 4, 8, 16… numbers, the first of
/// which says how many follow.
struct BlockTable: Sendable {
    /// The key above; below, what is said by `Reference`.
    private var words = WordIndex()
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

    private static func size(of pool: Int) -> Int { 4 << pool }

    /// How many there are in a block.
    func count(of key: UInt32) -> Int {
        let word = words[words.slot(of: key)]
        guard word != 0 else { return 0 }
        switch Reference(word) {
        case .member: return 1
        case .run(let pool, let index): return Int(pools[pool].numbers[index * BlockTable.size(of: pool)])
        }
    }

    /// Appends the members of a block. False, and none, when there are more than `most`.
    func members(of key: UInt32, most: Int, into found: inout [Int32]) -> Bool {
        let word = words[words.slot(of: key)]
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
        let slot = words.slot(of: key)
        guard words[slot] != 0 else {
            words.set(UInt64(key) << 32 | Reference.member(member).low, at: slot)
            return
        }
        var run: (pool: Int, index: Int)
        switch Reference(words[slot]) {
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
        words.set(UInt64(key) << 32 | Reference.run(pool: run.pool, index: run.index).low, at: slot)
    }

    mutating func remove(_ member: Int32, key: UInt32) {
        let slot = words.slot(of: key)
        guard words[slot] != 0 else { return }
        switch Reference(words[slot]) {
        case .member(let only): if only == member { words.remove(at: slot) }
        case .run(let pool, let index):
            let start = index * BlockTable.size(of: pool)
            let count = Int(pools[pool].numbers[start])
            let run = (start + 1)...(start + count)
            guard let found = pools[pool].numbers[run].firstIndex(of: member) else { return }
            pools[pool].numbers[found] = pools[pool].numbers[start + count]
            pools[pool].numbers[start] = Int32(count - 1)
            if count == 1 {
                pools[pool].free.append(UInt32(index))
                words.remove(at: slot)
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
}
