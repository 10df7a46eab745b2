#include "tui/cli/commands/plan.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/base/text.h"
#include "tui/words/answers.h"

static const char *verdict_word(enum verdict verdict)
{
    return verdict == VERDICT_ACCEPT ? "accept" : "drop";
}

/* As the site file says it. */
static const char *command_plan_policy_word(enum verdict verdict)
{
    return verdict == VERDICT_ACCEPT ? "allow" : "deny";
}

static void put_policy(struct json *json, const struct plan *plan)
{
    json_begin(json, "policy", '{', false);
    json_put_text(json, "incoming", command_plan_policy_word(plan->incoming));
    json_put_text(json, "outgoing", command_plan_policy_word(plan->outgoing));
    json_put_text(json, "forward", command_plan_policy_word(plan->forward));
    json_end(json, '}');
}

static void put_addresses(struct json *json, const char *key, struct prefixes addresses)
{
    char text[PREFIX_TEXT];
    json_begin(json, key, '[', false);
    for (size_t i = 0; i < addresses.count; i++)
        json_put_text(json, NULL, prefix_format(&addresses.items[i], text));
    json_end(json, ']');
}

static void put_rule(struct json *json, const struct rule *rule)
{
    char name[PREFIX_TEXT];
    json_begin(json, NULL, '{', false);
    json_put_text(json, "direction", direction_name(rule->direction));
    json_put_text(json, "verdict", verdict_word(rule->verdict));
    json_put_text(json, "protocol", protocol_name(rule->protocol));
    json_put_ports(json, "ports", rule->ports);
    put_addresses(json, "from", rule->from);
    put_addresses(json, "to", rule->to);
    json_put_text(json, "interface", rule->interface);
    json_put_text(json, "service", rule->flow->service);
    json_begin(json, "flow", '{', false);
    json_put_text(json, "from", end_name(&rule->flow->from, name));
    json_put_text(json, "to", end_name(&rule->flow->to, name));
    json_end(json, '}');
    json_put_reason(json, rule->flow);
    json_end(json, '}');
}

static void put_moves(struct json *json, const struct plan *plan)
{
    json_begin(json, "port-moves", '[', true);
    for (size_t i = 0; i < plan->move_count; i++) {
        const struct port_move *move = &plan->moves[i];
        json_begin(json, NULL, '{', false);
        json_put_text(json, "file", move->file);
        json_put_text(json, "service", move->service);
        json_put_number(json, "from", move->from);
        json_put_number(json, "to", move->to);
        json_end(json, '}');
    }
    json_end(json, ']');
}

int command_plan_json(const struct invocation *invocation, const struct loaded *loaded)
{
    const struct plan *plan = &loaded->plan;
    struct json json;
    (void)invocation;
    json_start(&json, stdout);
    json_begin(&json, NULL, '{', true);
    json_put_text(&json, "site", plan->site->name);
    json_put_text(&json, "host", plan->host->name);
    json_put_text(&json, "role", host_role(plan->host)->name);
    put_policy(&json, plan);
    json_begin(&json, "rules", '[', true);
    for (size_t i = 0; i < plan->rule_count; i++)
        put_rule(&json, &plan->rules[i]);
    json_end(&json, ']');
    put_moves(&json, plan);
    json_put_problems(&json, &loaded->problems);
    json_end(&json, '}');
    return OUTCOME_DONE;
}

static void add_addresses(struct text *out, const char *word, struct prefixes addresses)
{
    char text[PREFIX_TEXT];
    text_addf(out, "%s%s", out->length ? " " : "", word);
    for (size_t i = 0; i < addresses.count; i++)
        text_addf(out, " %s", prefix_format(&addresses.items[i], text));
    if (addresses.count == 0)
        text_add(out, " anywhere");
}

/* The other end of the rule; both ends where it is forwarded. */
static void add_peer(struct columns *columns, const struct rule *rule)
{
    struct text cell = {0};
    if (rule->direction != DIRECTION_OUT)
        add_addresses(&cell, "from", rule->from);
    if (rule->direction != DIRECTION_IN)
        add_addresses(&cell, "to", rule->to);
    if (rule->interface)
        text_addf(&cell, " on %s", rule->interface);
    if (rule->interface_to)
        text_addf(&cell, " to %s", rule->interface_to);
    columns_add(columns, text_get(&cell));
    text_release(&cell);
}

