#include "backends/ufw/switch/surround.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backends/machine/conf.h"
#include "backends/machine/run.h"
#include "core/base/text.h"

enum { SECONDS = 30 };

static bool surround_runs(const struct machine *machine, const char *path)
{
    char *full = machine_path(machine, path);
    bool runs = access(full, X_OK) == 0;
    free(full);
    return runs;
}

int surround_check(const struct machine *machine, bool from, bool to, struct failure *failure)
{
    static const char *const hooks[] = {"/etc/ufw/before.init", "/etc/ufw/after.init"};
    for (size_t i = 0; from != to && i < sizeof(hooks) / sizeof(*hooks); i++)
        if (surround_runs(machine, hooks[i]))
            return fail(failure, FAILURE_REFUSED,
                        "'%s' is executable: ufw runs it when it is switched %s, and what it does cannot be "
                        "rehearsed; %s",
                        hooks[i], to ? "on" : "off",
                        to ? "switch ufw on yourself ('sudo ufw enable'), then apply"
                           : "take its x bits away ('sudo chmod a-x'), then remove, and run it with 'stop'");
    return 0;
}

/* Of the two places where a program may be the one where it is; NULL: neither. */
static char *surround_program(const char *name)
{
    static const char *const folders[] = {"/usr/sbin", "/sbin"};
    for (size_t i = 0; i < 2; i++) {
        char *path = xasprintf("%s/%s", folders[i], name);
        if (access(path, X_OK) == 0)
            return path;
        free(path);
    }
    return NULL;
}

static void surround_run(const char *name, char *const options[], char *last)
{
    char *program = surround_program(name), *argv[6] = {program};
    struct output output;
    struct failure ignored = {0};
    size_t count = 1;
    for (; *options; options++)
        argv[count++] = *options;
    argv[count] = last;
    if (program && machine_run(argv, NULL, SECONDS, &output, &ignored) == 0)
        output_release(&output);
    free(program);
}

void surround_load(const struct machine *machine, const char *defaults)
{
    static char *const none[] = {NULL}, *const quietly[] = {"-e", "-q", "-p", NULL};
    char *modules = conf_get(defaults, "IPT_MODULES"), *settings = conf_get(defaults, "IPT_SYSCTL"),
         *place = NULL;
    for (char *name = modules ? strtok_r(modules, " \t", &place) : NULL; name;
         name = strtok_r(NULL, " \t", &place))
        surround_run("modprobe", none, name);
    if (settings && *settings == '/') {
        char *path = machine_path(machine, settings);
        if (access(path, R_OK) == 0)
            surround_run("sysctl", quietly, path);
        free(path);
    }
    free(modules);
    free(settings);
}
