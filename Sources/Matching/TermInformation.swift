/// How much it says, in bits, that another person has the same mark as this one: 1 bit where half of all have it, 12 where one in
/// four thousand has.
///
/// Winkler's adjustment by frequency: "Frequency-based matching in Fellegi-Sunter model of record linkage", US Census
/// Bureau RR 2000/06. Made once for a person who is compared with many.
package struct TermInformation: Sendable {
    /// 0 where nothing is known.
    var last = SIMD4<Float>.zero
    var first = SIMD4<Float>.zero
    var contacts = SIMD4<Float>.zero
    var birth: Float = 0
    /// log2 of how many people are in the table, at least 1.
    var population: Float

    /// How often each mark of `sketch` was given: `count` is asked for each, and says 0 where it does not know.
    package init(_ sketch: PersonSketch, population: Int, count: (Term) -> Int) {
        self.population = Float(log2(Double(max(2, population))))
        func information(_ kind: Term.Kind, _ mark: UInt32) -> Float {
            guard mark != 0 else { return 0 }
            // Two people share it where it is asked for.
            return max(0.1, self.population - Float(log2(Double(max(2, count(Term(kind: kind, mark: mark)))))))
        }
        for slot in 0..<4 {
            last[slot] = information(.name, sketch.lastNames[slot])
            first[slot] = information(.firstName, sketch.firstNames[slot])
            contacts[slot] = information(.contact, sketch.contacts[slot])
        }
        birth = information(.birth, sketch.birth)
    }

    /// Nothing is known of any mark, in a register of so many people.
    package init(population: Int) {
        self.population = Float(log2(Double(max(2, population))))
    }
}

/// A mark whose frequency counts.
///
/// Shape: five bytes; ``packed`` makes one number of them.
package struct Term: Hashable, Sendable {
    package enum Kind: UInt8, Hashable, Sendable {
        case name = 1
        case firstName, contact, birth
    }

    package var kind: Kind
    package var mark: UInt32

    package var packed: UInt64 { UInt64(kind.rawValue) << 32 | UInt64(mark) }

    /// The marks of a person, each once.
    package static func all(of sketch: PersonSketch) -> [Term] {
        var terms: [Term] = []
        func add(_ kind: Kind, _ mark: UInt32) {
            let term = Term(kind: kind, mark: mark)
            if mark != 0, !terms.contains(term) { terms.append(term) }
        }
        for slot in 0..<4 {
            add(.name, sketch.lastNames[slot])
            add(.firstName, sketch.firstNames[slot])
            add(.contact, sketch.contacts[slot])
        }
        add(.birth, sketch.birth)
        return terms
    }
}
