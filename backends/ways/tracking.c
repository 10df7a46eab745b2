#include "backends/ways/tracking.h"

#include <stdio.h>
#include <unistd.h>

static bool tracks(void)
{
    FILE *file = fopen("/proc/sys/net/netfilter/nf_conntrack_count", "re");
    unsigned long count = 0;
    if (!file)
        return false;
    bool read = fscanf(file, "%lu", &count) == 1;
    fclose(file);
    return read && count > 0;
}

/* The state is the fourth word of a line; 01 is established. */
static bool has_open(const char *path)
{
    FILE *file = fopen(path, "re");
    char line[512];
    unsigned state;
    bool found = false;
    if (!file)
        return false;
    while (!found && fgets(line, sizeof(line), file))
        found = sscanf(line, "%*s %*s %*s %2x", &state) == 1 && state == 1;
    fclose(file);
    return found;
}

bool tracking_is_fresh(void)
{
    return !tracks() && (has_open("/proc/thread-self/net/tcp") || has_open("/proc/thread-self/net/tcp6"));
}

void tracking_note(struct problems *problems)
{
    problem_add(problems, PROBLEM_FRESH_TRACKING, (struct place){0},
                "this machine has open connections and does not track them yet: penstock first tracks for "
                "%d seconds and lets all pass, then the rules decide; a connection that is silent in these "
                "seconds may have to be opened anew",
                TRACKING_SECONDS);
}

void tracking_wait(void)
{
    for (unsigned left = TRACKING_SECONDS; left;)
        left = sleep(left);
}
