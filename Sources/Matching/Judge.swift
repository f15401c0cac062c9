/// A ``Model`` made ready to judge many comparisons.
package struct Judge: Sendable {
    package let model: Model
    package let thresholds: Thresholds
    /// Sixteen levels for each field: bits against a stranger, bits against a relative, log2 of how often one person has it.
    private let stranger: [Float]
    private let relative: [Float]
    private let same: [Float]
    private let duplicates: Float
    private let againstRelatives: Float
    /// The most that letters alone can tell against a relative.
    private let lettersOfLast: Float
    private let lettersOfFirst: Float
    private let lettersOfAddress: Float
    private let order: Float
    private let place: Float

    package init(_ model: Model, _ thresholds: Thresholds = Thresholds()) {
        self.model = model
        self.thresholds = thresholds
        var stranger = [Float](repeating: 0, count: Field.allCases.count * 16)
        var relative = stranger
        var same = stranger
        for weight in model.weights {
            for level in weight.same.indices {
                let place = Int(weight.field.rawValue) * 16 + level + 1
                same[place] = Float(log2(weight.same[level]))
                stranger[place] = same[place] - Float(log2(weight.stranger[level]))
                relative[place] = same[place] - Float(log2(weight.relative[level]))
            }
        }
        self.stranger = stranger
        self.relative = relative
        self.same = same
        duplicates = Float(log2(model.duplicates))
        againstRelatives = Float(log2(model.duplicates / model.relatives))
        func best(of field: Field, _ levels: ClosedRange<UInt8>) -> Float {
            levels.reduce(0) { max($0, relative[Int(field.rawValue) * 16 + Int($1)]) }
        }
        lettersOfLast = best(of: .lastName, NameLevel.near...NameLevel.different)
        lettersOfFirst = best(of: .firstNames, NameLevel.near...NameLevel.different)
        lettersOfAddress = best(of: .address, 2...5)
        order = best(of: .order, 0...2)
        place = best(of: .place, 0...6)
    }

    /// The weight of one field, in bits.
    package struct Contribution: Hashable, Sendable {
        package var field: Field
        package var level: UInt8
        package var bits: Float
    }

    /// log2 of the odds that it is one person: 0 is even, 10 a thousand to one.
    package func score(_ vector: ComparisonVector, _ information: TermInformation) -> Float {
        let (strangers, relatives) = scores(vector, information)
        return min(strangers, relatives)
    }

    /// The same where it may be `least` or more; nil where it surely is less, which a relative alone often tells.
    package func score(_ vector: ComparisonVector, _ information: TermInformation, least: Float) -> Float? {
        let (strangers, relatives) = sums(vector)
        let againstRelative = againstRelatives + relatives
        guard againstRelative >= least else { return nil }
        let score = min(againstStranger(strangers, vector, information), againstRelative)
        return score >= least ? score : nil
    }

    /// False where two people cannot score `least` against a relative, however alike their letters are. Of the household comes
    /// `dependants`, the level of that field.
    package func mayReach(_ least: Float, _ a: PersonSketch, _ b: PersonSketch, dependants: UInt8) -> Bool {
        guard var glance = Glance(a, b) else { return true }
        glance.vector[.dependants] = dependants
        var most = againstRelatives + sums(glance.vector).1 + order + place
        if glance.addressIsOpen { most += lettersOfAddress }
        if glance.firstIsOpen {
            // They may have been typed in each other's box, and then a last name that is shared counts for less, or more.
            let known = relative[Int(Field.lastName.rawValue) * 16 + Int(glance.vector[.lastName])]
            most += lettersOfFirst + (glance.lastIsOpen ? lettersOfLast : max(0, lettersOfLast - known))
        } else if glance.lastIsOpen {
            most += lettersOfLast
        }
        // Sums in another order differ by less than this.
        return most + 0.01 >= least
    }

    private func scores(_ vector: ComparisonVector, _ information: TermInformation) -> (Float, Float) {
        let (strangers, relatives) = sums(vector)
        return (againstStranger(strangers, vector, information), againstRelatives + relatives)
    }

    /// `sum`: that of all fields.
    private func againstStranger(_ sum: Float, _ vector: ComparisonVector, _ information: TermInformation) -> Float {
        duplicates - information.population + sum + rarities(vector, information)
    }

    /// Of all fields, against a stranger and against a relative.
    private func sums(_ vector: ComparisonVector) -> (Float, Float) {
        var strangers: Float = 0
        var relatives: Float = 0
        stranger.withUnsafeBufferPointer { stranger in
            relative.withUnsafeBufferPointer { relative in
                var levels = vector.levels
                var place = 0
                while levels != 0 {
                    strangers += stranger[place + Int(levels & 15)]
                    relatives += relative[place + Int(levels & 15)]
                    levels >>= 4
                    place += 16
                }
            }
        }
        return (strangers, relatives)
    }

    /// What it adds against a stranger to know how many have what both share.
    private func rarities(_ vector: ComparisonVector, _ information: TermInformation) -> Float {
        func rarity(of field: Field) -> Float {
            guard let bits = vector.rarity(of: field, information) else { return 0 }
            let place = Int(field.rawValue) * 16 + Int(vector[field])
            return same[place] + bits - stranger[place]
        }
        let names = rarity(of: .lastName) + rarity(of: .firstNames)
        return names + rarity(of: .phone) + rarity(of: .email) + rarity(of: .address) + rarity(of: .birth)
    }

    package func outcome(_ vector: ComparisonVector, score: Float) -> Outcome {
        guard score >= thresholds.doubtful else { return .different }
        return score >= thresholds.certain && vector.mayBeCertain ? .certain : .doubtful
    }
}

extension Judge {
    /// What each field weighs against the likelier other: a stranger, or a relative. Fields that say nothing are left out.
    package func contributions(_ vector: ComparisonVector, _ information: TermInformation) -> [Contribution] {
        let (strangers, relatives) = scores(vector, information)
        return Field.allCases.compactMap { field in
            let level = vector[field]
            guard level > 0 else { return nil }
            let place = Int(field.rawValue) * 16 + Int(level)
            var bits = strangers <= relatives ? stranger[place] : relative[place]
            if strangers <= relatives, let rarity = vector.rarity(of: field, information) {
                bits = same[place] + rarity
            }
            return bits == 0 && field != .order ? nil : Contribution(field: field, level: level, bits: bits)
        }
    }
}

extension ComparisonVector {
    /// The bits of the mark that both share in this field, where it is known how often it comes.
    func rarity(of field: Field, _ information: TermInformation) -> Float? {
        let bits: Float
        switch field {
        case .lastName where lastSlot < 4: bits = information.last[Int(lastSlot)]
        case .firstNames where firstSlot < 4: bits = information.first[Int(firstSlot)]
        case .phone where phoneSlot < 4: bits = information.contacts[Int(phoneSlot)]
        case .email where self[.email] == 1: bits = information.contacts[2]
        case .address where self[.address] == 1: bits = information.contacts[3]
        case .birth where self[.birth] == BirthLevel.same: bits = information.birth
        default: return nil
        }
        return bits > 0 ? bits : nil
    }
}

extension Judge {
    /// What the score is before any field is looked at, against the likelier other.
    package func prior(_ vector: ComparisonVector, _ information: TermInformation) -> Float {
        let (strangers, relatives) = scores(vector, information)
        return strangers <= relatives ? duplicates - information.population : againstRelatives
    }
}
