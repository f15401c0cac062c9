// librdkafka as the system has it: 2.0.2 in Debian 12, any later 2.x elsewhere.
#include <librdkafka/rdkafka.h>
// Brokers that answer as they are told, for tests of errors.
#include <librdkafka/rdkafka_mock.h>
