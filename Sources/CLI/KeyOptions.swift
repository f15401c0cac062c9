import ArgumentParser
import Foundation
import Schemas
import Sealing
import Stream

/// The master keys of a register: what opens its nominative data.
struct KeyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            The register's master keys (keys new): a file for its owner alone, or a pipe such as /dev/fd/3. NU_MASTER_KEY_FILE. \
            Beside an embedded log: its own name and .key.
            """,
            valueName: "file"
        )
    )
    var masterKey: String?

    /// The file that is named; nil when none is.
    func file() throws -> KeyFile? {
        if Environment["NU_MASTER_KEY"] != nil {
            throw ValidationError(
                """
                NU_MASTER_KEY is not read: what stands in the environment is seen by whoever may look at this process, its \
                container or a crash report. Put the key into a file of mode 0600, and name that with --master-key or \
                NU_MASTER_KEY_FILE
                """
            )
        }
        return (masterKey ?? Environment["NU_MASTER_KEY_FILE"]).map { KeyFile($0) }
    }

    /// Those that are named; nil when none are.
    func named() throws -> MasterKeys? { try file()?.read() }

    /// To open what is sealed: those that are named, or those beside the log. Nil: what is sealed stays closed.
    func opening(_ options: LogOptions) throws -> MasterKeys? {
        if let keys = try named() { return keys }
        guard let file = options.keyFile, file.exists else { return nil }
        return try file.read()
    }
}

/// How an intake seals.
struct SealingOptions: ParsableArguments {
    @OptionGroup var keys: KeyOptions
    @Flag(
        help: """
            Seals nothing. Names and addresses then stand open in nu.register and in every copy of it, and nothing erases \
            them there. For a register that is never used for real people.
            """
    )
    var unsealed = false

    func validate() throws {
        if unsealed, keys.masterKey != nil {
            throw ValidationError("--unsealed and --master-key contradict each other")
        }
    }

    /// Says what is missing before anything is connected to.
    func requireKeys(_ options: LogOptions) throws {
        let file = try keys.file()
        try file?.check()
        guard !unsealed && file == nil && options.keyFile == nil else { return }
        throw ValidationError(
            """
            intake needs the register's master keys on Kafka: make one (numero-unique keys new FILE), keep a copy apart \
            from the cluster, and give it to every intake with --master-key FILE. Only a register without real people \
            may go without: --unsealed
            """
        )
    }

    /// Makes the keys of an embedded log that holds nothing yet, where none are named.
    func sealer(_ log: any StreamLog, _ options: LogOptions) throws -> FormSealer {
        if unsealed { return .unsealed }
        if let keys = try keys.named() { return FormSealer(keys, of: try log.registerID()) }
        try requireKeys(options)
        guard let file = options.keyFile else { preconditionFailure("keys are required where no file stands for them") }
        if !file.exists {
            guard try log.endOffsets(of: log.partitions(of: .register)).allSatisfy({ $1 == 0 }) else {
                throw ValidationError(
                    """
                    \(file.path) is not there, and \(options.log) holds a register: put its master keys back, or name \
                    them with --master-key. A register that was begun without goes on with --unsealed
                    """
                )
            }
            if try file.make() {
                Terminal.note(
                    """
                    Clé maîtresse créée / master key made: \(file.path). Sans elle les noms et adresses sont perdus ; à \
                    conserver aussi ailleurs que les sauvegardes du journal / without it names and addresses are lost: keep \
                    a copy, apart from the backups of the log
                    """
                )
            }
        }
        if options.isNamedElsewhere {
            Terminal.note(
                """
                \(file.path) : la clé est dans le dossier du journal ; qui copie le dossier lit les noms. À mettre ailleurs \
                (--master-key) / the key stands in the folder of the log: whoever copies the folder reads the names. Put it \
                elsewhere and name it with --master-key
                """
            )
        }
        return FormSealer(try file.read(), of: try log.registerID())
    }
}

extension LogOptions {
    /// Where the keys of an embedded log are; nil on Kafka.
    var keyFile: KeyFile? { kafka.brokers == nil ? KeyFile(log + ".key") : nil }

    /// Not the log of a first try, which stands in the folder where somebody happens to be.
    var isNamedElsewhere: Bool { log != LogOptions.firstTry }
}
