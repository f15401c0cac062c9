import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * The numbering stage as Kafka Streams would have it: exactly once (v2), state in RocksDB. For each request it looks up
 * the submission, takes the next number of the territory, keeps two rows, and forwards as many records of about the same
 * size as the register's own worker does: to the register, from where it comes back, to the receipts, to the notices.
 *
 * <p>It reads the territory and the submission off the envelope and nothing else: less than the worker decodes.
 */
public final class NumberingStage {
    /** How a fact begins that was written here: what a worker finds out from its tags. */
    private static final byte OWN = 0;

    private static final AtomicLong done = new AtomicLong();
    private static volatile long began;
    private static volatile long ended;

    public static void main(String[] arguments) throws Exception {
        long wanted = Long.parseLong(System.getenv("NU_BENCH_RECORDS"));
        int threads = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2;
        boolean inMemory = arguments.length > 1 && arguments[1].equals("memory");
        var folder = Files.createTempDirectory("nu-streams");
        var settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "nu-bench-streams-" + System.nanoTime());
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, System.getenv("NU_KAFKA"));
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
        settings.put(StreamsConfig.producerPrefix("compression.type"), "lz4");
        settings.put("auto.offset.reset", "earliest");

        var bytes = Serdes.ByteArray();
        var topology = new Topology();
        topology.addSource("in", bytes.deserializer(), bytes.deserializer(), "nu.register");
        topology.addProcessor("stage", () -> new Stage(wanted), "in");
        for (var name : new String[] {"files", "applications", "sequences"}) {
            var supplier = inMemory ? Stores.inMemoryKeyValueStore(name) : Stores.persistentKeyValueStore(name);
            topology.addStateStore(
                Stores.keyValueStoreBuilder(supplier, Serdes.Bytes(), bytes).withLoggingEnabled(Map.of()), "stage");
        }
        topology.addSink("facts", "nu.register", bytes.serializer(), bytes.serializer(), "stage");
        topology.addSink("receipts", "nu.receipts", bytes.serializer(), bytes.serializer(), "stage");
        topology.addSink("notices", "nu.notices", bytes.serializer(), bytes.serializer(), "stage");
        try (var streams = new KafkaStreams(topology, settings)) {
            streams.start();
            // The load comes once every thread has its share.
            while (streams.state() != KafkaStreams.State.RUNNING
                || streams.metadataForLocalThreads().stream().anyMatch(thread -> thread.activeTasks().isEmpty())) {
                Thread.sleep(20);
            }
            System.out.println("ready");
            while (ended == 0) Thread.sleep(20);
        }
        System.out.println(Math.round(wanted / ((ended - began) / 1e9)));
    }

    private static final class Stage implements Processor<byte[], byte[], byte[], byte[]> {
        private final long wanted;
        private ProcessorContext<byte[], byte[]> context;
        private KeyValueStore<Bytes, byte[]> files;
        private KeyValueStore<Bytes, byte[]> applications;
        private KeyValueStore<Bytes, byte[]> sequences;

        Stage(long wanted) {
            this.wanted = wanted;
        }

        @Override
        public void init(ProcessorContext<byte[], byte[]> context) {
            this.context = context;
            files = context.getStateStore("files");
            applications = context.getStateStore("applications");
            sequences = context.getStateStore("sequences");
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            var value = record.value();
            if (value[0] == OWN) return;
            if (began == 0) began = System.nanoTime();
            // Field 1, the submission, then field 2, the territory: a tag, a length, the bytes.
            var submission = Bytes.wrap(Arrays.copyOfRange(value, 2, 2 + value[1]));
            int at = 2 + value[1];
            var territory = Bytes.wrap(Arrays.copyOfRange(value, at + 2, at + 2 + value[at + 1]));
            if (files.get(submission) == null) {
                var last = sequences.get(territory);
                long next = last == null ? 1 : Long.parseLong(new String(last, StandardCharsets.US_ASCII)) + 1;
                sequences.put(territory, Long.toString(next).getBytes(StandardCharsets.US_ASCII));
                var number =
                    String.format("%s0311%06d", new String(territory.get(), StandardCharsets.US_ASCII), next)
                        .getBytes(StandardCharsets.US_ASCII);
                files.put(submission, number);
                applications.put(Bytes.wrap(number), new byte[12]);
                var fact = Arrays.copyOf(value, value.length + number.length);
                System.arraycopy(number, 0, fact, value.length, number.length);
                fact[0] = OWN;
                context.forward(record.withValue(fact), "facts");
                context.forward(record.withValue(Arrays.copyOf(fact, fact.length + 60)), "receipts");
                context.forward(record.withValue(Arrays.copyOf(fact, fact.length + 40)), "notices");
            }
            if (done.incrementAndGet() == wanted) {
                // What is not committed yet is committed within the commit interval, 100 ms.
                ended = System.nanoTime();
            }
        }
    }
}
