/* The terminal face: pages by keyboard over one site. */
#ifndef TUI_LOOP_TUI_H
#define TUI_LOOP_TUI_H

#include <stdbool.h>

#include "core/catalog/catalog.h"
#include "core/desk/desk.h"

struct tui_options {
    const char *site_path; /* the site file to open; NULL = none */
    const char *example;   /* a built-in site (core/embed/embed.h, builtin_examples); NULL = none */
    const char *page;      /* the page to start on by its name, e.g. "hosts"; NULL = the start page */
    const char *theme;     /* the name of one (themes.h) or a file; NULL = default */
    const char *backend;   /* NULL = the default */
    const char *host;      /* whose rules are shown first; NULL = this machine's own, by its addresses */
    bool ascii, no_color, slow, mouse;
    int rows, cols; /* --size; 0 = ask the terminal */
};

/* Runs until the technician leaves. Returns the exit code: 0 left by the quit key, 3 no usable terminal or
 * site file (one sentence on standard error), 128 + n ended by signal n, 129 the terminal is gone. The
 * terminal is as it was before. */
int tui_run(const struct tui_options *options, const struct desk *desk, const struct catalog *catalog);

#endif
