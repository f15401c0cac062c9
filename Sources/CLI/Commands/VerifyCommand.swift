import ArgumentParser
import Stream
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "verify")
}
enum Verification { static func report(_ log: any StreamLog) throws -> Bool { true } }
