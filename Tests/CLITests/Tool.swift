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

    func run(_ arguments: [String], input: String? = nil, environment: [String: String] = [:]) throws -> Result {
        let process = Foundation.Process()
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.executableURL = Tool.executable
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

    /// Starts a command that goes on until it is stopped.
    ///
    /// `errors`: the file in the tool's folder that gets what it logs.
    func start(_ arguments: String..., errors: String = "\(UUID().uuidString).err") throws -> Foundation.Process {
        try start(arguments, errors: errors)
    }

    func start(_ arguments: [String], errors: String = "\(UUID().uuidString).err") throws -> Foundation.Process {
        let process = Foundation.Process()
        process.executableURL = Tool.executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        let errors = folder.appendingPathComponent(errors)
        try Data().write(to: errors)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: errors)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// Starts the workers once, and gives the register a name where they do not do so by themselves.
    func nameRegister() throws {
        let up = try start("up", "--log", log, errors: "first.err")
        let lines = folder.appendingPathComponent("first.err")
        let deadline = Date(timeIntervalSinceNow: 60)
        while try !String(contentsOf: lines, encoding: .utf8).contains("workers started"), Date() < deadline {
            Thread.sleep(forTimeInterval: 0.02)
        }
        up.terminate()
        up.waitUntilExit()
        let stream = try EmbeddedLog(path: log)
        guard try stream.readRegisterHeader() == nil else { return }
        let count = try stream.partitionCount(of: Topic.register.name)
        try stream.append(
            (0..<count).map { partition in
                let record = WireRegisterRecord.with {
                    $0.header.register = Data((0..<16).map { UInt8($0) | 0x80 })
                    $0.header.schemaLevel = 1
                    $0.header.registerPartitions = UInt32(count)
                    $0.header.submissionPartitions = UInt32(count)
                    $0.header.clock = .live
                }
                return OutgoingRecord(
                    TopicPartition(Topic.register.name, partition),
                    key: nil,
                    value: try record.serializedBytes(),
                    timestamp: 0,
                )
            }
        )
    }

    /// Beside the test bundle.
    private static let executable: URL = {
        var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        while folder.path != "/" {
            let tool = folder.appendingPathComponent("numero-unique")
            if FileManager.default.isExecutableFile(atPath: tool.path) { return tool }
            folder.deleteLastPathComponent()
        }
        return URL(fileURLWithPath: ".build/debug/numero-unique")
    }()
}
