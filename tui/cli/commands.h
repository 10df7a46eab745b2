/* The commands. One table (commands.c) drives dispatch and help; each command is one file of tui/commands/.
 */
#ifndef TUI_CLI_COMMANDS_H
#define TUI_CLI_COMMANDS_H

#include "core/desk/desk.h"
#include "tui/cli/options.h"

struct invocation {
    const struct command *command;
    const struct arguments *arguments;
    const struct desk *desk;
    const char *const *operands; /* behind the command's name */
};

struct command {
    const char *name;
    const char *operands; /* as the help shows it: "SITE", "" */
    size_t operand_count; /* exactly */
    option_set options;   /* besides the ones of every command */
    const char *formats;  /* "text json": values of --format, the first is the default; NULL = none */
    bool privileged;      /* exits 3 and shows the sudo line without privilege */
    const char *summary;  /* one line */
    const char *detail;   /* what the help says below the options: examples, exit codes */
    int (*run)(const struct invocation *invocation);
};

extern const struct command commands[]; /* a NULL name ends it */
const struct command *command_find(const char *name);
/* The command that `typed` most likely meant, or NULL. */
const char *command_nearest(const char *typed);

/* Options that every command takes. */
#define OPTIONS_ALWAYS (OPTION(ROOT) | OPTION(CATALOG) | OPTION(HELP) | OPTION(VERSION))
/* Options of the terminal program. */
#define OPTIONS_TUI                                                                                   \
    (OPTION(EXAMPLE) | OPTION(HOST) | OPTION(PAGE) | OPTION(BACKEND) | OPTION(THEME) | OPTION(SLOW) | \
     OPTION(NO_COLOR) | OPTION(ASCII) | OPTION(SIZE) | OPTION(MOUSE))

int command_check(const struct invocation *invocation);
int command_flows(const struct invocation *invocation);
int command_plan(const struct invocation *invocation);
int command_explain(const struct invocation *invocation);
int command_diff(const struct invocation *invocation);
int command_apply(const struct invocation *invocation);
int command_remove(const struct invocation *invocation);
int command_confirm(const struct invocation *invocation);
int command_rollback(const struct invocation *invocation);
int command_status(const struct invocation *invocation);
int command_import(const struct invocation *invocation);
int command_web_ports(const struct invocation *invocation);
int command_restore(const struct invocation *invocation);
int command_theme(const struct invocation *invocation);
int command_problems(const struct invocation *invocation);
int command_help(const struct invocation *invocation);

/* What the files of tui/commands/ share (commands.c). */

/* Whether --format asks for `format`. */
bool wants_format(const struct invocation *invocation, const char *format);
/* One sentence on standard error, `penstock: ...`, made safe for a terminal; returns `outcome`. */
int say(enum outcome outcome, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same for a message that is freed; an empty or NULL message says nothing. */
int say_message(int outcome, char *message);
/* Each problem as one line on standard error. */
void say_problem(const struct problem *problem);
void say_problems(const struct problems *problems);
/* The same beside an answer: a program that reads JSON is told the errors alone. */
void say_site_problems(const struct problems *problems, const struct invocation *invocation);

#endif
