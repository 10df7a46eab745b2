#include "core/plan/explain.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/base/text.h"
#include "tui/cli/load.h"
#include "tui/words/answers.h"
#include "tui/words/closed.h"
#include "tui/words/packet_ends.h"

static int command_explain_read_port(const struct arguments *arguments, enum option option, uint16_t *port)
{
    char *why = NULL;
    unsigned number;
    if (arguments_number(arguments, option, 1, 65535, 0, &number, &why) != 0)
        return say_message(OUTCOME_USAGE, why);
    *port = (uint16_t)number;
    return OUTCOME_DONE;
}

static int command_explain_read_protocol(struct packet *packet, const char *typed)
{
    if (text_equal(typed, "ping"))
        typed = "icmp";
    if (protocol_parse(typed, &packet->protocol) == 0 && packet->protocol != PROTOCOL_ANY)
        return OUTCOME_DONE;
    return say(OUTCOME_USAGE, "no protocol '%s'; give tcp, udp or icmp", typed);
}

/* What can be said wrong before the site is read. */
static int read_packet(struct packet *packet, const struct arguments *arguments)
{
    static const enum option needed[] = {OPTION_FROM, OPTION_TO, OPTION_PROTOCOL};
    for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
        if (!arguments->values[needed[i]])
            return say(OUTCOME_USAGE, "'explain' needs --%s %s", option_facts[needed[i]].name,
                       option_facts[needed[i]].value);
    int outcome = command_explain_read_protocol(packet, arguments->values[OPTION_PROTOCOL]);
    if (outcome == OUTCOME_DONE)
        outcome = command_explain_read_port(arguments, OPTION_PORT, &packet->port);
    if (outcome == OUTCOME_DONE)
        outcome = command_explain_read_port(arguments, OPTION_SOURCE_PORT, &packet->source_port);
    if (outcome != OUTCOME_DONE)
        return outcome;
    packet->interface = arguments->values[OPTION_INTERFACE];
    if (packet->interface && !text_is_interface(packet->interface))
        return say(OUTCOME_USAGE, "'%s' is no interface name", packet->interface);
    if (packet->protocol == PROTOCOL_ICMP && (packet->port || packet->source_port))
        return say(OUTCOME_USAGE, "icmp has no ports; leave out --port and --source-port");
    if (packet->protocol != PROTOCOL_ICMP && !packet->port)
        return say(OUTCOME_USAGE, "%s needs --port N", protocol_name(packet->protocol));
    return OUTCOME_DONE;
}

static int find_ends(struct packet *packet, const struct loaded *loaded, const struct arguments *arguments)
{
    char *why = NULL;
    const char *from = arguments->values[OPTION_FROM], *to = arguments->values[OPTION_TO];
    if (packet_ends(packet, &loaded->site, from, to, &why) != 0)
        return say_message(OUTCOME_USAGE, why);
    if (explain_direction(&loaded->plan, packet) == 0)
        return OUTCOME_DONE;
    return say(OUTCOME_USAGE, "'%s' never sees a packet from '%s' to '%s'; one end must be its own",
               loaded->plan.host->name, from, to);
}

static void put_closed(struct json *json, const struct flows *flows, const struct packet *packet,
                       const struct fate *fate)
{
    const char *service = NULL;
    char *words = closed_words(flows, packet, fate, &service);
    json_put_text(json, "closed-service", service);
    json_put_text(json, "closed-why", words);
    free(words);
}

static void command_explain_print_json(const struct plan *plan, const struct flows *flows,
                                       const struct packet *packet, const struct fate *fate)
{
    struct json json;
    char text[PREFIX_TEXT];
    const struct flow *flow = fate->rule ? fate->rule->flow : NULL;
    const struct builtin *builtin = fate->builtin;
    const char *source = flow ? flow->source : builtin ? builtin->source : NULL;
    json_start(&json, stdout);
    json_begin(&json, NULL, '{', true);
    json_put_text(&json, "host", plan->host->name);
    json_put_text(&json, "direction", direction_name(packet->direction));
    json_put_text(&json, "from", prefix_format(&packet->from, text));
    json_put_text(&json, "to", prefix_format(&packet->to, text));
    json_put_text(&json, "protocol", protocol_name(packet->protocol));
    json_put_ports(&json, "port", (struct ports){packet->port, packet->port});
    json_put_text(&json, "verdict", fate->verdict == VERDICT_ACCEPT ? "accept" : "drop");
    json_put_text(&json, "by", fate_by(fate));
    if (fate->number)
        json_put_number(&json, "rule", (int64_t)fate->number);
    else
        json_put_null(&json, "rule");
    json_put_text(&json, "service", flow ? flow->service : NULL);
    json_put_text(&json, "reason", fate->reason);
    json_put_text(&json, "source", source);
    json_put_text(&json, "certainty",
                  source ? certainty_name(flow ? flow->certainty : builtin->certainty) : NULL);
    put_closed(&json, flows, packet, fate);
    json_end(&json, '}');
}

