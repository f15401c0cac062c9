import ArgumentParser
import Foundation
import Sealing

/// A file of master keys: base64, one a line, the newest first; for its owner alone.
struct KeyFile {
    let path: String

    init(_ path: String) { self.path = path }

    var exists: Bool { FileManager.default.fileExists(atPath: path) }

    /// Refuses a file that others may open too.
    func read() throws -> MasterKeys {
        try CoreDumps.forbid()
        return try KeyFile.keys(try KeyFile.text(of: try open(), path), at: path)
    }

    /// Whether `read` would refuse it, before anything else is begun. What can be read once only, such as a pipe, is left alone.
    func check() throws {
        let file = try open()
        guard KeyFile.isRegular(try KeyFile.status(of: file, path)) else { return }
        _ = try KeyFile.keys(try KeyFile.text(of: file, path), at: path)
    }

    /// Makes a new file with one key. False when one is there already: another process was first.
    ///
    /// When this returns the file and its name are on disk, so that nothing is sealed under a key that a power failure takes.
    func make() throws -> Bool {
        try CoreDumps.forbid()
        let draft = try KeyFile.draft("\(KeyFile.heading)\(MasterKeys.generated())\n", beside: path)
        defer { unlink(draft) }
        // A link is whole or not there, and replaces nothing.
        let isMade = link(draft, path) == 0
        guard isMade || errno == EEXIST else { throw KeyFile.failure("make", path) }
        try KeyFile.synchronizeFolder(of: path)
        return isMade
    }

    /// Puts a new key before the others. The file keeps its owner and its mode. Two rotations at once wait for each other.
    func rotate() throws {
        try CoreDumps.forbid()
        let path = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let file = try KeyFile(path).locked()
        let before = try KeyFile.text(of: file, path)
        _ = try KeyFile.keys(before, at: path)
        let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
        let heading = lines.prefix { $0.hasPrefix("#") }
        let text = (heading + [Substring(MasterKeys.generated())] + lines.dropFirst(heading.count)).joined(
            separator: "\n"
        )
        let draft = try KeyFile.draft(text, beside: path, as: try KeyFile.status(of: file, path))
        defer { unlink(draft) }
        guard rename(draft, path) == 0 else { throw KeyFile.failure("replace", path) }
        try KeyFile.synchronizeFolder(of: path)
    }

    private static let heading = """
        # Master keys of a register: the first one seals, all open. The last one stays for as long as the register.

        """

    private static func keys(_ text: String, at path: String) throws -> MasterKeys {
        do {
            return try MasterKeys(text: text)
        } catch {
            throw ValidationError("\(path): \(error)")
        }
    }
}

// MARK: - Reading

extension KeyFile {
    private func open() throws -> FileHandle {
        let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw KeyFile.failure("read", path) }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// The file as it is named now, locked until the handle goes. A rotation puts another file in its place: whoever waited for
    /// the lock of the one before begins again.
    private func locked() throws -> FileHandle {
        while true {
            let file = try open()
            guard flock(file.fileDescriptor, LOCK_EX) == 0 else { throw KeyFile.failure("lock", path) }
            let held = try KeyFile.status(of: file, path)
            var named = stat()
            guard stat(path, &named) == 0 else { throw KeyFile.failure("read", path) }
            if held.st_dev == named.st_dev, held.st_ino == named.st_ino { return file }
        }
    }

    private static func text(of file: FileHandle, _ path: String) throws -> String {
        try checkAccess(try status(of: file, path), path)
        return String(decoding: try file.read(upToCount: sizeMax) ?? Data(), as: UTF8.self)
    }

    /// Thousands of keys.
    private static let sizeMax = 1 << 20

    /// As ssh does with a private key. A group may read a file that is somebody else's: so do orchestrators hand a secret to a
    /// process without privileges. What nobody can open by a name, such as a pipe, is as safe as who wrote to it.
    private static func checkAccess(_ status: stat, _ path: String) throws {
        guard isRegular(status) else { return }
        let isOurs = status.st_uid == geteuid() || geteuid() == 0
        guard status.st_mode & (isOurs ? 0o077 : 0o007) != 0 else { return }
        let mode = String(status.st_mode & 0o777, radix: 8)
        throw ValidationError(
            """
            \(path): others than its owner may open this file of master keys (its mode is 0\(mode)), so it is not used. \
            Mend it with: chmod 600 \(path)
            """
        )
    }

    private static func isRegular(_ status: stat) -> Bool { status.st_mode & S_IFMT == S_IFREG }

    private static func status(of file: FileHandle, _ path: String) throws -> stat {
        var status = stat()
        guard fstat(file.fileDescriptor, &status) == 0 else { throw failure("read", path) }
        return status
    }
}

// MARK: - Writing

extension KeyFile {
    /// A new file beside `path`, written whole and on disk, which the caller makes the file's own and then unlinks. `model`: the
    /// file whose owner and mode it gets.
    private static func draft(_ text: String, beside path: String, as model: stat? = nil) throws -> String {
        let draft = "\(path).\(String(UInt64.random(in: .min ... .max), radix: 16))"
        // Made with its mode: there is no moment at which others could open it.
        let descriptor = Foundation.open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("make", draft) }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            if let model {
                let isOthers = model.st_uid != geteuid() || model.st_gid != getegid()
                if isOthers, fchown(descriptor, model.st_uid, model.st_gid) != 0 {
                    throw failure("keep the owner of", path)
                }
                guard fchmod(descriptor, model.st_mode & 0o777) == 0 else { throw failure("keep the mode of", path) }
            }
            try file.write(contentsOf: Data(text.utf8))
            try file.synchronize()
        } catch {
            unlink(draft)
            throw error
        }
        return draft
    }

    /// A name that is not on disk is gone after a power failure, and with it the file.
    private static func synchronizeFolder(of path: String) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let descriptor = Foundation.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open the folder of", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("write the folder of", path) }
    }

    private static func failure(_ what: String, _ path: String) -> ValidationError {
        ValidationError("cannot \(what) \(path): \(String(cString: strerror(errno)))")
    }
}
