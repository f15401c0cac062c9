/// What is compared of two people.
package enum Field: UInt8, CaseIterable, Hashable, Sendable {
    case lastName, firstNames, order, birth, sex, nir, phone, email, address, place, dependants

    /// How many levels a comparison of it has, the one where nothing can be said included.
    package var levelCount: Int { levelNames.count }

    /// From the best. Level 0, where one side says nothing, weighs nothing.
    package var levelNames: [String] {
        switch self {
        case .lastName, .firstNames: ["missing", "same", "part", "near", "similar", "clash", "faint", "different"]
        case .order: ["missing", "straight", "swapped"]
        case .birth:
            ["missing", "same", "permuted", "one digit", "decade digit", "two parts", "different"]
        case .sex, .nir, .phone, .email, .dependants: ["missing", "same", "different"]
        case .address: ["missing", "same", "near", "similar", "faint", "different"]
        case .place: ["missing", "same", "same commune", "same postcode", "near", "postcode alone", "different"]
        }
    }

    /// People of one household share it.
    package var isShared: Bool {
        switch self {
        case .lastName, .phone, .email, .address, .place, .dependants: true
        case .firstNames, .order, .birth, .sex, .nir: false
        }
    }
}

/// By name in a model's file.
extension Field: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let name = try container.decode(String.self)
        guard let field = Field.allCases.first(where: { "\($0)" == name }) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "there is no field \(name)")
        }
        self = field
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode("\(self)")
    }
}

package enum NameLevel {
    static let missing: UInt8 = 0
    /// The whole is the same, or one's birth name is the other's name.
    static let same: UInt8 = 1
    /// One has a word of the other's, and no word that the other lacks.
    static let part: UInt8 = 2
    /// A typing error apart, or sounding alike.
    static let near: UInt8 = 3
    static let similar: UInt8 = 4
    /// A common word beside words that differ: JEAN-PIERRE and JEAN-PAUL.
    static let clash: UInt8 = 5
    static let faint: UInt8 = 6
    static let different: UInt8 = 7
}

package enum BirthLevel {
    static let missing: UInt8 = 0
    static let same: UInt8 = 1
    static let permuted: UInt8 = 2
    static let oneDigit: UInt8 = 3
    /// The digit of the decade or of the century: a generation may lie between them.
    static let decadeDigit: UInt8 = 4
    static let twoParts: UInt8 = 5
    static let different: UInt8 = 6
}

/// How two people compare, field by field. What it says does not depend on any weight.
///
/// Shape: four bits for each field; which marks of the first of the two were found in the second, so that their rarity can count.
package struct ComparisonVector: Hashable, Sendable {
    /// Four bits a field, in the order of ``Field``.
    package var levels: UInt64 = 0
    /// 4 where no mark is shared.
    package var lastSlot: UInt8 = 4
    package var firstSlot: UInt8 = 4
    package var phoneSlot: UInt8 = 4
    /// One of the two is two people typed as one.
    package var holdsSeveral = false
    /// The first of the first names is the same.
    package var sharesCallName = false

    package init() {}

    package subscript(field: Field) -> UInt8 {
        get { UInt8(truncatingIfNeeded: levels >> (UInt64(field.rawValue) * 4)) & 15 }
        set {
            let shift = UInt64(field.rawValue) * 4
            levels = levels & ~(15 << shift) | UInt64(newValue) << shift
        }
    }
}

/// Compares two people. Which comes first makes no difference to the levels. Dependants are those of a household: see
/// ``DependantMarks/level(with:)``.
package func compare(_ a: PersonSketch, _ b: PersonSketch) -> ComparisonVector {
    var vector = ComparisonVector()
    setNames(a, b, &vector)
    setMarks(a, b, &vector)
    setAddress(a, b, &vector)
    vector.sharesCallName = a.firstNames[1] != 0 && a.firstNames[1] == b.firstNames[1]
    vector.holdsSeveral = !a.flags.union(b.flags).isDisjoint(with: .several)
    return vector
}

/// What is the same or is not, whatever its letters.
private func setMarks(_ a: PersonSketch, _ b: PersonSketch, _ vector: inout ComparisonVector) {
    vector[.birth] = birthLevel(a, b)
    let sexes = a.flags.union(b.flags).intersection([.female, .male])
    if !a.flags.isDisjoint(with: [.female, .male]), !b.flags.isDisjoint(with: [.female, .male]) {
        vector[.sex] = sexes == [.female, .male] ? 2 : 1
    }
    if a.nir != 0, b.nir != 0 { vector[.nir] = a.nir == b.nir ? 1 : 2 }
    let (x, y) = (a.contacts, b.contacts)
    if x[0] != 0, y[0] != 0 {
        if x[0] == y[0] || x[0] == y[1] {
            vector.phoneSlot = 0
        } else if x[1] != 0, x[1] == y[0] || x[1] == y[1] {
            vector.phoneSlot = 1
        }
        vector[.phone] = vector.phoneSlot < 4 ? 1 : 2
    }
    if x[2] != 0, y[2] != 0 { vector[.email] = x[2] == y[2] ? 1 : 2 }
}

