#include "tui/cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/text.h"
#include "tui/cli/commands/list.h"
#include "tui/cli/screens.h"
#include "tui/cli/usage.h"

static void ignore_signal(int number)
{
    (void)number;
}

/* A closed standard stream must not become the number of a file that is opened later. Read only: an answer
 * that nobody can read is a failed write, not a success. */
static void open_streams(void)
{
    int fd;
    do
        fd = open("/dev/null", O_RDONLY);
    while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd > STDERR_FILENO)
        close(fd);
}

static void prepare_process(void)
{
    open_streams();
    /* A handler, not SIG_IGN: programs that we start get the default back. */
    struct sigaction action = {.sa_handler = ignore_signal};
    sigaction(SIGPIPE, &action, NULL);
}

/* A full disk or a closed pipe must not look like an answer. */
static int finish_output(int outcome)
{
    errno = 0;
    if (fflush(stdout) == 0 && !ferror(stdout))
        return outcome;
    return say(OUTCOME_MACHINE, "cannot write the answer to standard output: %s",
               errno ? strerror(errno) : "the write failed");
}

static int check_operands(const struct arguments *arguments, const struct command *command)
{
    size_t given = arguments->operand_count - 1;
    if (given < command->least && command->missing)
        return say(OUTCOME_USAGE, "%s", command->missing);
    if (given < command->least)
        return say(OUTCOME_USAGE, "'%s' needs a site file: penstock %s %s", command->name, command->name,
                   command->operands);
    if (given > command->most)
        return say(OUTCOME_USAGE, "'%s' is one word too many; see 'penstock help %s'",
                   arguments->operands[1 + command->most], command->name);
    return OUTCOME_DONE;
}

static bool has_word(const char *words, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = words; at; at = strchr(at, ' ') ? strchr(at, ' ') + 1 : NULL)
        if (length && strcspn(at, " ") == length && strncmp(at, word, length) == 0)
            return true;
    return false;
}

static int check_format(const struct arguments *arguments, const struct command *command)
{
    const char *format = arguments->values[OPTION_FORMAT];
    if (!format || has_word(command->formats, format))
        return OUTCOME_DONE;
    return say(OUTCOME_USAGE, "no format '%s' of '%s'; there is: %s", format, command->name,
               command->formats);
}

static int check_usage(const struct arguments *arguments, const struct command *command)
{
    int outcome = command_check_options(arguments, command->options | OPTIONS_ALWAYS, command->name);
    if (outcome == OUTCOME_DONE)
        outcome = check_operands(arguments, command);
    return outcome == OUTCOME_DONE ? check_format(arguments, command) : outcome;
}

/* A word as a shell reads it back. */
static void add_quoted(struct text *line, const char *word)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:=@%+,-";
    if (word[0] && !word[strspn(word, plain)]) {
        text_add(line, word);
        return;
    }
    text_add(line, "'");
    for (; *word; word++)
        text_add_n(line, *word == '\'' ? "'\\''" : word, *word == '\'' ? 4 : 1);
    text_add(line, "'");
}

static int say_sudo(int argc, char **argv, const struct command *command, bool capless)
{
    struct text line = {0};
    text_add(&line, "sudo ");
    add_quoted(&line, strchr(argv[0], '/') ? argv[0] : "penstock");
    for (int i = 1; i < argc; i++) {
        text_add(&line, " ");
        add_quoted(&line, argv[i]);
    }
    /* A container's root, or one of a service whose rights are cut. */
    int outcome =
        capless
            ? say(OUTCOME_MACHINE,
                  "'%s' needs the capability CAP_NET_ADMIN, which this root has not: run it on the machine "
                  "itself, or give it to this container or service",
                  command->name)
            : say(OUTCOME_MACHINE, "'%s' needs root: %s", command->name, text_get(&line));
    text_release(&line);
    return outcome;
}

static int run_command(int argc, char **argv, const struct arguments *arguments,
                       const struct command *command, const struct desk_maker *maker)
{
    struct desk desk = {0};
    struct invocation invocation = {command, commands, arguments, NULL, arguments->operands + 1};
    if (command->no_desk)
        return command->run(&invocation);
    char *message = NULL;
    int outcome = maker->open(&desk, arguments->values[OPTION_ROOT], &message);
    if (outcome != OUTCOME_DONE)
        return say_message(outcome, message);
    invocation.desk = &desk;
    outcome = command->privileged && !desk.privileged ? say_sudo(argc, argv, command, desk.capless)
                                                      : command->run(&invocation);
    maker->close(&desk);
    return outcome;
}

static int say_unknown_command(const char *typed)
{
    const char *near = command_nearest(commands, typed);
    if (near)
        return say(OUTCOME_USAGE, "no command '%s'; did you mean '%s'?", typed, near);
    return say(OUTCOME_USAGE, "no command and no file '%s'; 'penstock help' shows the commands", typed);
}

/* One word that is no command names a site file for the screens. */
static bool names_a_site(const struct arguments *arguments)
{
    return arguments->operand_count == 1 &&
           (strpbrk(arguments->operands[0], "./") || access(arguments->operands[0], F_OK) == 0);
}

static int dispatch(int argc, char **argv, const struct arguments *arguments, const struct desk_maker *maker)
{
    const char *name = arguments->operand_count ? arguments->operands[0] : NULL;
    const struct command *command = name ? command_find(commands, name) : NULL;
    if (arguments->given & OPTION(VERSION)) {
        puts("penstock " PENSTOCK_VERSION);
        return OUTCOME_DONE;
    }
    if (name && !command && !names_a_site(arguments))
        return say_unknown_command(name);
    if (arguments->given & OPTION(HELP)) {
        if (command)
            usage_command(command, stdout);
        else
            usage_all(commands, stdout);
        return OUTCOME_DONE;
    }
    if (!command)
        return cli_tui(arguments, maker);
    int outcome = check_usage(arguments, command);
    return outcome == OUTCOME_DONE ? run_command(argc, argv, arguments, command, maker) : outcome;
}

int cli_run(int argc, char **argv, const struct desk_maker *maker)
{
    prepare_process();
    struct arguments arguments;
    char *why = NULL;
    int outcome = arguments_parse(&arguments, argc, argv, &why) == 0 ? dispatch(argc, argv, &arguments, maker)
                                                                     : say_message(OUTCOME_USAGE, why);
    arguments_release(&arguments);
    return finish_output(outcome);
}
