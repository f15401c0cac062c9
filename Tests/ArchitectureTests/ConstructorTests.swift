import Testing

/// C-H7. librdkafka makes nothing where it does not like what it is given: a topic whose settings conflict, for one. To force what
/// it makes would end all lanes of a process.
@Suite struct ConstructorTests {
    @Test func whatACConstructorMakesIsNeverForced() throws {
        for file in try Repository.texts(under: "Sources/KafkaClient", extension: "swift") {
            for (index, line) in file.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                #expect(!(line.contains("_new(") && line.contains(")!")), "\(file.path):\(index + 1): \(line)")
            }
        }
    }
}
