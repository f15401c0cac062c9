import ArgumentParser
import Foundation
import Sealing

/// A file of master keys: base64, one a line, the newest first; for its owner alone.
struct KeyFile {
    let path: String

    init(_ path: String) { self.path = path }

    var exists: Bool { FileManager.default.fileExists(atPath: path) }

    func read() throws -> MasterKeys { try KeyFile.keys(try text(), at: path) }

    /// Makes a new file with one key. False when one is there already: another process was first.
    func make() throws -> Bool {
        try KeyFile.write("\(KeyFile.heading)\(MasterKeys.generated())\n", at: path) { draft in
            // A link is whole or not there, and replaces nothing.
            if link(draft, path) == 0 { return true }
            if errno == EEXIST { return false }
            throw KeyFile.failure("make", path)
        }
    }

    /// Puts a new key before the others.
    func rotate() throws {
        let before = try text()
        _ = try KeyFile.keys(before, at: path)
        let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
        let heading = lines.prefix { $0.hasPrefix("#") }
        let text = (heading + [Substring(MasterKeys.generated())] + lines.dropFirst(heading.count)).joined(
            separator: "\n"
        )
        _ = try KeyFile.write(text, at: path) { draft in
            guard rename(draft, path) == 0 else { throw KeyFile.failure("replace", path) }
            return true
        }
    }

    private static let heading = """
        # Master keys of a register: the first one seals, all open. The last one stays for as long as the register.

        """

    private func text() throws -> String { String(decoding: try Files.read(path), as: UTF8.self) }

    private static func keys(_ text: String, at path: String) throws -> MasterKeys {
        do {
            return try MasterKeys(text: text)
        } catch {
            throw ValidationError("\(path): \(error)")
        }
    }

    /// Written whole under another name, which `publish` makes the file's own.
    private static func write(_ text: String, at path: String, _ publish: (String) throws -> Bool) throws -> Bool {
        let draft = "\(path).\(getpid())"
        // Made with its mode: there is no moment at which others could open it.
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("make", draft) }
        defer { unlink(draft) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try handle.write(contentsOf: Data(text.utf8))
        try handle.synchronize()
        return try publish(draft)
    }

    private static func failure(_ what: String, _ path: String) -> ValidationError {
        ValidationError("cannot \(what) \(path): \(String(cString: strerror(errno)))")
    }
}
