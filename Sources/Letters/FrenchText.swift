import Register

extension UniqueNumber {
    /// With its parts apart, so that it can be read out.
    var spaced: String {
        let text = Array(text)
        return [text[0..<3], text[3..<7], text[7..<13], text[13..<18]].map { String($0) }.joined(separator: "\u{A0}")
    }
}