/// Likeness in 256ths from which two texts are near, similar, faintly alike.
private enum Likeness {
    static let near = 192
    static let similar = 144
    static let faint = 104
}

private func setNames(_ a: PersonSketch, _ b: PersonSketch, _ vector: inout ComparisonVector) {
    let last = lastLevel(a, b, &vector.lastSlot)
    let first = firstLevel(a, b, &vector.firstSlot)
    vector[.lastName] = last
    vector[.firstNames] = first
    vector[.order] = last == NameLevel.missing && first == NameLevel.missing ? 0 : 1
    guard first >= NameLevel.similar || (first == NameLevel.missing && last >= NameLevel.similar) else { return }
    // Names typed in each other's box.
    let crossA = crossLevel(of: a, in: b)
    let crossB = crossLevel(of: b, in: a)
    guard crossA != NameLevel.missing || crossB != NameLevel.missing else { return }
    // Where the last name is the same already, as by a birth name, it takes more.
    let limit = last >= NameLevel.similar || last == NameLevel.missing ? NameLevel.similar : NameLevel.near
    guard crossA <= limit, crossB <= limit else { return }
    vector[.order] = 2
    // The better of the two stands for the last name, so that it does not matter who comes first. How often a mark comes
    // is known by the box in which it mostly stands, so here it does not count.
    let isBetter = crossB != NameLevel.missing && (crossA == NameLevel.missing || crossB < crossA)
    vector[.lastName] = isBetter ? crossB : crossA
    vector[.firstNames] = isBetter ? crossA : crossB
    vector.lastSlot = 4
    vector.firstSlot = 4
}

/// The first names of `a` among the last names of `b`.
private func crossLevel(of a: PersonSketch, in b: PersonSketch) -> UInt8 {
    guard a.firstNames[0] != 0, b.lastNames[0] != 0 else { return NameLevel.missing }
    if a.firstNames[0] == b.lastNames[0] || a.firstNames[0] == b.lastNames[1] { return NameLevel.same }
    let likeness = a.firstPairs.likeness(to: b.lastPairs)
    return likeness >= Likeness.near
        ? NameLevel.near : likeness >= Likeness.similar ? NameLevel.similar : NameLevel.different
}

/// Nil where no word is shared, and the letters must tell.
private func lastShared(_ a: PersonSketch, _ b: PersonSketch, _ slot: inout UInt8) -> UInt8? {
    let hasA = a.lastNames[0] != 0 || a.lastNames[1] != 0
    let hasB = b.lastNames[0] != 0 || b.lastNames[1] != 0
    guard hasA, hasB else { return NameLevel.missing }
    for place in 0..<2 where a.lastNames[place] != 0 {
        guard a.lastNames[place] == b.lastNames[0] || a.lastNames[place] == b.lastNames[1] else { continue }
        slot = UInt8(place)
        return NameLevel.same
    }
    for place in 0..<4 where a.lastNames[place] != 0 && any(b.lastNames .== a.lastNames[place]) {
        slot = UInt8(place)
        return NameLevel.part
    }
    return nil
}

private func lastLevel(_ a: PersonSketch, _ b: PersonSketch, _ slot: inout UInt8) -> UInt8 {
    if let level = lastShared(a, b, &slot) { return level }
    let soundsAlike =
        (a.sounds[0] != 0 && (a.sounds[0] == b.sounds[0] || a.sounds[0] == b.sounds[1]))
        || (a.sounds[1] != 0 && (a.sounds[1] == b.sounds[0] || a.sounds[1] == b.sounds[1]))
    return pairLevel(a.lastPairs.likeness(to: b.lastPairs), soundsAlike)
}

/// The level, where the letters need not be looked at; and how many words are shared.
private func firstShared(_ a: PersonSketch, _ b: PersonSketch, _ slot: inout UInt8) -> (level: UInt8?, words: Int) {
    guard a.firstNames[0] != 0, b.firstNames[0] != 0 else { return (NameLevel.missing, 0) }
    if a.firstNames[0] == b.firstNames[0] {
        slot = 0
        return (NameLevel.same, 0)
    }
    var shared = 0
    var countA = 0
    var countB = 0
    for place in 1..<4 {
        if b.firstNames[place] != 0 { countB += 1 }
        guard a.firstNames[place] != 0 else { continue }
        countA += 1
        for other in 1..<4 where b.firstNames[other] == a.firstNames[place] {
            if shared == 0 { slot = UInt8(place) }
            shared += 1
        }
    }
    return (shared > 0 && shared >= min(countA, countB) ? NameLevel.part : nil, shared)
}

