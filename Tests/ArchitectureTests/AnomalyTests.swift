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
        let raised = texts.filter { !$0.path.hasPrefix(Self.folder) }.reduce(into: Set<String>()) { words, file in
            words.formUnion(SourceFile(path: file.path, text: file.text).words)
        }
        #expect(codes.filter { !raised.contains($0) }.sorted() == Self.awaited.sorted())
    }
}
