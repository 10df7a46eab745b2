#include "tui/cli/usage.h"

#include <string.h>

static void print_left(const struct option_fact *fact, FILE *out)
{
    char left[40];
    snprintf(left, sizeof(left), "--%s%s%s", fact->name, fact->value ? " " : "",
             fact->value ? fact->value : "");
    fprintf(out, "  %-24s %s", left, fact->help);
}

/* `text json nft` as `text (default), json, nft` */
static void print_formats(const char *formats, FILE *out)
{
    size_t first = strcspn(formats, " ");
    fprintf(out, ": %.*s (default)", (int)first, formats);
    for (const char *at = formats + first; *at; at++)
        fputs(*at == ' ' ? ", " : (char[]){*at, '\0'}, out);
}

static void print_options(const char *title, option_set set, const char *formats, FILE *out)
{
    if (!set)
        return;
    fprintf(out, "\n%s:\n", title);
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (!(set & 1u << i))
            continue;
        print_left(&option_facts[i], out);
        if (i == OPTION_FORMAT)
            print_formats(formats, out);
        fputc('\n', out);
    }
}

void usage_command(const struct command *command, FILE *out)
{
    fprintf(out, "usage: penstock %s%s%s%s\n\n%s\n", command->name, command->operands ? " " : "",
            command->operands ? command->operands : "", command->options ? " [options]" : "",
            command->summary);
    print_options("Options", command->options, command->formats, out);
    print_options("Options of every command", OPTIONS_ALWAYS, NULL, out);
    if (command->detail)
        fprintf(out, "\n%s", command->detail);
    if (command->privileged)
        fputs("Needs root: it reads or changes the kernel's rules.\n", out);
}

void usage_all(const struct command *const *commands, FILE *out)
{
    fputs("usage: penstock [SITE]                 describe a site, review and apply its rules, by keyboard\n"
          "       penstock --example NAME\n"
          "       penstock COMMAND [options]\n\n"
          "Firewall rules of industrial hosts, derived from one description of the site.\n\nCommands:\n",
          out);
    for (; *commands; commands++) {
        const struct command *command = *commands;
        char left[40];
        snprintf(left, sizeof(left), "%s %s", command->name, command->operands ? command->operands : "");
        fprintf(out, "  %-24s %s\n", left, command->summary);
    }
    print_options("Options without a command", OPTIONS_TUI, NULL, out);
    print_options("Options everywhere", OPTIONS_ALWAYS, NULL, out);
    fputs("\nExit: 0 done, 1 the answer is no (see each command's help), 2 wrong usage, 3 the machine "
          "refused.\n"
          "'penstock help COMMAND' says more.\n",
          out);
}
