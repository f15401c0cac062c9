import Foundation

/// Kafka's own files, and the Java that runs them.
package struct KafkaInstallation: Sendable {
    package let home: String
    private let java: String

    init(home: String) throws(KafkaSupportError) {
        let libraries = (try? FileManager.default.contentsOfDirectory(atPath: home + "/libs")) ?? []
        guard libraries.contains(where: { $0.hasPrefix("kafka_") }) else {
            throw KafkaSupportError("\(home)/libs has no Kafka")
        }
        let environment = ProcessInfo.processInfo.environment
        let folders = (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/java" }
        let candidates = (environment["JAVA_HOME"].map { ["\($0)/bin/java"] } ?? []) + folders
        guard let java = candidates.first(where: FileManager.default.isExecutableFile) else {
            throw KafkaSupportError("no java in JAVA_HOME or PATH")
        }
        self.home = home
        self.java = java
    }

    /// What one of Kafka's own tools did: its class is what its shell script names.
    @discardableResult
    package func run(_ tool: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw KafkaSupportError("no socket for \(tool)")
        }
        let output = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
        defer { try? output.close() }
        let child: Child
        do {
            defer { close(ends[1]) }
            let command = command(tool, arguments, heapMegabytes: 256)
            child = try Child.withNothing { try Child(command, input: $0, output: ends[1], errors: ends[1]) }
        }
        let text = String(decoding: try output.readToEnd() ?? Data(), as: UTF8.self)
        return (child.wait(), text)
    }

    /// Java itself rather than Kafka's shell scripts: one process, whose end is the end of it.
    func command(_ main: String, _ arguments: [String], heapMegabytes: Int, options: [String] = []) -> [String] {
        // A test's broker lives for minutes: it should start fast.
        let quick = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"]
        return [java, "-Xmx\(heapMegabytes)m"] + quick + options + ["-cp", "\(home)/libs/*", main] + arguments
    }
}