static void print_source(const char *source, enum certainty certainty)
{
    char *safe = text_safe(source ? source : "");
    printf("source: %s (%s)\n", safe, certainty_name(certainty));
    free(safe);
}

static void print_rule(const struct fate *fate)
{
    char from[PREFIX_TEXT], to[PREFIX_TEXT], traffic[TRAFFIC_TEXT];
    const struct flow *flow = fate->rule->flow;
    printf("rule:   %s %s, %s>%s\n", flow->service,
           traffic_text(fate->rule->protocol, fate->rule->ports, traffic), end_name(&flow->from, from),
           end_name(&flow->to, to));
    print_source(flow->source, flow->certainty);
}

static void print_closed(const struct flows *flows, const struct packet *packet, const struct fate *fate)
{
    const char *service = NULL;
    char *words = closed_words(flows, packet, fate, &service);
    if (words)
        printf("closed: %s\n", words);
    free(words);
}

static void command_explain_print_text(const struct plan *plan, const struct flows *flows,
                                       const struct packet *packet, const struct fate *fate)
{
    char from[PREFIX_TEXT], to[PREFIX_TEXT], traffic[TRAFFIC_TEXT];
    printf("%s: %s, %s from %s to %s\n", fate->verdict == VERDICT_ACCEPT ? "accepted" : "dropped",
           direction_name(packet->direction),
           traffic_text(packet->protocol, (struct ports){packet->port, packet->port}, traffic),
           prefix_format(&packet->from, from), prefix_format(&packet->to, to));
    if (fate->number)
        printf("by:     rule %zu of %s\n", fate->number, plan->host->name);
    else
        printf("by:     %s\n", fate_by(fate));
    char *reason = text_safe(fate->reason);
    printf("reason: %s\n", reason);
    free(reason);
    if (fate->rule)
        print_rule(fate);
    else if (fate->builtin)
        print_source(fate->builtin->source, fate->builtin->certainty);
    print_closed(flows, packet, fate);
}

static int command_explain_run(const struct invocation *invocation)
{
    struct packet packet = {0};
    int outcome = read_packet(&packet, invocation->arguments);
    if (outcome != OUTCOME_DONE)
        return outcome;
    struct loaded loaded;
    outcome = load_plan(&loaded, invocation);
    if (outcome == OUTCOME_DONE)
        outcome = find_ends(&packet, &loaded, invocation->arguments);
    if (outcome == OUTCOME_DONE) {
        struct fate fate = explain(&loaded.plan, &packet);
        if (wants_format(invocation, "json"))
            command_explain_print_json(&loaded.plan, &loaded.flows, &packet, &fate);
        else
            command_explain_print_text(&loaded.plan, &loaded.flows, &packet, &fate);
        outcome = fate.verdict == VERDICT_ACCEPT ? OUTCOME_DONE : OUTCOME_NO;
    }
    loaded_release(&loaded);
    return outcome;
}

const struct command command_explain = {
    .name = "explain",
    .operands = "SITE",
    .least = 1,
    .most = 1,
    .options = OPTION(FORMAT) | OPTION(HOST) | OPTION(FROM) | OPTION(TO) | OPTION(PROTOCOL) | OPTION(PORT) |
               OPTION(SOURCE_PORT) | OPTION(INTERFACE),
    .formats = "text json",
    .summary = "what the plan of one host does with one new packet",
    .detail = "A name stands for its host's first address; of a network, for its first host address.\n"
              "Example: penstock explain site.yaml --host srv-a --from office --to srv-a --protocol tcp "
              "--port 443\n"
              "Exit: 0 accepted, 1 dropped (or the site has errors).\n",
    .run = command_explain_run,
};
