import Register
import TestSupport
import Testing

/// What counts as a change of identity, and what does not.
@Suite struct NameMarksTests {
    struct Form: Sendable {
        var last: String
        var birth = ""
        var first: String

        init(_ last: String, _ first: String, birth: String = "") {
            self.last = last
            self.birth = birth
            self.first = first
        }

        var marks: NameMarks { NameMarks(lastName: last, birthName: birth, firstNames: first, within: .nord) }
    }

    @Test(
        arguments: [
            // The same, however it is written.
            (Form("Delattre", "Zoé Anne"), Form("DELATTRE", "zoe-anne"), []),
            (Form("D’Hondt", "Noé"), Form("d hondt", "NOE"), []),
            // In the wrong boxes, and back.
            (Form("Delattre", "Zoé"), Form("Zoé", "Delattre"), []),
            (Form("Vasseur", "Zoé", birth: "Delattre"), Form("Vasseur", "Delattre", birth: "Zoé"), []),
            // A usage name comes, changes and goes.
            (Form("Delattre", "Zoé"), Form("Vasseur", "Zoé", birth: "Delattre"), []),
            (Form("Vasseur", "Zoé", birth: "Delattre"), Form("Martin", "Zoé", birth: "Delattre"), []),
            (Form("Vasseur", "Zoé", birth: "Delattre"), Form("Delattre", "Zoé"), []),
            // A birth name is left out, or given for the first time.
            (Form("Vasseur", "Zoé", birth: "Delattre"), Form("Vasseur", "Zoé"), []),
            (Form("Vasseur", "Zoé"), Form("Vasseur", "Zoé", birth: "Delattre"), []),
            // What counts.
            (Form("Delattre", "Zoé"), Form("Delattre", "Zoé Anne"), [.firstNames]),
            (Form("Delattre", "Zoé"), Form("Delettre", "Zoé"), [.birthName]),
            (Form("Vasseur", "Zoé", birth: "Delattre"), Form("Vasseur", "Zoé", birth: "Martin"), [.birthName]),
            (Form("Delattre", "Zoé"), Form("Martin", "Lou"), [.birthName, .firstNames]),
            (Form("Delattre", "Zoé"), Form("Zoé", "Lou"), [.birthName, .firstNames]),
        ] as [(Form, Form, [NameMarks.Change])]
    )
    func aLaterFormChanges(before: Form, after: Form, changes: [NameMarks.Change]) {
        #expect(before.marks.changes(to: after.marks) == changes)
    }

    @Test func whatIsNotKnownDoesNotChange() {
        let marks = Form("Delattre", "Zoé").marks
        #expect(NameMarks.unknown.changes(to: marks) == [])
        #expect(marks.changes(to: .unknown) == [])
        #expect(NameMarks.unknown.followed(by: marks) == marks)
        #expect(marks.followed(by: .unknown) == marks)
    }

    /// Left out of one form, the birth name still counts against the next.
    @Test func aBirthNameThatIsLeftOutIsNotForgotten() {
        let known = Form("Vasseur", "Zoé", birth: "Delattre").marks.followed(by: Form("Vasseur", "Zoé").marks)
        #expect(known.changes(to: Form("Vasseur", "Zoé", birth: "Martin").marks) == [.birthName])
    }

    /// Marks of two territories do not join.
    @Test func aNameHasAnotherMarkInEachTerritory() {
        let here = NameMarks(lastName: "Delattre", birthName: "", firstNames: "Zoé", within: .nord)
        let there = NameMarks(lastName: "Delattre", birthName: "", firstNames: "Zoé", within: .pasDeCalais)
        #expect(here.last != there.last && here.given != there.given)
    }
}
