/// One line of a code list: the code as written in messages, and its label in French and English.
package struct CodeEntry: Hashable, Sendable {
    package let raw: String
    package let isKnown: Bool
    let frenchLabel: String
    let englishLabel: String

    package init(_ raw: String, _ french: String, _ english: String) {
        self.raw = raw
        isKnown = true
        frenchLabel = french
        englishLabel = english
    }

    /// Labelled with the code itself, once someone asks.
    package init(unknown raw: String) {
        self.raw = raw
        isKnown = false
        frenchLabel = ""
        englishLabel = ""
    }

    package var french: String { isKnown ? frenchLabel : "Code inconnu : \(raw)" }

    package var english: String { isKnown ? englishLabel : "Unknown code: \(raw)" }
}
