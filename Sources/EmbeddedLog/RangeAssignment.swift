/// Kafka's range assignment: neighbours go together, and the first members take the rest.
///
/// The same partition number of two topics with as many partitions goes to the same member.
package enum RangeAssignment {
    package static func ranges(partitions: Int, members: Int) -> [Range<Int>] {
        guard members > 0 else { return [] }
        let (share, rest) = partitions.quotientAndRemainder(dividingBy: members)
        return (0..<members).map { member in
            let start = member * share + min(member, rest)
            return start..<start + share + (member < rest ? 1 : 0)
        }
    }
}
