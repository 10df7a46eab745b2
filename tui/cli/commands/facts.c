#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/flow/standing.h"
#include "tui/cli/load.h"
#include "tui/words/answers.h"

/* One line of a fact: nothing where nothing is known. */
static void say_fact(const char *label, const char *words)
{
    char *safe = words && *words ? text_safe(words) : NULL;
    if (safe)
        printf("  %-9s %s\n", label, safe);
    free(safe);
}

static void say_source(enum certainty certainty, const char *source)
{
    say_fact("how sure", certainty_name(certainty));
    say_fact("source", source);
}

static void say_traffic(enum protocol protocol, struct ports ports, const char *direction)
{
    char traffic[TRAFFIC_TEXT];
    bool bare = !ports.first && (protocol == PROTOCOL_TCP || protocol == PROTOCOL_UDP);
    const char *what = bare ? protocol_name(protocol) : traffic_text(protocol, ports, traffic);
    char *words = xasprintf("%s%s%s", what, direction ? ", " : "", direction ? direction : "");
    say_fact("traffic", words);
    free(words);
}

static const char *way_of(const struct service *service)
{
    static const char *const ways[] = {"in", "out", "both ways"};
    bool device = service->pattern_count && service->patterns[0].relation == RELATION_DEVICE;
    return device ? ways[service->direction] : NULL;
}

static void say_here(const struct flows *flows, const struct product *product, const struct service *service)
{
    if (!service->managed)
        return;
    bool on = standing_of(flows, product, service, NULL) == STANDING_ON;
    char *words = standing_words(flows, product, service, NULL, flows->site->host_count);
    char *here = xasprintf("%s%s", on ? "open at " : "not open: ", words);
    say_fact("here", service->verdict == VERDICT_DROP && on ? "denied" : here);
    free(here);
    free(words);
}

static void say_service(const struct flows *flows, const struct product *product,
                        const struct service *service)
{
    struct version unknown = {0};
    char *where = service_where_set(service, &unknown);
    printf("%s: %s\n", service->id, service->title);
    say_traffic(service->protocol, service->ports, way_of(service));
    say_here(flows, product, service);
    say_fact("what for", service->why);
    say_fact("if closed", service->closed);
    say_fact("set at", where);
    say_fact("if off", service->warn_off);
    say_fact("enhanced", service->not_enhanced);
    say_fact("about", service->help);
    say_source(service->certainty, service->source);
    free(where);
}

static void say_always(const struct builtin *builtin)
{
    char traffic[TRAFFIC_TEXT];
    printf("always: %s\n", builtin->title);
    say_fact("traffic", traffic_text(builtin->protocol, (struct ports){0}, traffic));
    say_fact("what for", builtin->why);
    say_source(builtin->certainty, builtin->source);
}

static void say_rest(const struct product *product)
{
    for (size_t i = 0; i < product->internal_count; i++) {
        const struct internal *internal = &product->internals[i];
        printf("never a rule: %s\n", internal->title);
        say_traffic(internal->protocol, internal->ports,
                    internal->ports.first ? NULL : "another at every start");
        say_fact("source", internal->source);
    }
    for (size_t i = 0; i < product->suggestion_count; i++) {
        const struct suggestion *suggestion = &product->suggestions[i];
        printf("offered: %s: %s\n", suggestion->name, suggestion->title);
        say_traffic(suggestion->protocol, suggestion->ports,
                    suggestion->ports.first ? NULL : "no usual port");
        say_fact("source", suggestion->source);
    }
}

static void say_answers(const struct product *product)
{
    for (size_t i = 0; i < ROLES_MOST; i++)
        if (product->roles[i].known) {
            printf("role: %s: %s\n", product->roles[i].name, product->roles[i].title);
            say_fact("about", product->roles[i].help);
        }
    for (size_t i = 0; i < product->app_count; i++)
        printf("application: %s: %s%s\n", product->apps[i], product_app_title(product, product->apps[i]),
               product->app_ports >> i & 1 ? " (takes an advise port)" : "");
    for (size_t i = 0; i < product->field_fact_count; i++) {
        printf("answer: %s\n", product->field_facts[i].field);
        say_fact("about", product->field_facts[i].help);
        say_fact("source", product->field_facts[i].source);
    }
}

static void say_product(const struct flows *flows, const struct product *product)
{
    printf("%s\n", product->title);
    for (size_t i = 0; i < product->service_count; i++)
        say_service(flows, product, &product->services[i]);
    for (size_t i = 0; i < product->builtin_count; i++)
        say_always(&product->builtins[i]);
    say_rest(product);
    say_answers(product);
}

static bool site_has(const struct site *site, const struct product *product)
{
    for (size_t i = 0; i < site->host_count; i++)
        if (site->hosts[i].product == product)
            return true;
    return false;
}

static int command_facts_run(const struct invocation *invocation)
{
    struct loaded loaded;
    int outcome = load_site(&loaded, invocation);
    say_site_problems(&loaded.problems, invocation);
    for (size_t i = 0; outcome == OUTCOME_DONE && i < loaded.catalog.product_count; i++)
        if (site_has(&loaded.site, &loaded.catalog.products[i]))
            say_product(&loaded.flows, &loaded.catalog.products[i]);
    loaded_release(&loaded);
    return outcome;
}

const struct command command_facts = {
    .name = "facts",
    .operands = "SITE",
    .least = 1,
    .most = 1,
    .summary = "all that is known of the site's products, and where it holds",
    .detail = "Each service with its port, where it is open here or why not, what breaks when it is closed, "
              "where the\n"
              "product sets it, and the page that says so; then what never gets a rule, the ports that are "
              "offered\n"
              "by name, and what is known of the answers.\n"
              "Exit: 0 printed, 1 the site has errors.\n",
    .run = command_facts_run,
};
