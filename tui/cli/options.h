/* The options of the command line. One table gives the parser, the help and the check of the values.
 *
 * `--name value` and `--name=value` are the same; `--` ends the options; an option may stand before or after
 * the command. */
#ifndef TUI_CLI_OPTIONS_H
#define TUI_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

/* id, name, value in the help (NULL = a switch), help */
#define OPTION_TABLE(X)                                                                                     \
    X(HOST, "host", "NAME", "the host of the site; without it, the one whose address this machine has")     \
    X(FORMAT, "format", "FORMAT", "how to print the answer")                                                \
    X(FROM, "from", "END", "who opens: a host of the site or an address")                                   \
    X(TO, "to", "END", "who listens: a host of the site or an address")                                     \
    X(PROTOCOL, "protocol", "PROTOCOL", "tcp, udp or icmp (ping)")                                          \
    X(PORT, "port", "N", "destination port of the packet")                                                  \
    X(SOURCE_PORT, "source-port", "N", "source port of the packet")                                         \
    X(INTERFACE, "interface", "NAME", "where the packet comes in, or goes out")                             \
    X(BACKEND, "backend", "NAME", "who makes the rules true; without it, the first that can")               \
    X(CONFIRM_WITHIN, "confirm-within", "SECONDS", "length of the trial, 10 to 3600; without it, 60")       \
    X(YES, "yes", NULL, "confirm at once: no trial, no way back by itself")                                 \
    X(ACCEPT_LOCKOUT, "accept-lockout", "HOST", "apply although a way in is cut: the host's name as proof") \
    X(HTTP, "http", "PORT", "the port of the web pages without TLS, which redirects")                       \
    X(HTTPS, "https", "PORT", "the port of the web pages with TLS")                                         \
    X(NGINX, "nginx", "FILE", "nginx's file with the web ports; without it, the one the catalog names")     \
    X(FIX_REDIRECT, "fix-redirect", NULL, "let nginx's redirect name the HTTPS port too")                   \
    X(EXAMPLE, "example", "NAME", "open a built-in site: geo-scada or smartserver")                         \
    X(PAGE, "page", "NAME", "open at this page, such as hosts or review")                                   \
    X(THEME, "theme", "NAME", "colours and marks: a built-in theme or a file")                              \
    X(SLOW, "slow", NULL, "slow line: no frames, no bars")                                                  \
    X(NO_COLOR, "no-color", NULL, "no colours")                                                             \
    X(ASCII, "ascii", NULL, "frames of plain characters")                                                   \
    X(MOUSE, "mouse", NULL, "the mouse moves the focus, and no longer selects text")                        \
    X(SIZE, "size", "COLUMNSxROWS", "the size of the terminal, where it does not say")                      \
    X(CATALOG, "catalog", "FILE", "one more catalog; may be given several times")                           \
    X(ROOT, "root", "DIR", "every file path lies below this folder; SITE too, if it is there")              \
    X(HELP, "help", NULL, "show help")                                                                      \
    X(VERSION, "version", NULL, "show the version")

#define X(id, name, value, help) OPTION_##id,
enum option { OPTION_TABLE(X) OPTION_COUNT };
#undef X

typedef unsigned option_set;
#define OPTION(id) (1u << OPTION_##id)

struct option_fact {
    const char *name, *value, *help;
};

extern const struct option_fact option_facts[OPTION_COUNT];

/* What was typed. Strings are argv's own; the arrays are released with arguments_release. */
struct arguments {
    option_set given;
    const char *values[OPTION_COUNT]; /* NULL = not given, or a switch */
    const char **catalogs;
    size_t catalog_count;
    const char **operands;
    size_t operand_count;
};

/* Sorts argv[1..] into options and operands. -1: *why is one sentence (the caller frees it). */
int arguments_parse(struct arguments *arguments, int argc, char **argv, char **why);
void arguments_release(struct arguments *arguments);

/* The option's value as a whole number of [least, most]; `fallback` if it was not given. -1 with *why. */
int arguments_number(const struct arguments *arguments, enum option option, unsigned least, unsigned most,
                     unsigned fallback, unsigned *number, char **why);

#endif
