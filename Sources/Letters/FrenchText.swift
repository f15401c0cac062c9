import Register

extension CivilDate {
    /// `1er mars 2012`, as a letter writes it.
    var french: String {
        let (year, month, day) = components
        let months = [
            "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
            "décembre",
        ]
        return "\(day == 1 ? "1er" : "\(day)") \(months[month - 1]) \(year)"
    }
}

extension UniqueNumber {
    /// With its parts apart, so that it can be read out.
    var spaced: String {
        let text = Array(text)
        return [text[0..<3], text[3..<7], text[7..<13], text[13..<18]].map { String($0) }.joined(separator: "\u{A0}")
    }
}
