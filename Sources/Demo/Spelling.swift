import Register

/// How one name is written at different desks.
enum Spelling {
    /// The same name to the register: other case, no accents, hyphens for spaces.
    static func other(_ name: String, _ random: inout SplitMix64) -> String {
        let plain = NormalizedName.of(name)
        let joined = random.chance(300) ? plain.split(separator: " ").joined(separator: "-") : plain
        return random.chance(300) ? joined.lowercased() : joined
    }

    /// One letter off: changed, left out or doubled. Never the first one, and never the same name to the register.
    static func mistyped(_ name: String, _ random: inout SplitMix64) -> String {
        let scalars = Array(name.unicodeScalars)
        let letters = scalars.indices.dropFirst().filter { ("a"..."z").contains(scalars[$0]) }
        guard !letters.isEmpty else { return name + "e" }
        let place = random.element(letters)
        var typed = scalars
        switch random.below(3) {
        case 0:
            let letter = UInt8(ascii: "a") + UInt8((Int(scalars[place].value) - 97 + 1 + random.below(25)) % 26)
            typed[place] = Unicode.Scalar(letter)
        case 1 where letters.count > 2: typed.remove(at: place)
        default: typed.insert(scalars[place], at: place)
        }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: typed)
        return String(text)
    }
}
