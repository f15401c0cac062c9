import EmbeddedLog
import Foundation
import Schemas
import Stream
import SwiftProtobuf

/// The real `numero-unique`, started as a process in a folder of its own.
struct Tool {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("nu-cli-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    var log: String { folder.appendingPathComponent("register.sqlite").path }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    struct Result {
        var status: Int32
        var output: String
        var errors: String
    }

    /// Runs a command to its end.
    @discardableResult
    func run(_ arguments: String..., input: String? = nil, environment: [String: String] = [:]) throws -> Result {
        try run(arguments, input: input, environment: environment)
    }

    /// Runs a line of the shell, in which `$TOOL` is the command.
    func shell(_ line: String) throws -> Result {
        try run(["-c", line], environment: ["TOOL": Tool.executable.path], program: URL(fileURLWithPath: "/bin/sh"))
    }

    func run(
        _ arguments: [String],
        input: String? = nil,
        environment: [String: String] = [:],
        program: URL = Tool.executable,
    ) throws -> Result {
        let process = Foundation.Process()
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = folder
        // Files rather than pipes: a full pipe would stop the command.
        let name = UUID().uuidString
        let paths = ["out", "err", "in"].map { folder.appendingPathComponent("\(name).\($0)") }
        try Data((input ?? "").utf8).write(to: paths[2])
        for path in paths.prefix(2) { try Data().write(to: path) }
        process.standardOutput = try FileHandle(forWritingTo: paths[0])
        process.standardError = try FileHandle(forWritingTo: paths[1])
        process.standardInput = try FileHandle(forReadingFrom: paths[2])
        try process.run()
        process.waitUntilExit()
        func text(_ path: URL) throws -> String { String(decoding: try Data(contentsOf: path), as: UTF8.self) }
        return Result(status: process.terminationStatus, output: try text(paths[0]), errors: try text(paths[1]))
    }

    /// Adds a desk of the Nord to the tool's log.
    @discardableResult
    func addDesk(_ code: String, kind: String = "BAILLEUR", name: String = "Bailleur") throws -> Result {
        try run("desks", "add", code, "--kind", kind, "--territory", "059", "--name", name, "--log", log)
    }

    /// Who may read a file.
    func mode(_ path: String) throws -> Int {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int ?? -1
    }

    /// What a first `up` leaves of a register: topics and a key, and no record.
    func makeRegister() throws {
        let up = try start("up", "--log", log)
        while !FileManager.default.fileExists(atPath: log + ".key") { Thread.sleep(forTimeInterval: 0.02) }
        up.terminate()
        up.waitUntilExit()
    }

    /// Starts a command that goes on until it is stopped.
    ///
    /// `errors`: the file in the tool's folder that gets what it logs.
    func start(_ arguments: String..., errors: String = "\(UUID().uuidString).err") throws -> Foundation.Process {
        try start(arguments, errors: errors)
    }

    /// `output`: the file that gets what it prints.
    func start(
        _ arguments: [String],
        errors: String = "\(UUID().uuidString).err",
        output: String? = nil
    ) throws -> Foundation.Process {
        let process = Foundation.Process()
        process.executableURL = Tool.executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        let errors = folder.appendingPathComponent(errors)
        try Data().write(to: errors)
        process.standardOutput = FileHandle.nullDevice
        if let output {
            try Data().write(to: URL(fileURLWithPath: output))
            process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
        }
        process.standardError = try FileHandle(forWritingTo: errors)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// Starts the workers once: they begin the register.
    func nameRegister() throws {
        let up = try start("up", "--log", log, errors: "first.err")
        let lines = folder.appendingPathComponent("first.err")
        let deadline = Date(timeIntervalSinceNow: 60)
        while try !String(contentsOf: lines, encoding: .utf8).contains("workers started"), Date() < deadline {
            Thread.sleep(forTimeInterval: 0.02)
        }
        up.terminate()
        up.waitUntilExit()
    }

    /// Beside the test bundle.
    static let executable: URL = {
        var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        while folder.path != "/" {
            let tool = folder.appendingPathComponent("numero-unique")
            if FileManager.default.isExecutableFile(atPath: tool.path) { return tool }
            folder.deleteLastPathComponent()
        }
        return URL(fileURLWithPath: ".build/debug/numero-unique")
    }()
}
