#include <stdio.h>
#include <stdlib.h>

#include "tui/cli/command.h"
#include "tui/words/columns.h"
#include "tui/words/json.h"

static const char *command_history_outcome(const struct past *past, char text[static ENDING_TEXT])
{
    return past->ending.how == ENDING_NONE ? "still open" : ending_text(&past->ending, text);
}

static void command_history_print_text(const struct past *items, size_t count)
{
    struct columns columns = {.width = 6};
    char text[ENDING_TEXT];
    for (size_t i = 0; i < count; i++) {
        columns_add(&columns, items[i].began);
        columns_add(&columns, *items[i].who ? items[i].who : "-");
        columns_add(&columns, *items[i].from ? items[i].from : "-");
        columns_add(&columns, *items[i].host ? items[i].host : "-");
        columns_add(&columns, items[i].summary);
        columns_add(&columns, command_history_outcome(&items[i], text));
    }
    columns_print(&columns, stdout);
}

static const char *command_history_said(const char *text)
{
    return *text ? text : NULL;
}

static void command_history_print_json(const struct past *items, size_t count)
{
    struct json json;
    char text[ENDING_TEXT];
    json_start(&json, stdout);
    json_begin(&json, NULL, '[', true);
    for (size_t i = 0; i < count; i++) {
        json_begin(&json, NULL, '{', false);
        json_put_text(&json, "entry", items[i].name);
        json_put_text(&json, "began", command_history_said(items[i].began));
        json_put_text(&json, "ended", command_history_said(items[i].ended));
        json_put_text(&json, "who", command_history_said(items[i].who));
        json_put_text(&json, "from", command_history_said(items[i].from));
        json_put_text(&json, "site", command_history_said(items[i].site));
        json_put_text(&json, "host", command_history_said(items[i].host));
        json_put_text(&json, "change", items[i].summary);
        json_put_text(&json, "outcome", command_history_outcome(&items[i], text));
        json_end(&json, '}');
    }
    json_end(&json, ']');
}

static int command_history_run(const struct invocation *invocation)
{
    const struct desk *desk = invocation->desk;
    struct past *items = NULL;
    size_t count = 0;
    char *message = NULL;
    int outcome = desk->history(desk->context, &items, &count, &message);
    if (outcome != OUTCOME_DONE)
        return say_message(outcome, message);
    if (wants_format(invocation, "json"))
        command_history_print_json(items, count);
    else if (count == 0)
        puts("nothing was changed by penstock here yet");
    else
        command_history_print_text(items, count);
    free(items);
    return OUTCOME_DONE;
}

const struct command command_history = {
    .name = "history",
    .options = OPTION(FORMAT),
    .formats = "text json",
    .privileged = true,
    .summary = "every trial of this machine, and where the machine as it was found is kept",
    .detail =
        "Newest first. What is kept of the machine are plain files under their own names, to be copied\n"
        "off the device as they are.\n"
        "Exit: 0 printed.\n",
    .run = command_history_run,
};
