import Assembly
import KafkaSupport
import Testing

/// What `docker compose up` starts is what the project has.
@Suite struct ComposeTests {
    @Test func everyWorkerHasItsService() throws {
        let compose = try ComposeFile()
        #expect(Set(compose.services.keys) == Set(WorkerName.allCases.map(\.rawValue) + ["kafka", "topics"]))
    }

    @Test(arguments: WorkerName.allCases) func aWorkerIsStartedByItsNameOnKafka(worker: WorkerName) throws {
        let service = try #require(try ComposeFile().services[worker.rawValue])
        #expect(
            service.command == [
                "worker", worker.rawValue, "--kafka", "kafka:9092", "--lanes", "1", "--http", "0.0.0.0:9464",
            ]
        )
        #expect(service.replicas == 1)
        #expect(service.restart == "unless-stopped")
        #expect(service.conditions == ["topics": "service_completed_successfully"])
    }

    /// Replicas of a service share its command: a name in it would be that of several processes.
    @Test(arguments: WorkerName.allCases) func aWorkerIsNamedByItsContainer(worker: WorkerName) throws {
        #expect(!(try ComposeFile().command(of: worker.rawValue).contains("--instance")))
    }

    @Test(arguments: WorkerName.allCases) func aWorkerIsScaledByItsOwnVariables(worker: WorkerName) throws {
        let name = "NU_" + worker.rawValue.uppercased().replacing("-", with: "_")
        let compose = try ComposeFile(variables: ["\(name)_LANES": "4", "\(name)_REPLICAS": "3"])
        for other in WorkerName.allCases {
            let service = try #require(compose.services[other.rawValue])
            let lanes = service.command.firstIndex(of: "--lanes").map { service.command[$0 + 1] }
            #expect(lanes == (other == worker ? "4" : "1"))
            #expect(service.replicas == (other == worker ? 3 : 1))
        }
    }

    @Test func topicsAreAppliedOnceKafkaServes() throws {
        let service = try #require(try ComposeFile().services["topics"])
        #expect(service.command == ["topics", "apply", "--kafka", "kafka:9092", "--yes"])
        #expect(service.conditions == ["kafka": "service_healthy"])
    }

    /// Tests start the same commands elsewhere.
    @Test func aCommandCanHaveAnotherAddress() throws {
        let command = try ComposeFile().command(
            of: "numbering",
            replacing: ["kafka:9092": "127.0.0.1:1", "0.0.0.0:9464": "127.0.0.1:2"]
        )
        #expect(
            command == ["worker", "numbering", "--kafka", "127.0.0.1:1", "--lanes", "1", "--http", "127.0.0.1:2"]
        )
    }

    // The reader can fail.

    @Test func aCommandThatAShellWouldSplitIsRefused() {
        #expect(throws: (any Error).self) {
            try ComposeFile(text: "services: {a: {image: b, command: worker numbering}}", variables: [:])
        }
    }

    @Test func aVariableWithoutValueAndDefaultIsRefused() {
        #expect(throws: (any Error).self) {
            try ComposeFile(text: "services: {a: {image: b, command: ['${NONE}']}}", variables: [:])
        }
    }
}
