/// Who depends on a household, as keyed marks of a first name and a birth date: two forms can be asked whether they name one child.
///
/// Three at most, the lowest, so that two forms that name the same many keep the same. 0 stands for none.
/// Shape: 12 bytes, and none elsewhere.
package struct DependantMarks: Hashable, Sendable {
    private var first: UInt32 = 0
    private var second: UInt32 = 0
    private var third: UInt32 = 0

    package static let countMax = 3

    package init() {}

    package init(_ marks: some Collection<UInt32>) {
        let lowest = Set(marks).subtracting([0]).sorted().prefix(DependantMarks.countMax) + [0, 0, 0]
        (first, second, third) = (
            lowest[lowest.startIndex], lowest[lowest.startIndex + 1], lowest[lowest.startIndex + 2]
        )
    }

    /// Of whom a first name and a day of birth are known.
    package init(_ dependants: [Dependant], _ key: SketchKey) {
        self.init(
            dependants.compactMap { dependant in
                guard let name = NameParts(dependant.firstNames).words.first,
                    let born = BirthDigits(dependant.birthDate), !born.isFirstOfJanuary
                else { return nil }
                return key.hash32(.dependant, name + [0x1F] + born.digits)
            }
        )
    }

    package var isEmpty: Bool { first == 0 }

    /// Those that are there, from the lowest.
    package var all: [UInt32] { [first, second, third].filter { $0 != 0 } }

    /// The level of ``Field/dependants``.
    package func level(with other: DependantMarks) -> UInt8 {
        guard !isEmpty, !other.isEmpty else { return 0 }
        return holds(other.first) || holds(other.second) || holds(other.third) ? 1 : 2
    }

    private func holds(_ mark: UInt32) -> Bool { mark != 0 && (mark == first || mark == second || mark == third) }
}

/// Who depends on a household, as it was typed. Nominative: it is marked, and goes no further.
package struct Dependant: Hashable, Sendable {
    package var firstNames: String
    package var birthDate: String

    package init(firstNames: String, birthDate: String) {
        self.firstNames = firstNames
        self.birthDate = birthDate
    }
}
