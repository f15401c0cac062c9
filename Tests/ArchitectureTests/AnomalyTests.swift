import Testing

/// An error that nobody raises is a sentence that nobody reads.
@Suite struct AnomalyTests {
    private static let folder = "Sources/Register/Anomalies/"
    /// What the law asks for and the register does not do yet.
    private static let awaited: Set = [
        "applicantChanged", "identityDocumentNotSeen", "leaseBeforeFiling", "senderIsNotDesk",
    ]

    @Test func everyCodeIsRaisedSomewhere() throws {
        let texts = try Repository.texts(under: "Sources", extension: "swift")
        let declared = try #require(texts.first { $0.path == Self.folder + "AnomalyCode.swift" }).text
        let codes = declared.matches(of: /case (\w+) = "NU_\d+"/).map { String($0.1) }
        try #require(codes.count > 90)
        // Declared and given its sentences there.
        let declarations = ["AnomalyCode.swift", "AnomalyCode+Sentences.swift"].map { Self.folder + $0 }
        let raised = texts.filter { !declarations.contains($0.path) }.reduce(into: Set<String>()) { words, file in
            words.formUnion(SourceFile(path: file.path, text: file.text).words)
        }
        #expect(codes.filter { !raised.contains($0) }.sorted() == Self.awaited.sorted())
    }
}
