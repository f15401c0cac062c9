import ArgumentParser
import EmbeddedLog
import Foundation
import Schemas
import Stream
import WorkerKit

/// Sends submissions and waits for their answers.
///
/// An answer is known by where its submission stands. An id does not tell: it may stand twice in a file with two contents, or be
/// sent by two processes at once, and then each of them has an answer of its own.
struct SubmissionExchange {
    enum Ending {
        case answered
        /// So long without any news.
        case silent
        case interrupted
    }

    private let log: any StreamLog
    private var receipts: ReceiptReader
    private var waiting: Set<SourcePosition> = []
    /// Sent, and the log did not say where: their ids must do.
    private var unlocated: [Answered: Int] = [:]
    private(set) var sent = 0
    private(set) var outcomes = Outcomes()

    /// Made before anything is sent: answers are read from where they end now.
    init(_ log: any StreamLog) throws(LogError) {
        self.log = log
        receipts = try ReceiptReader(log)
    }

    var missing: Int { waiting.count + unlocated.values.reduce(0, +) }
    var total: Int { outcomes.count + missing }

    /// False when it was interrupted before all were sent.
    mutating func send(_ records: [OutgoingRecord], _ owners: [Answered], _ interruption: Interruption) throws -> Bool {
        for start in stride(from: 0, to: records.count, by: 2_000) {
            if interruption.isRequested { return false }
            let end = min(start + 2_000, records.count)
            let offsets: [Int64?]
            do throws(LogError) {
                offsets = try log.appendAndLocate(Array(records[start..<end]))
            } catch {
                Terminal.note(
                    "\(sent) sur/of \(records.count) déposées ; l’envoi peut être refait sans risque / sent; sending again is safe"
                )
                throw error
            }
            for (index, offset) in zip(start..<end, offsets) {
                if let offset {
                    waiting.insert(SourcePosition(partition: Int32(records[index].partition.partition), offset: offset))
                } else {
                    unlocated[owners[index], default: 0] += 1
                }
            }
            sent += end - start
        }
        return true
    }

    /// What an earlier run sent, and what it was answered, if it was.
    mutating func goOn(with place: SourcePosition) { waiting.insert(place) }

    mutating func goOn(with answer: WireReceipt) { outcomes.take(answer) }

    /// Waits until everything is answered; `show` gets each answer with its record.
    mutating func wait(
        timeout: Double,
        _ interruption: Interruption,
        _ show: (WireReceipt, LogRecord) throws -> Void
    ) throws -> Ending {
        var bar = ProgressBar("Récépissés / receipts", total: total)
        defer { bar.finish() }
        var lastNews = ContinuousClock.now
        while missing > 0 {
            if interruption.isRequested { return .interrupted }
            var isNews = false
            for record in try receipts.nextRecords() {
                guard let receipt = WireReceipt(record: record), isAwaited(receipt) else { continue }
                outcomes.take(receipt)
                isNews = true
                try show(receipt, record)
            }
            bar.update(outcomes.count)
            if missing == 0 { break }
            if isNews { lastNews = .now } else { log.waitForAppend(timeoutMilliseconds: 5) }
            if ContinuousClock.now - lastNews > .seconds(timeout) { return .silent }
        }
        return .answered
    }

    private mutating func isAwaited(_ receipt: WireReceipt) -> Bool {
        if waiting.remove(receipt.source) != nil { return true }
        let owner = Answered(receipt)
        guard let count = unlocated[owner] else { return false }
        unlocated[owner] = count > 1 ? count - 1 : nil
        return true
    }

    /// Says why something is missing. Throws unless everything was answered, and nothing refused.
    func finish(_ ending: Ending, of count: Int, _ timeout: Double, _ options: LogOptions) throws {
        switch ending {
        case .answered: break
        case .silent:
            let isDiskFull = options.isDiskFull
            Terminal.note(Self.silence(missing: missing, timeout: timeout, options, isDiskFull: isDiskFull))
        case .interrupted:
            Terminal.note(interruption(of: count))
            throw ExitCode(Interruption.exitCode)
        }
        if missing > 0 || outcomes.refused > 0 { throw ExitCode.failure }
    }

    /// Why nothing more came, and what to do.
    static func silence(missing: Int, timeout: Double, _ options: LogOptions, isDiskFull: Bool) -> String {
        let start = "no receipt for \(missing) submissions after \(Int(timeout)) s without news: "
        if isDiskFull {
            return start
                + "le disque de \(options.place) est plein, les travailleurs ne peuvent pas écrire / the disk of "
                + "\(options.place) is full, and the workers cannot write. They go on by themselves once there is room; "
                + "nothing is lost."
        }
        return start
            + "are the workers running (`numero-unique up \(options.argument)`)? They will be answered when they run; "
            + "nothing is lost."
    }

    /// Where an interrupted command stands.
    func interruption(of count: Int) -> String {
        "interrompu : \(sent) déposées sur \(count), \(outcomes.count) répondues. Relancer la même commande est sans risque : ce qui "
            + "a été répondu l’est à l’identique / interrupted: \(sent) of \(count) sent, \(outcomes.count) answered. Running the "
            + "same command again is safe: what was answered is answered as before"
    }
}

extension LogOptions {
    /// Workers of an embedded log that write nothing more may have no room left.
    var isDiskFull: Bool { kafka.brokers == nil && EmbeddedLog.isDiskFull(at: log) }
}

extension WireReceipt {
    /// Where the submission stands that it answers.
    var source: SourcePosition {
        SourcePosition(
            partition: Int32(truncatingIfNeeded: sourcePartition),
            offset: Int64(truncatingIfNeeded: sourceOffset)
        )
    }
}
