#include "backends/ufw/files/state.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>

#include "backends/machine/conf.h"
#include "backends/ufw/files/ours.h"
#include "backends/ufw/rules/block.h"

enum { FILE_AT_MOST = 16 << 20, FRESH_SECONDS = 2, TRIES = 30, TRY_MS = 50 };

const char *const ufw_paths[UFW_FILES] = {
    [UFW_DEFAULT] = "/etc/default/ufw",       [UFW_BEFORE] = "/etc/ufw/before.rules",
    [UFW_BEFORE6] = "/etc/ufw/before6.rules", [UFW_USER] = "/etc/ufw/user.rules",
    [UFW_USER6] = "/etc/ufw/user6.rules",     [UFW_SYSCTL] = "/etc/ufw/sysctl.conf",
    [UFW_CONF] = "/etc/ufw/ufw.conf",
};

static const char *const policy_keys[] = {"DEFAULT_INPUT_POLICY", "DEFAULT_OUTPUT_POLICY",
                                          "DEFAULT_FORWARD_POLICY"};

const char *ufw_file_name(enum ufw_file file)
{
    /* Both default/ufw and ufw.conf would end in `ufw` otherwise. */
    return file == UFW_DEFAULT ? "default" : strrchr(ufw_paths[file], '/') + 1;
}

bool ufw_present(const struct machine *machine)
{
    char *data;
    size_t length;
    if (machine_read(machine, ufw_paths[UFW_USER], FILE_AT_MOST, &data, &length) != 0)
        return false;
    free(data);
    return true;
}

/* What ufw starts without; default/ufw, which says so, was read before. */
static bool ufw_state_needs(const struct ufw_state *state, enum ufw_file file)
{
    if (file == UFW_BEFORE6 || file == UFW_USER6)
        return conf_says_yes(state->files[UFW_DEFAULT], "IPV6");
    return file != UFW_SYSCTL;
}

static int ufw_state_read_file(struct ufw_state *state, const struct machine *machine, const char *folder,
                               enum ufw_file file, struct failure *failure)
{
    size_t length;
    char *path = *folder ? xasprintf("%s/%s", folder, ufw_file_name(file)) : xstrdup(ufw_paths[file]);
    int done = machine_read(machine, path, FILE_AT_MOST, &state->files[file], &length);
    if (done != 0 && errno == ENOENT && !ufw_state_needs(state, file)) {
        state->files[file] = xstrdup("");
        done = 0;
    } else if (done != 0) {
        state->files[file] = NULL;
        fail(failure, FAILURE_MACHINE,
             "ufw's file '%s' cannot be read: %s: install ufw again, or run as root", path, strerror(errno));
    } else if (strlen(state->files[file]) != length) {
        done = fail(failure, FAILURE_MACHINE, "ufw's file '%s' is damaged: put a copy of it back", path);
    }
    free(path);
    return done;
}

static const char *value(struct ufw_state *state, enum ufw_file file, const char *key, const char *otherwise)
{
    char *found = conf_get(state->files[file], key);
    const char *kept = arena_strdup(&state->arena, found ? found : otherwise);
    free(found);
    return kept;
}

static const char *one_of(struct ufw_state *state, enum ufw_file file, const char *key,
                          const char *const words[], const char *otherwise)
{
    const char *said = value(state, file, key, otherwise);
    for (size_t i = 0; words[i]; i++)
        if (strcasecmp(said, words[i]) == 0)
            return words[i];
    return NULL;
}

/* A level that ufw does not know it starts with as if it were low. */
static void ufw_state_read_settings(struct ufw_state *state)
{
    static const char *const levels[] = {"off", "low", "medium", "high", "full", NULL}, *const policies[] = {
                                                                                            "ACCEPT", "DROP",
                                                                                            "REJECT", NULL};
    state->enabled = conf_says_yes(state->files[UFW_CONF], "ENABLED");
    state->logging = one_of(state, UFW_CONF, "LOGLEVEL", levels, "");
    state->logging = state->logging ? state->logging : "low";
    state->ipv6 = conf_starts(state->files[UFW_DEFAULT], "IPV6");
    state->forwards = strcmp(value(state, UFW_SYSCTL, "net/ipv4/ip_forward", "0"), "1") == 0;
    for (size_t i = 0; i < POLICY_COUNT; i++) {
        const char *known = one_of(state, UFW_DEFAULT, policy_keys[i], policies, "ACCEPT");
        state->policies[i] = known ? known : value(state, UFW_DEFAULT, policy_keys[i], "ACCEPT");
    }
}

