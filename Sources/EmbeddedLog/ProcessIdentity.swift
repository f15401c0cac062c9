import Foundation

/// Names a process so that another one on the same machine can tell whether it still lives.
///
/// A process id alone is given out again; with its start time it is not. `host` names the boot of the kernel and the
/// namespace in which the id counts: ids of another container say nothing here.
///
/// Source: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
struct ProcessIdentity: Hashable {
    var host: String
    var id: Int32
    /// In clock ticks since boot.
    var started: Int64

    static let current: ProcessIdentity = {
        let boot = (try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)) ?? "?"
        let namespace = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")) ?? "?"
        let id = getpid()
        return ProcessIdentity(
            host: boot.trimmingCharacters(in: .whitespacesAndNewlines) + " " + namespace,
            id: id,
            started: startTime(of: id) ?? 0,
        )
    }()

    enum Liveness {
        case alive
        case dead
        /// It belongs to another container: only its heartbeats tell.
        case unknown
    }

    var liveness: Liveness {
        guard host == Self.current.host, Self.current.started != 0 else { return .unknown }
        if self == Self.current { return .alive }
        if let time = Self.startTime(of: id) { return time == started ? .alive : .dead }
        // Not there, or hidden from us because it is another user's.
        return kill(id, 0) == -1 && errno == ESRCH ? .dead : .unknown
    }

    /// Nil when it cannot be read. -1 for a process that has ended and waits for its parent to ask how.
    private static func startTime(of id: Int32) -> Int64? {
        guard let data = FileManager.default.contents(atPath: "/proc/\(id)/stat") else { return nil }
        // The command, second, stands in parentheses and may hold anything, so count from the last one.
        let fields = String(decoding: data, as: UTF8.self).split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 19 else { return nil }
        return fields[0] == "Z" || fields[0] == "X" ? -1 : Int64(fields[19])
    }
}
