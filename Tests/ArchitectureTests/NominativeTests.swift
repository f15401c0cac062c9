import Testing

/// Names, birth dates, addresses, phones, e-mails and NIR live only in `Identity` and `Contact`.
@Suite struct NominativeTests {
    @Test func nominativeFieldsStandInTwoMessagesOnly() throws {
        let messages = try Repository.texts(under: "Schemas", extension: "proto").flatMap {
            ProtoMessage.all(in: $0.text)
        }
        #expect(NominativeRule.faults(in: messages).isEmpty)
    }

    @Test func bothMessagesAreThereWithTheirFields() throws {
        let messages = try Repository.texts(under: "Schemas", extension: "proto").flatMap {
            ProtoMessage.all(in: $0.text)
        }
        #expect(messages.count > 60)
        let identity = try #require(messages.first { $0.name == "Identity" })
        #expect(
            Set(identity.fields.map(\.name)).isSuperset(of: [
                "last_name", "birth_name", "first_names", "birth_date", "nir",
            ])
        )
        let contact = try #require(messages.first { $0.name == "Contact" })
        #expect(Set(contact.fields.map(\.name)).isSuperset(of: ["address_line", "phone", "mobile", "email"]))
    }

    /// Who is written to nu.receipts, nu.notices, nu.reviews, nu.statistics and the changelogs: nobody by name.
    @Test(arguments: ["receipt", "notice", "dispatch", "review", "statistics", "state", "reject", "desk"])
    func whatOthersReadHoldsNoPerson(file: String) throws {
        let all = try Repository.texts(under: "Schemas", extension: "proto")
        let text = try #require(all.first { $0.path.hasSuffix("/\(file).proto") }).text
        let types = Set(ProtoMessage.all(in: text).flatMap(\.fields).map(\.type))
        #expect(
            types.isDisjoint(with: [
                "Identity", "Contact", "Person", "Dependant", "LegalPerson", "Application", "Request",
            ])
        )
    }

    // The rule can fail.

    @Test(arguments: [
        "string last_name = 3;", "string nir = 4;", "repeated string emails = 2;", "string applicant_birth_date = 7;",
        "string holder_phone = 9;",
    ])
    func aNominativeFieldElsewhereIsSeen(field: String) {
        let messages = ProtoMessage.all(in: "message Receipt {\n  // Why.\n  \(field)\n}\n")
        #expect(NominativeRule.faults(in: messages + NominativeRuleExamples.identity).count == 1)
    }

    @Test func otherFieldsAreNot() {
        let messages = ProtoMessage.all(
            in:
                "message Desk { string name = 1; // the desk's\n  string commune = 2; }\nmessage R { string number = 3; }"
        )
        #expect(messages.map(\.name) == ["Desk", "R"])
        #expect(messages[0].fields.map(\.name) == ["name", "commune"])
        #expect(NominativeRule.faults(in: messages + NominativeRuleExamples.identity).isEmpty)
    }
}

private enum NominativeRuleExamples {
    static let identity = ProtoMessage.all(
        in: "message Identity { string last_name = 1; string birth_date = 2; string nir = 3; }\n"
            + "message Contact { string email = 1; string commune = 2; string phone = 3; string country = 4; }"
    )
}

enum NominativeRule {
    /// Fields of `Contact` and `Identity` that say nothing of a person by themselves: a commune, a country, a civility and
    /// a nationality are counted, not named.
    static let shared: Set = ["commune", "country", "civility", "nationality"]

    /// The names of the fields of `Identity` and `Contact` are nobody else's, alone, in the plural or as an ending.
    static func faults(in messages: [ProtoMessage]) -> [String] {
        let nominative = Set(
            messages.filter { $0.name == "Identity" || $0.name == "Contact" }.flatMap(\.fields).map(\.name)
        ).subtracting(shared)
        return messages.filter { $0.name != "Identity" && $0.name != "Contact" }.flatMap { message in
            message.fields.map(\.name).filter { field in
                nominative.contains { field == $0 || field == $0 + "s" || field.hasSuffix("_" + $0) }
            }.map { "\(message.name).\($0)" }
        }
    }
}

/// A message of a `.proto` file, as far as this test needs it.
struct ProtoMessage {
    struct Field {
        let type: String
        let name: String
    }

    let name: String
    let fields: [Field]

    static func all(in text: String) -> [ProtoMessage] {
        let code = text.split(separator: "\n").map {
            $0.split(separator: "//", maxSplits: 1, omittingEmptySubsequences: false)[0]
        }
        .joined(separator: "\n")
        return code.split(separator: "message ").dropFirst(code.hasPrefix("message ") ? 0 : 1).compactMap { part in
            guard let name = part.split(separator: " ").first, let open = part.firstIndex(of: "{") else { return nil }
            // Up to the next top-level declaration: an enum's lines have no type before their name.
            let body = part[part.index(after: open)...].prefix(upTo: end(of: part, after: open))
            let fields = body.split(whereSeparator: { ";{}\n".contains($0) }).compactMap { line -> Field? in
                let words = line.split(separator: " ").map(String.init).filter { $0 != "repeated" && $0 != "optional" }
                guard words.count >= 4, words[2] == "=" else { return nil }
                return Field(type: words[0], name: words[1])
            }
            return ProtoMessage(name: String(name), fields: fields)
        }
    }

    /// Where the brace that opens at `open` is closed.
    private static func end(of text: Substring, after open: Substring.Index) -> Substring.Index {
        var depth = 0
        for index in text[open...].indices {
            if text[index] == "{" { depth += 1 }
            if text[index] == "}" { depth -= 1 }
            if depth == 0 { return index }
        }
        return text.endIndex
    }
}
