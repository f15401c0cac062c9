import Foundation
import Testing

/// `docs/law.md` names nothing that is not there.
@Suite struct LawTests {
    private struct Row {
        let rule: String
        let code: [String]
        let tests: [String]
    }

    private func rows() throws -> [Row] {
        let text = try String(contentsOf: Repository.root.appendingPathComponent("docs/law.md"), encoding: .utf8)
        return text.split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 4, cells[0] != "rule", !cells[0].hasPrefix("---") else { return nil }
            return Row(rule: cells[0], code: LawTests.quoted(cells[2]), tests: LawTests.quoted(cells[3]))
        }
    }

    private static func quoted(_ text: String) -> [String] {
        text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .compactMap { $0.offset % 2 == 1 ? String($0.element) : nil }
    }

    @Test func everyRuleNamesAFileAndATestThatAreThere() throws {
        let rows = try rows()
        #expect(rows.count >= 30, "the tables of docs/law.md were not read")
        var tests: Set<String> = []
        for (_, text) in try Repository.texts(under: "Tests", extension: "swift") {
            for part in text.components(separatedBy: "func ").dropFirst() {
                tests.insert(String(part.prefix { $0.isLetter || $0.isNumber }))
            }
        }
        for row in rows {
            #expect(!row.code.isEmpty && !row.tests.isEmpty, "\(row.rule)")
            for file in row.code {
                let path = Repository.root.appendingPathComponent(file).path
                #expect(FileManager.default.fileExists(atPath: path), "\(row.rule): \(file)")
            }
            for test in row.tests { #expect(tests.contains(test), "\(row.rule): \(test)") }
        }
    }
}
