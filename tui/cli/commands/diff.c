#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "tui/cli/load.h"
#include "tui/words/answers.h"
#include "tui/words/ground.h"

static const char *sign_word(enum change_sign sign)
{
    static const char *const words[] = {
        [CHANGE_SAME] = "same",
        [CHANGE_ADDED] = "added",
        [CHANGE_REMOVED] = "removed",
        [CHANGE_FOREIGN] = "foreign",
    };
    return words[sign];
}

static void command_diff_print_json(const struct comparison *comparison)
{
    const struct change *change = &comparison->change;
    struct json json;
    json_start(&json, stdout);
    json_begin(&json, NULL, '{', true);
    json_put_number(&json, "added", (int64_t)change->added);
    json_put_number(&json, "removed", (int64_t)change->removed);
    json_put_number(&json, "same", (int64_t)change->same);
    json_put_number(&json, "foreign", (int64_t)change->foreign);
    json_begin(&json, "lines", '[', true);
    for (size_t i = 0; i < change->count; i++) {
        json_begin(&json, NULL, '{', false);
        json_put_text(&json, "change", sign_word(change->items[i].sign));
        json_put_text(&json, "group", change->items[i].line->group);
        json_put_text(&json, "text", change->items[i].line->text);
        json_put_text(&json, "comment", change->items[i].line->comment);
        json_end(&json, '}');
    }
    json_end(&json, ']');
    json_put_lines(&json, "kernel-comes", &comparison->comes);
    json_put_lines(&json, "kernel-goes", &comparison->goes);
    json_put_lines(&json, "beside-files", &comparison->ground.beyond);
    json_put_lines(&json, "not-live", &comparison->ground.lacking);
    json_put_lines(&json, "by-hand", &comparison->ground.by_hand);
    json_put_text(&json, "files", comparison->files);
    json_put_problems(&json, &comparison->checks);
    json_end(&json, '}');
}

static void print_line(const struct change_item *item, const char **group)
{
    if (!text_equal(*group, item->line->group))
        printf("  %s\n", item->line->group);
    *group = item->line->group;
    char *text = text_safe(item->line->text);
    char *comment = text_safe(item->line->comment ? item->line->comment : "");
    printf("%c   %s%s%s\n", change_mark(item->sign), text, comment[0] ? "   # " : "", comment);
    free(text);
    free(comment);
}

static void command_diff_print_text(const struct comparison *comparison)
{
    const struct change *change = &comparison->change;
    const char *group = NULL;
    for (size_t i = 0; i < change->count; i++)
        print_line(&change->items[i], &group);
    printf("%zu added, %zu removed, %zu same\n", change->added, change->removed, change->same);
    if (comparison->comes.count + comparison->goes.count)
        printf("in the kernel %zu rules come and %zu go\n", comparison->comes.count, comparison->goes.count);
    ground_print(&comparison->ground, SIZE_MAX, stdout);
    char *lines = comparison->files ? xstrdup(comparison->files) : NULL, *rest = lines;
    for (char *line = strsep(&rest, "\n"); line; line = strsep(&rest, "\n")) {
        char *safe = text_safe(line);
        printf("%s%s", safe, rest ? "\n" : "");
        free(safe);
    }
    free(lines);
}

static int command_diff_run(const struct invocation *invocation)
{
    const struct desk *desk = invocation->desk;
    struct comparison comparison = {0};
    struct loaded loaded;
    char *message = NULL;
    int outcome = load_plan(&loaded, invocation);
    if (outcome != OUTCOME_DONE) {
        loaded_release(&loaded);
        return outcome;
    }
    const struct apply_options options = {
        .backend = invocation->arguments->values[OPTION_BACKEND],
        .nginx = invocation->arguments->values[OPTION_NGINX],
        .fix_redirect = invocation->arguments->given & OPTION(FIX_REDIRECT),
    };
    outcome = desk->compare(desk->context, &options, &loaded.plan, &comparison, &message);
    if (!wants_format(invocation, "json") || outcome != OUTCOME_DONE)
        say_problems(&comparison.checks);
    say_message(outcome, message);
    if (outcome == OUTCOME_DONE) {
        if (wants_format(invocation, "json"))
            command_diff_print_json(&comparison);
        else
            command_diff_print_text(&comparison);
        bool files = comparison.files && *comparison.files;
        outcome = comparison.change.added + comparison.change.removed || files ? OUTCOME_NO : OUTCOME_DONE;
        outcome = say_outcome(outcome, &comparison.checks);
    }
    comparison_release(&comparison);
    loaded_release(&loaded);
    return outcome;
}

const struct command command_diff = {
    .name = "diff",
    .operands = "SITE",
    .least = 1,
    .most = 1,
    .options = OPTION(FORMAT) | OPTION(HOST) | OPTION(BACKEND) | OPTION(NGINX) | OPTION(FIX_REDIRECT),
    .formats = "text json",
    .privileged = true,
    .summary = "what would change on this machine",
    .detail = "Exit: 0 nothing, 1 something (or the site has errors).\n",
    .run = command_diff_run,
};
