// What Swift cannot call by itself: prctl takes a variable number of arguments.
#include <sys/prctl.h>
#include <sys/resource.h>

// Neither a core file nor a debugger of the same user sees the memory of this process from now on. 0, or -1 and errno.
static inline int nu_forbid_dumps(void) {
    struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0) return -1;
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}
