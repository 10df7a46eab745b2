/* web-ports: this device as it is, with its web pages on other ports. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "tui/cli/load.h"
#include "tui/cli/trial_options.h"
#include "tui/words/web_ports.h"

static int read_wish(struct web_ports *wish, const struct arguments *arguments)
{
    char *why = NULL;
    if (!(arguments->given & (OPTION(HTTP) | OPTION(HTTPS))))
        return say(OUTCOME_USAGE, "'web-ports' needs --http PORT, --https PORT, or both");
    if (arguments_number(arguments, OPTION_HTTP, 1, 65535, 0, &wish->http, &why) != 0 ||
        arguments_number(arguments, OPTION_HTTPS, 1, 65535, 0, &wish->https, &why) != 0)
        return say_message(OUTCOME_USAGE, why);
    return OUTCOME_DONE;
}

static int command_web_ports_derive(struct loaded *loaded, const struct invocation *invocation,
                                    const struct web_ports *wish)
{
    const struct desk *desk = invocation->desk;
    struct problems notes = {0};
    char *message = NULL;
    int outcome = load_catalog(&loaded->catalog, desk, invocation->arguments, &loaded->problems);
    if (outcome != OUTCOME_DONE)
        return outcome;
    outcome = desk->import(desk->context, &loaded->catalog, "device",
                           invocation->arguments->values[OPTION_NGINX], &loaded->draft, &notes, &message);
    problems_release(&notes);
    say_message(outcome, message);
    if (outcome != OUTCOME_DONE)
        return outcome;
    web_ports_set(&loaded->draft, catalog_product(&loaded->catalog, loaded->draft.product.text), wish);
    outcome = load_derived(loaded);
    if (outcome == OUTCOME_DONE &&
        plan_make(&loaded->plan, &loaded->flows, &loaded->site.hosts[0], &loaded->problems) != 0)
        outcome = OUTCOME_NO;
    loaded->plan.ports_only = true;
    if (outcome != OUTCOME_DONE)
        say_problems(&loaded->problems);
    return outcome;
}

/* What the technician should know of the new ports; the rest of the advice is not about them. */
static void say_advice(const struct loaded *loaded, bool fix_redirect)
{
    const struct problems *problems = &loaded->problems;
    const struct product *product = loaded->site.hosts[0].product;
    for (size_t i = 0; i < problems->count; i++)
        if (web_ports_cause(product, &problems->items[i], fix_redirect) ||
            text_equal(problems->items[i].word, "browser-blocked"))
            say_problem(&problems->items[i]);
}

/* What the firewall is like where the ports move, and stays like. */
static int say_firewall(const struct loaded *loaded, const struct invocation *invocation)
{
    const struct desk *desk = invocation->desk;
    struct web_drift drift;
    char *message = NULL;
    int outcome = desk->drift(desk->context, &loaded->catalog, &drift, &message);
    say_message(outcome, message);
    if (outcome != OUTCOME_DONE)
        return outcome;
    char words[WEB_PORTS_WORDS];
    for (unsigned i = 0; i < WEB_PORTS_REMARKS; i++)
        if (web_ports_remark(&drift, i, words))
            say(OUTCOME_DONE, "warning: %s", words);
    return OUTCOME_DONE;
}

static int command_web_ports_run(const struct invocation *invocation)
{
    struct apply_options options;
    struct web_ports wish = {0};
    struct loaded loaded = {0};
    int outcome = read_wish(&wish, invocation->arguments);
    if (outcome == OUTCOME_DONE)
        outcome = trial_options_read(&options, invocation->arguments);
    if (outcome != OUTCOME_DONE)
        return outcome;
    outcome = command_web_ports_derive(&loaded, invocation, &wish);
    if (outcome == OUTCOME_DONE)
        say_advice(&loaded, options.fix_redirect);
    if (outcome == OUTCOME_DONE)
        outcome = say_firewall(&loaded, invocation);
    if (outcome == OUTCOME_DONE)
        outcome = trial_perform(invocation, &options, &loaded.plan, 0, "the web ports are moved");
    loaded_release(&loaded);
    return outcome;
}

const struct command command_web_ports = {
    .name = "web-ports",
    .options = OPTION(FORMAT) | OPTION(HTTP) | OPTION(HTTPS) | OPTION(NGINX) | OPTION(FIX_REDIRECT) |
               OPTION(BACKEND) | OPTION(CONFIRM_WITHIN) | OPTION(YES) | OPTION(ACCEPT_LOCKOUT),
    .formats = "text json",
    .privileged = true,
    .summary = "move the web ports of a SmartServer, in nginx and in the firewall, on trial",
    .detail =
        "During the trial the pages answer on the old and the new ports; the confirm closes the old ones.\n"
        "Nothing else of the firewall changes. Moving back is the same: --http 80 --https 443.\n"
        "After a factory restore the same command puts firewall and nginx together again.\n"
        "Example: penstock web-ports --http 1780 --https 1443\n"
        "Exit: 0 live, 1 refused and nothing changed.\n",
    .run = command_web_ports_run,
};
