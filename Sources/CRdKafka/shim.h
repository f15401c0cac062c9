// librdkafka as the system has it: 2.0.2 in Debian 12, any later 2.x elsewhere.
#include <librdkafka/rdkafka.h>
