#include "tui/cli/screens.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/base/text.h"
#include "core/embed/embed.h"
#include "tui/cli/load.h"
#include "tui/loop/tui.h"
#include "tui/wizard/pages.h"

static int check_example(const char *name)
{
    struct text names = {0};
    if (!name || embedded_find(builtin_examples, name))
        return OUTCOME_DONE;
    for (const struct embedded *entry = builtin_examples; entry->name; entry++)
        text_addf(&names, "%s%s", names.length ? ", " : "", entry->name);
    int outcome = say(OUTCOME_USAGE, "no example '%s'; there is: %s", name, text_get(&names));
    text_release(&names);
    return outcome;
}

static int check_page(const char *name)
{
    if (!name || pages_named(name) >= 0)
        return OUTCOME_DONE;
    const char *near = pages_nearest(name);
    return near ? say(OUTCOME_USAGE, "no page '%s'; did you mean '%s'?", name, near)
                : say(OUTCOME_USAGE, "no page '%s'; give one such as hosts or review", name);
}

/* `80x24`: columns and rows, as terminals say it. */
static int read_size(const char *typed, struct tui_options *options)
{
    char rest;
    if (!typed)
        return OUTCOME_DONE;
    if (sscanf(typed, "%4dx%4d%c", &options->cols, &options->rows, &rest) == 2 && options->rows > 0 &&
        options->cols > 0)
        return OUTCOME_DONE;
    return say(OUTCOME_USAGE, "no size '%s'; give columns and rows, such as 80x24", typed);
}

static int read_options(const struct arguments *arguments, struct tui_options *options)
{
    *options = (struct tui_options){
        .site_path = arguments->operand_count ? arguments->operands[0] : NULL,
        .example = arguments->values[OPTION_EXAMPLE],
        .page = arguments->values[OPTION_PAGE],
        .theme = arguments->values[OPTION_THEME],
        .backend = arguments->values[OPTION_BACKEND],
        .host = arguments->values[OPTION_HOST],
        .ascii = arguments->given & OPTION(ASCII),
        .no_color = arguments->given & OPTION(NO_COLOR),
        .mouse = arguments->given & OPTION(MOUSE),
        .slow = arguments->given & OPTION(SLOW),
    };
    if (options->site_path && options->example)
        return say(OUTCOME_USAGE, "a site file or --example, not both");
    int outcome = check_example(options->example);
    if (outcome == OUTCOME_DONE)
        outcome = check_page(options->page);
    return outcome == OUTCOME_DONE ? read_size(arguments->values[OPTION_SIZE], options) : outcome;
}

static int open_screens(const struct tui_options *options, const struct arguments *arguments,
                        const struct desk *desk)
{
    struct catalog catalog = {0};
    struct problems problems = {0};
    int outcome = load_catalog(&catalog, desk, arguments, &problems);
    say_problems(&problems);
    problems_release(&problems);
    if (outcome == OUTCOME_DONE)
        outcome = tui_run(options, desk, &catalog);
    catalog_release(&catalog);
    return outcome;
}

int cli_tui(const struct arguments *arguments, const struct desk_maker *maker)
{
    struct tui_options options;
    struct desk desk;
    char *message = NULL;
    int outcome = command_check_options(arguments, OPTIONS_TUI | OPTIONS_ALWAYS, NULL);
    if (outcome == OUTCOME_DONE)
        outcome = read_options(arguments, &options);
    if (outcome != OUTCOME_DONE)
        return outcome;
    outcome = maker->open(&desk, arguments->values[OPTION_ROOT], &message);
    if (outcome != OUTCOME_DONE)
        return say_message(outcome, message);
    outcome = open_screens(&options, arguments, &desk);
    maker->close(&desk);
    return outcome;
}
