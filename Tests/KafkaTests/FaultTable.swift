import Foundation

/// Adds a line to the table of faults for each one that was survived, in the file that `NU_FAULTS_TABLE` names.
enum FaultTable {
    static func add(_ name: String, faults: Int, run: FaultRun, _ silence: Duration, _ total: Duration) {
        add(
            "| \(name) | \(faults) | \(run.answered) | \(run.fleet.restarts) | \(text(silence)) | \(text(total)) |"
        )
    }

    static func add(_ line: String) {
        guard let path = ProcessInfo.processInfo.environment["NU_FAULTS_TABLE"] else { return }
        let before = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        try? "\(before)\(line)\n".write(toFile: path, atomically: true, encoding: .utf8)
    }

    private static func text(_ duration: Duration) -> String {
        duration.formatted(.units(allowed: [.seconds], fractionalPart: .show(length: 1)))
    }
}
