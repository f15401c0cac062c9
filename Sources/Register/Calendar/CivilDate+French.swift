extension CivilDate {
    /// `1er mars 2012`, as a letter or a receipt writes it.
    package var french: String {
        let (year, month, day) = components
        let months = [
            "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
            "décembre",
        ]
        return "\(day == 1 ? "1er" : "\(day)") \(months[month - 1]) \(year)"
    }
}
