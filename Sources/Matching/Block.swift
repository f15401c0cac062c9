/// Those who share a key, up to a bound; and how many more would have been in it.
package struct Block<Member: Equatable & Sendable>: Sendable {
    package private(set) var members: [Member]
    package private(set) var overflow: Int

    package static var bound: Int { 50 }

    package init(members: [Member] = [], overflow: Int = 0) {
        self.members = members
        self.overflow = overflow
    }

    package var isEmpty: Bool { members.isEmpty && overflow == 0 }

    /// False when the block is full: the member is counted, and not found by this key.
    package mutating func insert(_ member: Member, bound: Int = Block.bound) -> Bool {
        if members.contains(member) { return true }
        guard members.count < bound else {
            overflow += 1
            return false
        }
        members.append(member)
        return true
    }

    /// One that is not in it was one of those that did not fit.
    package mutating func remove(_ member: Member) {
        if let place = members.firstIndex(of: member) {
            members.remove(at: place)
        } else if overflow > 0 {
            overflow -= 1
        }
    }
}
