extension Terminal {
    /// Text that may hold what somebody outside wrote, as it can be shown: what moves the cursor, hides text, turns its direction or
    /// gives the terminal orders is written as its number. Every command prints through it.
    ///
    /// `keepsLines`: line ends and tabs stay.
    static func safe(_ text: String, keepsLines: Bool = false) -> String {
        func isOrder(_ scalar: Unicode.Scalar) -> Bool {
            switch scalar.value {
            case 0x09, 0x0A: !keepsLines
            // C0 and C1.
            case 0x00...0x1F, 0x7F...0x9F: true
            // Marks, embeddings, overrides and isolates of direction.
            case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
            // Ends of lines and paragraphs that not every program takes for one; a mark of byte order.
            case 0x2028, 0x2029, 0xFEFF: true
            default: false
            }
        }
        guard text.unicodeScalars.contains(where: isOrder) else { return text }
        var safe = ""
        for scalar in text.unicodeScalars {
            if isOrder(scalar) {
                safe += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
            } else {
                safe.unicodeScalars.append(scalar)
            }
        }
        return safe
    }
}
