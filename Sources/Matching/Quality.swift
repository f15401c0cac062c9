/// How many pairs were found that are true, how many that are not, and how many true ones were missed.
package struct Quality: Hashable, Sendable {
    package var right: Int
    package var wrong: Int
    package var missed: Int

    package init(right: Int, wrong: Int, missed: Int) {
        self.right = right
        self.wrong = wrong
        self.missed = missed
    }

    /// Of those found, how many are true; 1 where none is found.
    package var precision: Double { right + wrong == 0 ? 1 : Double(right) / Double(right + wrong) }

    /// Of those that are true, how many are found; 1 where there are none.
    package var recall: Double { right + missed == 0 ? 1 : Double(right) / Double(right + missed) }

    package var f1: Double {
        let all = 2 * right + wrong + missed
        return all == 0 ? 1 : Double(2 * right) / Double(all)
    }
}
