/* A command: its facts, which drive the check of what was typed and the help, and its function. The list of them
 * is tui/cli/commands/list.h. */
#ifndef TUI_CLI_COMMAND_H
#define TUI_CLI_COMMAND_H

#include "core/desk/desk.h"
#include "tui/cli/options.h"
#include "tui/cli/say.h"

struct command;

struct invocation {
    const struct command *command;
    const struct command *const *commands; /* all of them; a NULL ends the list */
    const struct arguments *arguments;
    const struct desk *desk;     /* NULL: the command needs none */
    const char *const *operands; /* behind the command's name */
};

struct command {
    const char *name;
    const char *operands; /* as the help shows it: "SITE"; NULL = none */
    size_t least, most;   /* how many operands it takes */
    const char *missing;  /* what is said when there are fewer; NULL = that a site file is */
    option_set options;   /* besides the ones of every command */
    const char *formats;  /* "text json": values of --format, the first is the default; NULL = none */
    bool privileged;      /* exits 3 and shows the sudo line without privilege */
    bool no_desk;         /* it asks nothing of a machine */
    const char *summary;  /* one line */
    const char *detail;   /* what the help says below the options: examples, exit codes; NULL = nothing */
    int (*run)(const struct invocation *invocation);
};

/* Options that every command takes. */
#define OPTIONS_ALWAYS (OPTION(ROOT) | OPTION(CATALOG) | OPTION(HELP) | OPTION(VERSION))
/* Options of the terminal program. */
#define OPTIONS_TUI                                                                                   \
    (OPTION(EXAMPLE) | OPTION(HOST) | OPTION(PAGE) | OPTION(BACKEND) | OPTION(THEME) | OPTION(SLOW) | \
     OPTION(NO_COLOR) | OPTION(ASCII) | OPTION(SIZE) | OPTION(MOUSE))

const struct command *command_find(const struct command *const *commands, const char *name);
/* The command that `typed` most likely meant, or NULL. */
const char *command_nearest(const struct command *const *commands, const char *typed);
/* Says it when an option was given that is not `allowed`; `name` NULL: without a command. */
int command_check_options(const struct arguments *arguments, option_set allowed, const char *name);

/* Whether --format asks for `format`. */
bool wants_format(const struct invocation *invocation, const char *format);
/* The problems of a site beside an answer: a program that reads JSON is told the errors alone. */
void say_site_problems(const struct problems *problems, const struct invocation *invocation);

#endif
