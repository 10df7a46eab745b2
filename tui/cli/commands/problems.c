#include <stdio.h>

#include "tui/cli/load.h"
#include "tui/words/answers.h"

/* One row of the register; `product`: whose catalog says it, NULL = the program itself. */
struct problems_row {
    const char *code, *meaning, *product;
    enum severity severity;
};

typedef void problems_put(void *answer, const struct problems_row *row);

static void command_problems_each(const struct catalog *catalog, problems_put *put, void *answer)
{
    for (int code = 0; code < PROBLEM_COUNT; code++) {
        const struct problem_fact *fact = problem_fact((enum problem_code)code);
        put(answer, &(struct problems_row){fact->word, fact->meaning, NULL, fact->severity});
    }
    for (size_t p = 0; p < catalog->product_count; p++) {
        const struct product *product = &catalog->products[p];
        for (size_t i = 0; i < product->advice_count; i++) {
            const struct advice *advice = &product->advices[i];
            put(answer, &(struct problems_row){advice->code, advice->message, product->id, advice->severity});
        }
    }
}

static void command_problems_put_text(void *answer, const struct problems_row *row)
{
    columns_add(answer, severity_name(row->severity));
    columns_add(answer, row->code);
    columns_add(answer, row->product ? row->product : "-");
    columns_add(answer, row->meaning);
}

static void command_problems_put_json(void *answer, const struct problems_row *row)
{
    json_begin(answer, NULL, '{', false);
    json_put_text(answer, "severity", severity_name(row->severity));
    json_put_text(answer, "code", row->code);
    json_put_text(answer, "product", row->product);
    json_put_text(answer, "meaning", row->meaning);
    json_end(answer, '}');
}

static void command_problems_print_text(const struct catalog *catalog)
{
    struct columns columns = {.width = 4};
    static const char *const heads[] = {"SEVERITY", "CODE", "PRODUCT", "MEANING"};
    for (size_t i = 0; i < columns.width; i++)
        columns_add(&columns, heads[i]);
    command_problems_each(catalog, command_problems_put_text, &columns);
    columns_print(&columns, stdout);
}

static void command_problems_print_json(const struct catalog *catalog)
{
    struct json json;
    json_start(&json, stdout);
    json_begin(&json, NULL, '[', true);
    command_problems_each(catalog, command_problems_put_json, &json);
    json_end(&json, ']');
}

static int command_problems_run(const struct invocation *invocation)
{
    struct catalog catalog = {0};
    struct problems problems = {0};
    int outcome = load_catalog(&catalog, invocation->desk, invocation->arguments, &problems);
    say_problems(&problems);
    if (outcome == OUTCOME_DONE && wants_format(invocation, "json"))
        command_problems_print_json(&catalog);
    else if (outcome == OUTCOME_DONE)
        command_problems_print_text(&catalog);
    catalog_release(&catalog);
    problems_release(&problems);
    return outcome;
}

const struct command command_problems = {
    .name = "problems",
    .options = OPTION(FORMAT),
    .formats = "text json",
    .summary = "every code that a problem, check or note may have, and what it means",
    .detail = "A code with a product is advice of that product's catalog.\n"
              "Exit: 0 printed, 1 a catalog has errors.\n",
    .run = command_problems_run,
};
