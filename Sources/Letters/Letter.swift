import Register

/// A letter as a value: who writes, to whom, and what it says. `LetterLayout` gives it pages.
package struct Letter: Hashable, Sendable {
    package enum Block: Hashable, Sendable {
        case heading(String)
        case paragraph(String)
        case item(String)
        /// What follows begins a page: an annex.
        case pageBreak
        /// Who signs: to the right.
        case signature(String)
        /// What follows is cut off and sent back; all of it stands on one page.
        case cut
    }

    package var number: UniqueNumber
    /// Name, then address.
    package var sender: [String]
    package var recipient: [String]
    package var date: CivilDate
    package var subject: String
    /// Printed above the subject, so that whoever holds the letter can be found: the notice's id.
    package var reference: String
    package var blocks: [Block]

    package init(
        number: UniqueNumber,
        sender: [String],
        recipient: [String],
        date: CivilDate,
        subject: String,
        reference: String,
        blocks: [Block],
    ) {
        self.number = number
        self.sender = sender
        self.recipient = recipient
        self.date = date
        self.subject = subject
        self.reference = reference
        self.blocks = blocks
    }

    /// The whole text, a line for each block: what an e-mail carries.
    package var plainText: String {
        blocks.compactMap { block in
            switch block {
            case .heading(let text): "\n" + text
            case .paragraph(let text), .signature(let text): text
            case .cut: ""
            case .item(let text): "- " + text
            case .pageBreak: nil
            }
        }.joined(separator: "\n")
    }
}
