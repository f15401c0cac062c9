/// Pairs grouped into persons. A chain of doubtful pairs does not glue people together: two groups join when their members
/// are alike on the whole, not when one of each is.
package struct PersonClusters: Sendable {
    package struct Link: Hashable, Sendable {
        package var first: Int32
        package var second: Int32
        package var score: Float

        package init(first: Int32, second: Int32, score: Float) {
            self.first = first
            self.second = second
            self.score = score
        }
    }

    private var parents: [Int32]
    /// At the root of each group, whoever is in it.
    private var members: [[Int32]]
    /// Links that the guard kept from joining two groups.
    package private(set) var refused: [Link] = []

    package init(count: Int) {
        parents = (0..<Int32(count)).map { $0 }
        members = parents.map { [$0] }
    }

    /// The strongest first. `score` is asked for pairs across two groups that may join; it says how alike the two are.
    package mutating func join(_ links: [Link], from least: Float, score: (Int32, Int32) -> Float) {
        let ordered = links.filter { $0.score >= least }.sorted {
            $0.score != $1.score
                ? $0.score > $1.score : ($0.first, $0.second) < ($1.first, $1.second)
        }
        for link in ordered {
            let first = root(of: link.first)
            let second = root(of: link.second)
            guard first != second else { continue }
            if areAlike(members[Int(first)], members[Int(second)], least, score) {
                unite(first, second)
            } else {
                refused.append(link)
            }
        }
    }

    package mutating func root(of member: Int32) -> Int32 {
        var root = member
        while parents[Int(root)] != root { root = parents[Int(root)] }
        var place = member
        while parents[Int(place)] != root { (place, parents[Int(place)]) = (parents[Int(place)], root) }
        return root
    }

    /// Each group of two or more, in order.
    package var groups: [[Int32]] {
        members.filter { $0.count > 1 }.map { $0.sorted() }.sorted { $0[0] < $1[0] }
    }

    /// What one pair can weigh, either way, and how many of a group are asked.
    private static let weightMax: Float = 10
    private static let askedMax = 16

    private func areAlike(_ a: [Int32], _ b: [Int32], _ least: Float, _ score: (Int32, Int32) -> Float) -> Bool {
        guard a.count > 1 || b.count > 1 else { return true }
        var sum: Float = 0
        var count: Float = 0
        for one in a.prefix(PersonClusters.askedMax) {
            for other in b.prefix(PersonClusters.askedMax) {
                let limit = PersonClusters.weightMax
                sum += min(limit, max(-limit, score(one, other) - least))
                count += 1
            }
        }
        return sum >= 0 && count > 0
    }

    private mutating func unite(_ first: Int32, _ second: Int32) {
        let (root, other) = first < second ? (first, second) : (second, first)
        parents[Int(other)] = root
        members[Int(root)] += members[Int(other)]
        members[Int(other)] = []
    }
}
