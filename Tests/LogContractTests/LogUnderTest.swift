import Foundation
import Schemas
import Stream
import Testing

/// An implementation that the contract suite is run over. To add one, write this and put it into `implementations`.
///
/// The suite assumes no dense offsets and no haste: it names topics and groups anew each time, and waits for events.
protocol LogUnderTest: Sendable, CustomTestStringConvertible {
    /// A place where nothing is stored yet, or nothing under the names that the suite makes up.
    func makeStorage() throws -> any LogStorage
}

/// Where a log keeps its records.
protocol LogStorage: AnyObject, Sendable {
    /// A handle as another process would have it, as far as the implementation can.
    func open() throws -> any StreamLog

    /// Has the topic compacted, once it holds what it holds now.
    func compact(_ topic: Topic, of log: any StreamLog) throws
}

let implementations: [any LogUnderTest] =
    [EmbeddedLogUnderTest(), SimulatedLogUnderTest()] + KafkaLogUnderTest.ifPresent
