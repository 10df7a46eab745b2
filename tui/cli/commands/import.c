/* import: the site of this device as it is now. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "tui/cli/load.h"

/* Nobody's answers are written over. */
static int check_new(const struct desk *desk, const char *path)
{
    char *data = NULL, *message = NULL;
    size_t length;
    int outcome = desk->read_file(desk->context, path, &data, &length, &message);
    free(data);
    free(message);
    return outcome == 2 ? OUTCOME_DONE
                        : say(OUTCOME_NO, "'%s' is there already; name another file, or move it away", path);
}

static int write_site(const struct desk *desk, const char *path, const char *text)
{
    char *message = NULL;
    if (!path) {
        fputs(text, stdout);
        return OUTCOME_DONE;
    }
    int outcome = desk->write_file(desk->context, path, text, strlen(text), &message);
    say_message(outcome, message);
    if (outcome == OUTCOME_DONE) {
        char *safe = text_safe(path);
        printf("written to %s; look at it with 'penstock %s'\n", safe, safe);
        free(safe);
    }
    return outcome;
}

static int command_import_run(const struct invocation *invocation)
{
    const struct desk *desk = invocation->desk;
    const struct arguments *arguments = invocation->arguments;
    const char *host = arguments->values[OPTION_HOST], *path = NULL;
    struct loaded loaded = {0};
    struct problems notes = {0};
    char *message = NULL;
    if (arguments->operand_count > 2)
        return say(OUTCOME_USAGE, "'import' takes one file; run 'penstock import FILE'");
    if (arguments->operand_count == 2)
        path = invocation->operands[0];
    int outcome = path ? check_new(desk, path) : OUTCOME_DONE;
    if (outcome == OUTCOME_DONE)
        outcome = load_catalog(&loaded.catalog, desk, arguments, &loaded.problems);
    if (outcome == OUTCOME_DONE) {
        outcome = desk->import(desk->context, &loaded.catalog, host ? host : "device",
                               arguments->values[OPTION_NGINX], &loaded.draft, &notes, &message);
        say_message(outcome, message);
    }
    if (outcome == OUTCOME_DONE) {
        char *text = draft_save(&loaded.draft);
        say_problems(&notes);
        outcome = write_site(desk, path, text);
        free(text);
    }
    outcome = say_outcome(say_outcome(outcome, &notes), &loaded.problems);
    problems_release(&notes);
    loaded_release(&loaded);
    return outcome;
}

const struct command command_import = {
    .name = "import",
    .operands = "[FILE]",
    .most = 1,
    .options = OPTION(HOST) | OPTION(NGINX),
    .privileged = true,
    .summary = "write a site file from the rules and web ports that a SmartServer has",
    .detail = "Without FILE the site is printed. Applying it changes nothing on the machine: what a site "
              "cannot say\n"
              "stays a rule that is not ours, and is listed on standard error.\n"
              "Exit: 0 written, 1 not.\n",
    .run = command_import_run,
};
