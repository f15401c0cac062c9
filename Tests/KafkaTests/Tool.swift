import Foundation
import Sealing

/// The real `numero-unique`, as a process.
enum Tool {
    /// Every intake of a run has it, and so has the run that nothing disturbs. It seals nobody.
    static let masterKey = "TnVtw6lybyB1bmlxdWUsIGNsw6kgZGUgdGVzdCAwMSE="

    /// What the header of its registers says of that key.
    static var comparison: UInt32 {
        get throws { PersonMarker(try MasterKeys(text: masterKey)).comparison }
    }

    /// The file that it stands in, for its owner alone. One for all processes of a run.
    private static let masterKeyFile: String = {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("nu-tool-\(getpid()).key").path
        let isMade = FileManager.default.createFile(
            atPath: path,
            contents: Data(masterKey.utf8),
            attributes: [.posixPermissions: 0o600]
        )
        precondition(isMade, "cannot write \(path)")
        return path
    }()

    /// Starts a command; `errors` gets what it logs, after what its predecessor did.
    static func start(
        _ arguments: [String],
        environment: [String: String] = [:],
        errors: URL,
    ) throws -> Foundation.Process {
        let process = Foundation.Process()
        process.executableURL = executable
        process.arguments = arguments
        // Settings of whoever runs the tests are not the tests'.
        let inherited = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("NU_") }
        process.environment = inherited.merging(["NU_MASTER_KEY_FILE": masterKeyFile]) { $1 }.merging(environment) {
            $1
        }
        if !FileManager.default.fileExists(atPath: errors.path) { try Data().write(to: errors) }
        let log = try FileHandle(forWritingTo: errors)
        try log.seekToEnd()
        process.standardOutput = FileHandle.nullDevice
        process.standardError = log
        process.standardInput = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// Runs a command to its end.
    static func run(
        _ arguments: [String],
        environment: [String: String] = [:],
    ) throws -> (status: Int32, errors: String) {
        let errors = FileManager.default.temporaryDirectory.appendingPathComponent("nu-tool-\(UUID().uuidString).err")
        defer { try? FileManager.default.removeItem(at: errors) }
        let process = try start(arguments, environment: environment, errors: errors)
        process.waitUntilExit()
        return (process.terminationStatus, try String(contentsOf: errors, encoding: .utf8))
    }

    private static let executable = executable("numero-unique")

    /// Beside the test bundle.
    static func executable(_ name: String) -> URL {
        var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        while folder.path != "/" {
            let tool = folder.appendingPathComponent(name)
            if FileManager.default.isExecutableFile(atPath: tool.path) { return tool }
            folder.deleteLastPathComponent()
        }
        return URL(fileURLWithPath: ".build/debug/\(name)")
    }
}