/* A file that an interrupted ufw cut short loads no rules at all, and that happens. */
static int ufw_state_read_rules(struct ufw_state *state, size_t index, struct failure *failure)
{
    enum ufw_file user = index == UFW_4 ? UFW_USER : UFW_USER6,
                  before = index == UFW_4 ? UFW_BEFORE : UFW_BEFORE6;
    int line;
    if (index == UFW_6 && !state->ipv6) { /* ufw does not start with them: read as far as they can be */
        tuples_read(&state->tuples[index], ufw_family(index), state->files[user], &state->arena, &line);
        block_read(state->files[before], ufw_file_name(before), &state->block[index]);
        return 0;
    }
    for (enum ufw_file file = before;; file = user) {
        const char *end = strstr(state->files[file], "\nCOMMIT");
        if (!end)
            return fail(failure, FAILURE_MACHINE,
                        "ufw's file '%s' has no end (COMMIT), so ufw would load no rules from it: put a copy "
                        "of it back, or run 'ufw reset'",
                        ufw_paths[file]);
        if (file == user)
            break;
    }
    if (tuples_read(&state->tuples[index], ufw_family(index), state->files[user], &state->arena, &line) != 0)
        return fail(failure, FAILURE_MACHINE,
                    "line %d of ufw's file '%s' is no rule that ufw writes: delete that line", line,
                    ufw_paths[user]);
    block_read(state->files[before], ufw_file_name(before), &state->block[index]);
    return 0;
}

static int ufw_state_read_once(struct ufw_state *state, const struct machine *machine, const char *folder,
                               struct failure *failure)
{
    int done = 0;
    *state = (struct ufw_state){0};
    for (size_t i = 0; done == 0 && i < UFW_FILES; i++)
        done = ufw_state_read_file(state, machine, folder, (enum ufw_file)i, failure);
    if (done == 0)
        ufw_state_read_settings(state);
    for (size_t i = 0; done == 0 && i < UFW_FAMILIES; i++)
        done = ufw_state_read_rules(state, i, failure);
    if (done == 0)
        ours_mark(machine, state);
    else
        ufw_state_release(state);
    return done;
}

/* Whether one of ufw's files of rules was written in the last seconds. */
static bool is_being_written(const struct machine *machine)
{
    bool fresh = false;
    for (enum ufw_file file = UFW_USER; file <= UFW_USER6; file++) {
        struct stat about;
        char *path = machine_path(machine, ufw_paths[file]);
        fresh = fresh ||
                (stat(path, &about) == 0 && llabs((long long)(time(NULL) - about.st_mtime)) <= FRESH_SECONDS);
        free(path);
    }
    return fresh;
}

int ufw_state_read(struct ufw_state *state, const struct machine *machine, const char *folder,
                   struct failure *failure)
{
    struct failure damaged = {0};
    if (ufw_state_read_once(state, machine, folder, &damaged) == 0)
        return 0;
    /* ufw writes its files in their place: what looks damaged may be half written. */
    for (int i = 0; i < TRIES && !*folder && is_being_written(machine); i++) {
        poll(NULL, 0, TRY_MS);
        damaged = (struct failure){0};
        if (ufw_state_read_once(state, machine, folder, &damaged) == 0)
            return 0;
    }
    *failure = failure->kind == FAILURE_NONE ? damaged : *failure;
    return -1;
}

bool ufw_state_ours(const struct ufw_state *state)
{
    for (size_t i = 0; i < UFW_FAMILIES; i++) {
        if (state->block[i].count)
            return true;
        for (size_t k = 0; k < state->tuples[i].count; k++)
            if (tuple_is_ours(&state->tuples[i].items[k]))
                return true;
    }
    return false;
}

void ufw_state_release(struct ufw_state *state)
{
    for (size_t i = 0; i < UFW_FILES; i++)
        free(state->files[i]);
    for (size_t i = 0; i < UFW_FAMILIES; i++) {
        tuples_release(&state->tuples[i]);
        lines_release(&state->block[i]);
    }
    arena_release(&state->arena);
    *state = (struct ufw_state){0};
}
