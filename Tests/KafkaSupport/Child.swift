import Glibc

/// A process started by tests. It has no signal blocked, and no file of ours but the ones that it is given.
///
/// `Foundation.Process` promises neither. Its children keep the signals blocked that are blocked in the thread which starts
/// them, as they are in threads of the cooperative pool: a shell that is not told of its child's end waits for ever. And a
/// child that happens to be started while another's pipe is open keeps that pipe open, so that its reader waits for ever.
struct Child {
    private let pid: pid_t

    init(_ command: [String], input: Int32, output: Int32, errors: Int32) throws {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        for (target, file) in [input, output, errors].enumerated() {
            posix_spawn_file_actions_adddup2(&files, file, Int32(target))
        }
        // Those that are not open are passed over.
        for file in 3..<Int32(min(sysconf(Int32(_SC_OPEN_MAX)), 4_096)) {
            posix_spawn_file_actions_addclose(&files, file)
        }

        let arguments = command.map { strdup($0) }
        defer { for argument in arguments { free(argument) } }
        var pid = pid_t()
        let error = posix_spawn(&pid, command[0], &files, &attributes, arguments + [nil], environ)
        guard error == 0 else { throw KafkaSupportError("\(command[0]): \(String(cString: strerror(error)))") }
        self.pid = pid
    }

    /// Waits for its end. A signal counts as a shell counts it. To be called once.
    @discardableResult
    func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }

    /// For what a child shall not read, or need not say.
    static func withNothing<Result>(_ body: (Int32) throws -> Result) throws -> Result {
        let nothing = open("/dev/null", O_RDWR | O_CLOEXEC)
        guard nothing >= 0 else { throw KafkaSupportError("/dev/null: \(String(cString: strerror(errno)))") }
        defer { close(nothing) }
        return try body(nothing)
    }
}
