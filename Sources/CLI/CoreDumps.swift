import ArgumentParser
import CProcess
import Foundation

/// Memory that holds a master key must not get into a core file.
enum CoreDumps {
    /// Called before a master key is read. A crash then leaves no core file, whatever the system's `core_pattern` is, and no other
    /// process of the same user can attach to this one or read `/proc/PID/mem`.
    static func forbid() throws {
        guard nu_forbid_dumps() == 0 else {
            throw ValidationError("core dumps cannot be switched off: \(String(cString: strerror(errno)))")
        }
    }
}
