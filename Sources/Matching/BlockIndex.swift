/// Blocks in memory.
package struct BlockIndex: Sendable {
    private var blocks: [UInt64: Block<Int32>] = [:]
    package let bound: Int
    /// How often a block was full.
    package private(set) var overflow = 0

    /// How many blocks somebody did not fit in.
    package var fullBlocks: Int { blocks.values.count { $0.overflow > 0 } }

    package init(bound: Int = Block<Int32>.bound) { self.bound = bound }

    package mutating func insert(_ member: Int32, keys: [UInt64]) {
        for key in keys where !blocks[key, default: Block()].insert(member, bound: bound) { overflow += 1 }
    }

    /// Whoever shares a key, each once, in order.
    package func candidates(for keys: [UInt64]) -> [Int32] {
        var found: [Int32] = []
        for key in keys { if let block = blocks[key] { found += block.members } }
        found.sort()
        var last: Int32 = -1
        found.removeAll { member in
            defer { last = member }
            return member == last
        }
        return found
    }
}
