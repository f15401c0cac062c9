import Foundation
import Synchronization

/// A shell that starts a broker, and ends it and removes its folder when this process ends, however it ends.
///
/// It takes orders from a socket whose other end only this process holds. The kernel closes that end when the process
/// exits, crashes or is killed; the keeper then reads the end of its orders and cleans up. So `stop`, an exit and a
/// `kill -9` are one path, no pid of a parent is watched, and as the keeper itself starts the broker there is no moment at
/// which one runs that it does not know of.
final class BrokerKeeper: Sendable {
    struct Run {
        let process: Int32
        let log: URL
    }

    private let folder: URL
    private let socket: Int32
    private let keeper: Child
    private let runs = Mutex(0)

    init(folder: URL, command: [String]) throws {
        var ends: [Int32] = [-1, -1]
        // Closed in every child of this process: one that kept it open would keep the broker running.
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw KafkaSupportError("no socket for the broker's keeper: \(String(cString: strerror(errno)))")
        }
        defer { close(ends[1]) }
        self.folder = folder
        self.socket = ends[0]
        let shell = ["/bin/sh", "-c", Self.script, "broker-keeper", folder.path] + command
        do {
            keeper = try Child.withNothing { try Child(shell, input: ends[1], output: ends[1], errors: $0) }
        } catch {
            close(ends[0])
            throw error
        }
    }

    deinit {
        stop()
        close(socket)
        keeper.wait()
    }

    func start() throws -> Run {
        let number = runs.withLock { runs in
            runs += 1
            return runs
        }
        let log = folder.appendingPathComponent("broker-\(number).log")
        guard let process = Int32(try order("start \(log.path)")) else {
            throw KafkaSupportError("the broker's keeper does not tell a pid")
        }
        return Run(process: process, log: log)
    }

    /// Returns when the broker's process is gone.
    func kill() throws {
        _ = try order("kill")
    }

    /// Returns when the broker's process, its folder and the keeper are gone.
    func stop() {
        shutdown(socket, Int32(SHUT_WR))
        while readByte() != nil {}
    }

    private static let script = """
        folder=$1
        shift
        process=
        end() {
            [ -z "$process" ] || { kill -9 "$process"; wait "$process"; }
            process=
        }
        # Ctrl-C reaches the keeper too.
        trap exit INT HUP TERM
        trap 'end; rm -rf "$folder"' EXIT
        while read -r order log; do
            case $order in
            start) "$@" </dev/null >"$log" 2>&1 & process=$!; echo "$process" ;;
            kill) end; echo killed ;;
            esac
        done
        """

    /// Gives an order and returns the line that answers it.
    private func order(_ text: String) throws -> String {
        let bytes = Array("\(text)\n".utf8)
        // A keeper that is gone is an error of one test, not a signal that ends them all.
        guard send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            throw KafkaSupportError("the broker's keeper is gone")
        }
        var answer: [UInt8] = []
        while let byte = readByte() {
            if byte == UInt8(ascii: "\n") { return String(decoding: answer, as: UTF8.self) }
            answer.append(byte)
        }
        throw KafkaSupportError("the broker's keeper is gone")
    }

    private func readByte() -> UInt8? {
        var byte: UInt8 = 0
        while true {
            let count = read(socket, &byte, 1)
            if count == 1 { return byte }
            if count == 0 || errno != EINTR { return nil }
        }
    }
}
