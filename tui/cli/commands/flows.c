#include <stdio.h>

#include "tui/cli/load.h"
#include "tui/words/answers.h"

static void command_flows_print_json(const struct flows *flows)
{
    struct json json;
    char from[PREFIX_TEXT], to[PREFIX_TEXT];
    json_start(&json, stdout);
    json_begin(&json, NULL, '[', true);
    for (size_t i = 0; i < flows->count; i++) {
        const struct flow *flow = &flows->items[i];
        json_begin(&json, NULL, '{', false);
        json_put_text(&json, "service", flow->service);
        json_put_text(&json, "from", end_name(&flow->from, from));
        json_put_text(&json, "to", end_name(&flow->to, to));
        json_put_text(&json, "protocol", protocol_name(flow->protocol));
        json_put_ports(&json, "ports", flow->ports);
        json_put_text(&json, "verdict", flow->verdict == VERDICT_ACCEPT ? "allow" : "deny");
        json_put_reason(&json, flow);
        json_end(&json, '}');
    }
    json_end(&json, ']');
}

static void command_flows_print_text(const struct flows *flows)
{
    struct columns columns = {.width = 6};
    char from[PREFIX_TEXT], to[PREFIX_TEXT], traffic[TRAFFIC_TEXT];
    static const char *const heads[] = {"VERDICT", "FROM", "TO", "PORT", "SERVICE", "WHY"};
    for (size_t i = 0; i < 6; i++)
        columns_add(&columns, heads[i]);
    for (size_t i = 0; i < flows->count; i++) {
        const struct flow *flow = &flows->items[i];
        columns_add(&columns, flow->verdict == VERDICT_ACCEPT ? "allow" : "DENY");
        columns_add(&columns, end_name(&flow->from, from));
        columns_add(&columns, end_name(&flow->to, to));
        columns_add(&columns, traffic_text(flow->protocol, flow->ports, traffic));
        columns_add(&columns, flow->service);
        add_reason(&columns, flow);
    }
    columns_print(&columns, stdout);
}

static int command_flows_run(const struct invocation *invocation)
{
    struct loaded loaded;
    int outcome = load_site(&loaded, invocation);
    say_site_problems(&loaded.problems, invocation);
    if (outcome == OUTCOME_DONE && wants_format(invocation, "json"))
        command_flows_print_json(&loaded.flows);
    else if (outcome == OUTCOME_DONE)
        command_flows_print_text(&loaded.flows);
    loaded_release(&loaded);
    return outcome;
}

const struct command command_flows = {
    .name = "flows",
    .operands = "SITE",
    .least = 1,
    .most = 1,
    .options = OPTION(FORMAT),
    .formats = "text json",
    .summary = "who talks to whom, over the whole site, and why",
    .detail = "Exit: 0 printed, 1 the site has errors.\n",
    .run = command_flows_run,
};
