import Foundation
import KafkaSupport
import Testing

/// How commands are told of a cluster, and what they say when they are told wrong.
///
/// Nobody listens on port 9 here: a setting is refused before anybody is asked.
@Suite struct KafkaOptionsTests {
    @Test func aSecretOnTheCommandLineIsRefusedAndNotRepeated() throws {
        let tool = try Tool()
        defer { tool.remove() }
        for name in ["sasl.password", "ssl.key.password", "ssl.key.pem"] {
            let result = try tool.run("topics", "plan", "--kafka", "127.0.0.1:9", "--kafka-set", "\(name)=hunter2")
            #expect(result.status == 64)
            #expect(result.errors.contains("\(name) is a secret"))
            #expect(result.errors.contains("NU_KAFKA_" + name.uppercased().replacing(".", with: "_")))
            #expect(!(result.output + result.errors).contains("hunter2"))
        }
    }

    @Test func whatRunsAProgramStandsInAFileAlone() throws {
        let tool = try Tool()
        defer { tool.remove() }
        let cluster = ["topics", "plan", "--kafka", "127.0.0.1:9"]
        let set = try tool.run(cluster + ["--kafka-set", "plugin.library.paths=/tmp/evil"])
        #expect(set.status == 64)
        #expect(set.errors.contains("--kafka-set: plugin.library.paths loads or runs a program"))
        let variable = try tool.run(cluster, environment: ["NU_KAFKA_PLUGIN_LIBRARY_PATHS": "/tmp/evil"])
        #expect(variable.status == 64)
        #expect(variable.errors.contains("NU_KAFKA_PLUGIN_LIBRARY_PATHS: plugin.library.paths loads or runs a program"))
    }

    @Test func anUnknownSettingNamesItsPlaceAndNotItsValue() throws {
        let tool = try Tool()
        defer { tool.remove() }
        let text = "# who we are\nsecurity.protocol=PLAINTEXT\n\nsasl.pasword=hunter2\n"
        try text.write(to: tool.folder.appendingPathComponent("kafka.properties"), atomically: true, encoding: .utf8)
        let cluster = ["topics", "plan", "--kafka", "127.0.0.1:9"]
        let file = try tool.run(cluster[0], cluster[1], cluster[2], cluster[3], "--kafka-config", "kafka.properties")
        #expect(file.status == 64)
        #expect(file.errors.contains("kafka.properties:4: sasl.pasword is no setting of librdkafka"))
        #expect(!file.errors.contains("hunter2"))

        let set = try tool.run(cluster[0], cluster[1], cluster[2], cluster[3], "--kafka-set", "no.such=1")
        #expect(set.status == 64)
        #expect(set.errors.contains("--kafka-set: no.such is no setting of librdkafka"))

        let variable = try tool.run(
            cluster[0],
            cluster[1],
            cluster[2],
            cluster[3],
            environment: ["NU_KAFKA_SASL_PASWORD": "hunter2"]
        )
        #expect(variable.status == 64)
        #expect(variable.errors.contains("NU_KAFKA_SASL_PASWORD: sasl.pasword is no setting of librdkafka"))
        #expect(!variable.errors.contains("hunter2"))
    }

    @Test func whatExactlyOnceStandsOnIsNotForOperators() throws {
        let tool = try Tool()
        defer { tool.remove() }
        let result = try tool.run(
            "topics",
            "plan",
            "--kafka",
            "127.0.0.1:9",
            "--kafka-set",
            "isolation.level=read_uncommitted"
        )
        #expect(result.status == 64)
        #expect(result.errors.contains("isolation.level is set by the register itself"))
    }

    @Test(.needsPrivateKafka) func rightCredentialsWorkAndWrongOnesAreRefused() throws {
        let tool = try Tool()
        defer { tool.remove() }
        let credentials = KafkaBroker.Credentials(user: "register", password: "right-secret")
        let broker = try KafkaBroker.makePrivate(credentials: credentials)
        defer { broker.stop() }
        func plan(_ password: String) throws -> Tool.Result {
            try tool.run(
                "topics",
                "plan",
                "--json",
                environment: [
                    "NU_KAFKA": broker.address, "NU_KAFKA_SECURITY_PROTOCOL": "SASL_PLAINTEXT",
                    "NU_KAFKA_SASL_MECHANISM": "PLAIN", "NU_KAFKA_SASL_USERNAME": "register",
                    "NU_KAFKA_SASL_PASSWORD": password,
                ]
            )
        }
        let right = try plan("right-secret")
        #expect(right.status == 0, "\(right.errors)")
        #expect(right.output.contains("\"asWanted\":false"))
        let wrong = try plan("wrong-secret")
        #expect(wrong.status == 1)
        #expect(wrong.errors.contains("the broker at \(broker.address) refuses the credentials"))
        for result in [right, wrong] { #expect(!(result.output + result.errors).contains("-secret")) }
    }
}