static void print_rules(const struct plan *plan)
{
    struct columns columns = {.width = 7};
    char traffic[TRAFFIC_TEXT], from[PREFIX_TEXT], to[PREFIX_TEXT];
    for (size_t i = 0; i < plan->rule_count; i++) {
        const struct rule *rule = &plan->rules[i];
        columns_addf(&columns, "%4zu", i + 1);
        columns_add(&columns, direction_name(rule->direction));
        columns_add(&columns, verdict_word(rule->verdict));
        columns_add(&columns, traffic_text(rule->protocol, rule->ports, traffic));
        add_peer(&columns, rule);
        columns_addf(&columns, "%s %s>%s", rule->flow->service, end_name(&rule->flow->from, from),
                     end_name(&rule->flow->to, to));
        add_reason(&columns, rule->flow);
    }
    columns_print(&columns, stdout);
}

static void command_plan_print_text(const struct plan *plan)
{
    char *site = text_safe(plan->site->name);
    printf("%s: %s (%s)\n", site, plan->host->name, host_role(plan->host)->name);
    free(site);
    print_rules(plan);
    printf("policy: incoming %s, outgoing %s, forward %s; %s\n", command_plan_policy_word(plan->incoming),
           command_plan_policy_word(plan->outgoing), command_plan_policy_word(plan->forward),
           plan->log == LOG_BLOCKED ? "what is dropped is logged" : "nothing is logged");
    for (size_t i = 0; i < plan->move_count; i++)
        printf("port move: %s from %u to %u in %s\n", plan->moves[i].service, plan->moves[i].from,
               plan->moves[i].to, plan->moves[i].file);
}

/* As a backend of this machine would have it. */
static int print_backend(const struct invocation *invocation, const struct loaded *loaded,
                         const char *backend)
{
    const struct desk *desk = invocation->desk;
    struct problems problems = {0};
    char *text = desk->render(desk->context, backend, &loaded->plan, NULL, &problems);
    say_problems(&problems);
    int outcome = say_outcome(text ? OUTCOME_DONE : OUTCOME_NO, &problems);
    problems_release(&problems);
    if (text)
        fputs(text, stdout);
    free(text);
    return outcome;
}

int command_plan_nft(const struct invocation *invocation, const struct loaded *loaded)
{
    return print_backend(invocation, loaded, "nftables");
}

/* On the host itself, as it is; NULL: this is not it, or nobody may look. */
static char *command_plan_typed(const struct invocation *invocation, const struct loaded *loaded,
                                struct problems *problems)
{
    const struct desk *desk = invocation->desk;
    bool many = false;
    const struct host *self = site_find_self(&loaded->site, desk->own, desk->own_count, &many);
    return desk->typed && self == loaded->plan.host
               ? desk->typed(desk->context, "ufw", &loaded->plan, problems)
               : NULL;
}

int command_plan_ufw(const struct invocation *invocation, const struct loaded *loaded)
{
    struct problems problems = {0};
    char *text = command_plan_typed(invocation, loaded, &problems);
    int outcome = say_outcome(OUTCOME_DONE, &problems);
    if (!text && outcome == OUTCOME_DONE) {
        problem_add(
            &problems, PROBLEM_PARTIAL, (struct place){0},
            "this is for a ufw without rules: run as root on '%s' itself, this also has the 'ufw delete' "
            "lines and the steps of nginx that it needs there",
            loaded->plan.host->name);
        outcome = print_backend(invocation, loaded, "ufw");
    }
    say_problems(&problems);
    problems_release(&problems);
    if (text)
        fputs(*text ? text : "# nothing is to be typed: this machine is as planned\n", stdout);
    free(text);
    return outcome;
}

#define PLAN_WANTED(name, help)          \
    if (wants_format(invocation, #name)) \
        return command_plan_##name(invocation, loaded);

static int plan_print_wanted(const struct invocation *invocation, const struct loaded *loaded)
{
    PLAN_FORMATS(PLAN_WANTED)
    command_plan_print_text(&loaded->plan);
    return OUTCOME_DONE;
}

static int command_plan_run(const struct invocation *invocation)
{
    struct loaded loaded;
    int outcome = load_plan(&loaded, invocation);
    if (outcome == OUTCOME_DONE)
        outcome = plan_print_wanted(invocation, &loaded);
    loaded_release(&loaded);
    return outcome;
}

#define PLAN_WORD(name, help) " " #name
#define PLAN_HELP(name, help) help

const struct command command_plan = {
    .name = "plan",
    .operands = "SITE",
    .least = 1,
    .most = 1,
    .options = OPTION(FORMAT) | OPTION(HOST),
    .formats = "text" PLAN_FORMATS(PLAN_WORD),
    .summary = "the rules of one host, each with its reason",
    .detail = PLAN_FORMATS(PLAN_HELP) "Exit: 0 printed, 1 the site has errors.\n",
    .run = command_plan_run,
};