private func firstLevel(_ a: PersonSketch, _ b: PersonSketch, _ slot: inout UInt8) -> UInt8 {
    let (known, shared) = firstShared(a, b, &slot)
    if let known { return known }
    // Where a word is shared, that the first ones sound alike says nothing more.
    let soundsAlike = shared == 0 && a.sounds[2] == b.sounds[2]
    let level = pairLevel(a.firstPairs.likeness(to: b.firstPairs), soundsAlike)
    return shared == 0 || level == NameLevel.near ? level : NameLevel.clash
}

private func pairLevel(_ likeness: Int, _ soundsAlike: Bool) -> UInt8 {
    if likeness >= Likeness.near || (soundsAlike && likeness >= Likeness.similar) { return NameLevel.near }
    if likeness >= Likeness.similar || (soundsAlike && likeness >= Likeness.faint) { return NameLevel.similar }
    return likeness >= Likeness.faint ? NameLevel.faint : NameLevel.different
}

private func birthLevel(_ a: PersonSketch, _ b: PersonSketch) -> UInt8 {
    guard a.birth != 0, b.birth != 0 else { return BirthLevel.missing }
    if a.flags.union(b.flags).contains(.dayUnknown) {
        // A year in common says little, another year much.
        return a.year == b.year ? BirthLevel.missing : BirthLevel.different
    }
    if a.birth == b.birth { return BirthLevel.same }
    if a.birthDigits == b.birthDigits { return BirthLevel.permuted }
    // One digit off leaves two of day, month and year as they are. Short marks meet by chance, once in eight thousand pairs.
    let haveTwoParts =
        a.dayAndMonth == b.dayAndMonth || a.dayAndYear == b.dayAndYear || a.monthAndYear == b.monthAndYear
    guard haveTwoParts else { return BirthLevel.different }
    let hits = a.birthLessOne .== b.birthLessOne
    guard any(hits) else { return BirthLevel.twoParts }
    return hits[0] || hits[1] || hits[2] ? BirthLevel.decadeDigit : BirthLevel.oneDigit
}

private func setAddress(_ a: PersonSketch, _ b: PersonSketch, _ vector: inout ComparisonVector) {
    if a.contacts[3] != 0, b.contacts[3] != 0 {
        let isSame = a.contacts[3] == b.contacts[3]
        let likeness = isSame ? 256 : min(255, a.addressPairs.likeness(to: b.addressPairs))
        vector[.address] =
            likeness == 256 ? 1 : likeness >= 205 ? 2 : likeness >= 160 ? 3 : likeness >= 120 ? 4 : 5
    }
    vector[.place] = placeLevel(a, b)
}

private func placeLevel(_ a: PersonSketch, _ b: PersonSketch) -> UInt8 {
    let hasPostcodes = a.sounds[3] != 0 && b.sounds[3] != 0
    let hasCommunes = a.communePairs != 0 && b.communePairs != 0
    let isSamePostcode = hasPostcodes && a.sounds[3] == b.sounds[3]
    if hasCommunes {
        if a.communePairs == b.communePairs { return hasPostcodes && !isSamePostcode ? 2 : 1 }
        let all = a.communePairs.nonzeroBitCount + b.communePairs.nonzeroBitCount
        let isNear = (a.communePairs & b.communePairs).nonzeroBitCount * 512 >= all * 160
        return isNear ? (isSamePostcode ? 3 : 4) : (isSamePostcode ? 5 : 6)
    }
    guard hasPostcodes else { return 0 }
    return isSamePostcode ? 3 : 6
}

/// What two people have in common by marks alone, and what their letters could yet add: enough to tell most pairs of a block
/// apart.
struct Glance {
    /// Fields that wait for a look at the letters are missing here.
    var vector = ComparisonVector()
    var lastIsOpen = false
    var firstIsOpen = false
    var addressIsOpen = false

    /// Nil where first and last names may have changed places, or a first name is missing: that takes a whole look.
    init?(_ a: PersonSketch, _ b: PersonSketch) {
        let last = lastShared(a, b, &vector.lastSlot)
        let first = firstShared(a, b, &vector.firstSlot).level
        guard first != NameLevel.missing else { return nil }
        if first == nil {
            let isCrossed =
                a.firstNames[0] == b.lastNames[0] || a.firstNames[0] == b.lastNames[1]
                || b.firstNames[0] == a.lastNames[0] || b.firstNames[0] == a.lastNames[1]
            if isCrossed { return nil }
        }
        vector[.lastName] = last ?? 0
        vector[.firstNames] = first ?? 0
        lastIsOpen = last == nil
        firstIsOpen = first == nil
        setMarks(a, b, &vector)
        if a.contacts[3] != 0, b.contacts[3] != 0 {
            if a.contacts[3] == b.contacts[3] { vector[.address] = 1 } else { addressIsOpen = true }
        }
    }
}
