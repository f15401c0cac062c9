import Foundation

/// Where the files stand that these tests read.
enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let schemas = root.appending(path: "Schemas")
    static let protos = schemas.appending(path: "nu/v1")
    static let examples = protos.appending(path: "examples")

    static func text(_ url: URL) throws -> String { String(decoding: try Data(contentsOf: url), as: UTF8.self) }

    static func files(in folder: URL, ending suffix: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(suffix) }.sorted()
    }

    static func exists(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }

    /// The messages that a `.proto` file declares at its top level.
    static func messages(in proto: String) throws -> [String] {
        try text(protos.appending(path: proto)).split(separator: "\n").compactMap { line in
            guard line.hasPrefix("message ") else { return nil }
            return String(line.dropFirst("message ".count).prefix { $0 != " " })
        }
    }
}
