#include "tui/usage.h"

#include <string.h>

static void print_option(const struct option_fact *fact, FILE *out)
{
    char left[40];
    snprintf(left, sizeof(left), "--%s%s%s", fact->name, fact->value ? " " : "",
             fact->value ? fact->value : "");
    fprintf(out, "  %-24s %s\n", left, fact->help);
}

static void print_options(const char *title, option_set set, FILE *out)
{
    if (!set)
        return;
    fprintf(out, "\n%s:\n", title);
    for (size_t i = 0; i < OPTION_COUNT; i++)
        if (set & 1u << i)
            print_option(&option_facts[i], out);
}

static void print_formats(const char *formats, FILE *out)
{
    fputs("\nFormats: ", out);
    for (; *formats; formats++)
        fputs(*formats == ' ' ? ", " : (char[]){*formats, '\0'}, out);
    fputs("; the first one without --format.\n", out);
}

void usage_command(const struct command *command, FILE *out)
{
    fprintf(out, "usage: penstock %s%s%s%s\n\n%s\n", command->name, command->operands[0] ? " " : "",
            command->operands, command->options ? " [options]" : "", command->summary);
    print_options("Options", command->options, out);
    print_options("Options of every command", OPTIONS_ALWAYS, out);
    if (command->formats)
        print_formats(command->formats, out);
    if (command->detail[0])
        fprintf(out, "\n%s", command->detail);
    if (command->privileged)
        fputs("Needs root: it reads or changes the kernel's rules.\n", out);
}

void usage_all(FILE *out)
{
    fputs("usage: penstock [SITE]                 describe a site, review and apply its rules, by keyboard\n"
          "       penstock --example NAME\n"
          "       penstock COMMAND [options]\n\n"
          "Firewall rules of industrial hosts, derived from one description of the site.\n\nCommands:\n",
          out);
    for (const struct command *command = commands; command->name; command++) {
        char left[40];
        snprintf(left, sizeof(left), "%s %s", command->name, command->operands);
        fprintf(out, "  %-24s %s\n", left, command->summary);
    }
    print_options("Options without a command", OPTIONS_TUI, out);
    print_options("Options everywhere", OPTIONS_ALWAYS, out);
    fputs("\nExit: 0 done, 1 the answer is no (see each command's help), 2 wrong usage, 3 the machine "
          "refused.\n"
          "'penstock help COMMAND' says more.\n",
          out);
}
