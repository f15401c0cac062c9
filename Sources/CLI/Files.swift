import ArgumentParser
import Foundation

/// Files that a person names.
enum Files {
    static func read(_ path: String) throws -> Data {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ValidationError("cannot read \(path)")
        }
        return data
    }

    /// Writes a file for its owner alone, whole or not at all: what commands write has names in it, or says whose numbers are one
    /// person's. A terminal or a pipe is written to as it is.
    static func writePrivately(_ bytes: some Collection<UInt8>, to path: String) throws {
        var about = stat()
        if stat(path, &about) == 0, about.st_mode & S_IFMT != S_IFREG {
            guard let handle = FileHandle(forWritingAtPath: path) else { throw failure(path) }
            return try handle.write(contentsOf: Data(bytes))
        }
        let draft = "\(path).\(UUID().uuidString)"
        // Made with its mode: there is no moment at which others could open it.
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(path) }
        defer { unlink(draft) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do { try handle.write(contentsOf: Data(bytes)) } catch { throw failure(path) }
        guard rename(draft, path) == 0 else { throw failure(path) }
    }

    private static func failure(_ path: String) -> ValidationError {
        ValidationError("cannot write \(path): \(String(cString: strerror(errno)))")
    }
}
