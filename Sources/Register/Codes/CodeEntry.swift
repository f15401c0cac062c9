/// One line of a code list: the code as written in messages, and its label in French and English.
package struct CodeEntry: Hashable, Sendable {
    package let raw: String
    package let french: String
    package let english: String
    package let isKnown: Bool

    @inlinable
    package init(_ raw: String, _ french: String, _ english: String) {
        self.raw = raw
        self.french = french
        self.english = english
        isKnown = true
    }

    /// Labelled with the code itself.
    @inlinable
    package init(unknown raw: String) {
        self.raw = raw
        french = "Code inconnu : \(raw)"
        english = "Unknown code: \(raw)"
        isKnown = false
    }
}
