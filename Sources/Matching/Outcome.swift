/// What is done with two records.
package enum Outcome: UInt8, Hashable, Sendable {
    /// Too unlike.
    case different = 0
    /// Somebody must look.
    case doubtful = 1
    /// Linked without asking.
    case certain = 2
}

/// From which score on, in bits: 0 is even odds, 10 a thousand to one.
package struct Thresholds: Hashable, Sendable, Codable {
    package var certain: Float
    package var doubtful: Float

    package init(certain: Float = 7, doubtful: Float = -1) {
        self.certain = certain
        self.doubtful = doubtful
    }
}

extension ComparisonVector {
    /// No score makes up for these. Twins share all but a first name, a father and his son all but a birth date, and a household
    /// all but both; an own number may be typed with somebody else's.
    package var mayBeCertain: Bool {
        if holdsSeveral || self[.sex] == 2 || self[.nir] == 2 { return false }
        let isNamed = self[.firstNames] == NameLevel.same || (self[.firstNames] == NameLevel.part && sharesCallName)
        let isOfTheName = self[.lastName] == NameLevel.same || self[.lastName] == NameLevel.part
        let isNearTheName = self[.lastName] == NameLevel.near
        // What only this person, or this home, has: the street is not enough.
        let isFoundThere = self[.nir] == 1 || self[.phone] == 1 || self[.email] == 1 || self[.address] == 1
        guard isNamed, isOfTheName || isNearTheName else { return false }
        switch self[.birth] {
        // MARTIN and MARTINS are two names: a mistyped one needs something else, as does a mistyped date. Not both at once.
        case BirthLevel.same: return isOfTheName || isFoundThere
        case BirthLevel.permuted, BirthLevel.oneDigit: return isOfTheName && isFoundThere
        default: return false
        }
    }
}
