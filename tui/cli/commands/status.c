#include <inttypes.h>
#include <stdio.h>

#include "tui/cli/load.h"
#include "tui/words/answers.h"
#include "tui/words/ground.h"

static const char *listens_word(int listens)
{
    return listens < 0 ? "-" : listens ? "yes" : "NO";
}

static const char *state_word(const struct service_status *service)
{
    return service_status_warns(service) ? "WARN" : service->off ? "OFF" : "OK";
}

static void print_services(const struct status_report *report)
{
    static const char *const heads[] = {"",      "DIR",   "SERVICE", "CHAIN", "PORT",
                                        "PEERS", "STATE", "LISTENS", "HITS"};
    struct columns columns = {.width = 9};
    if (report->service_count == 0)
        return;
    for (size_t i = 0; i < columns.width; i++)
        columns_add(&columns, heads[i]);
    for (size_t i = 0; i < report->service_count; i++) {
        char ports[PORT_LIST_TEXT];
        const struct service_status *service = &report->services[i];
        port_list_format(&service->traffic.ports, ports);
        columns_add(&columns, state_word(service));
        columns_add(&columns, direction_name(service->traffic.direction));
        columns_add(&columns, service->service);
        columns_add(&columns, service->group);
        columns_addf(&columns, "%s%s%s", protocol_name(service->traffic.protocol), ports[0] ? " " : "",
                     ports);
        columns_add(&columns, service->off ? "-" : service->peers);
        if (*service->decider)
            columns_addf(&columns, "decided by %s", service->decider);
        else
            columns_add(&columns, service->off ? "off" : service->open ? "open" : "closed");
        columns_addf(&columns, "%s%s%s",
                     service->off && !service->listens ? "no" : listens_word(service->listens),
                     service->process[0] ? " " : "", service->process);
        columns_addf(&columns, "%" PRIu64, service->hits);
    }
    columns_print(&columns, stdout);
}

/* It is as it was confirmed, as far as that could be looked at. */
static bool is_well(const struct status_report *report)
{
    return !report->trial.drift && report->ground_seen;
}

/* Who and when only where that is known. */
static void print_active(const struct status_report *report)
{
    const char *sign = status_report_warns(report) ? "WARN" : "OK  ";
    if (*report->since && *report->who)
        printf("%s  firewall active since %s, confirmed by %s, %s\n", sign, report->since, report->who,
               report->backend);
    else
        printf("%s  firewall active%s%s, %s; %s not known\n", sign, *report->since ? " since " : "",
               report->since, report->backend,
               *report->since ? "who confirmed it is" : "who confirmed it, and when, are");
}

static void print_new_login(const struct trial_view *trial)
{
    printf("%s  a new login to sshd: %s\n", trial->new_login || trial->console ? "OK  " : "....",
           trial->console     ? "not needed, nobody can log in here over the network, or this is the console"
           : trial->new_login ? "seen since the switch"
                              : "none since the switch");
}

static void print_head(const struct status_report *report)
{
    const struct trial_view *trial = &report->trial;
    char last[LAST_TEXT];
    if (trial->open)
        printf("WARN  on trial: %s, %s; the old rules come back in %" PRId64 " s\n", trial->host,
               trial->summary, trial->remaining_ms / 1000);
    else if (trial->starting)
        printf("WARN  a trial of '%s' is being started: what is live is about to change\n", trial->host);
    else if (report->active)
        print_active(report);
    else if (report->broken)
        puts("OFF   the rules of penstock decide over nothing: somebody put their table to sleep, emptied it "
             "or "
             "took it apart");
    else
        printf("OFF   no rules of penstock are live%s\n",
               report->confirmed ? "" : ": nothing was ever confirmed on this machine");
    if (trial->open)
        print_new_login(trial);
    if (*trial_last_text(trial, last))
        printf("      %s\n", last);
}

static void print_drift(const struct status_report *report)
{
    const struct trial_view *trial = &report->trial;
    if (report->confirmed || trial->open)
        printf("%s  drift: kernel %s what was %s\n", is_well(report) ? "OK  " : "WARN",
               trial->drift          ? "is not"
               : report->ground_seen ? "="
                                     : "could not be compared with",
               trial->open ? "applied" : "confirmed");
    ground_print(&report->ground, 10, stdout);
}

static void command_status_print_text(const struct status_report *report)
{
    print_head(report);
    print_services(report);
    print_drift(report);
    for (size_t i = 0; i < report->notes.count; i++)
        printf("%s  %s\n", report->notes.items[i].severity == SEVERITY_NOTE ? "    " : "WARN",
               report->notes.items[i].message);
}

static void command_status_put_trial(struct json *json, const struct trial_view *trial)
{
    if (!trial->open) {
        json_put_null(json, "trial");
        return;
    }
    json_begin(json, "trial", '{', false);
    json_put_text(json, "site", trial->site);
    json_put_text(json, "host", trial->host);
    json_put_text(json, "change", trial->summary);
    json_put_real(json, "remaining", (double)trial->remaining_ms / 1e3);
    json_put_bool(json, "new-login", trial->new_login);
    json_put_bool(json, "console", trial->console);
    json_end(json, '}');
}

static void put_service(struct json *json, const struct service_status *service)
{
    char ports[PORT_LIST_TEXT];
    port_list_format(&service->traffic.ports, ports);
    json_begin(json, NULL, '{', false);
    json_put_text(json, "service", service->service);
    json_put_text(json, "direction", direction_name(service->traffic.direction));
    json_put_text(json, "chain", service->group);
    json_put_text(json, "protocol", protocol_name(service->traffic.protocol));
    json_put_text(json, "ports", ports[0] ? ports : NULL);
    json_put_text(json, "peers", service->peers);
    json_put_bool(json, "open", service->open);
    json_put_bool(json, "off", service->off);
    json_put_text(json, "decided-by", *service->decider ? service->decider : NULL);
    json_put_text(json, "also-refused-by", *service->also ? service->also : NULL);
    if (service->listens < 0)
        json_put_null(json, "listens");
    else
        json_put_bool(json, "listens", service->listens);
    json_put_text(json, "process", service->process[0] ? service->process : NULL);
    json_put_number(json, "hits", (int64_t)service->hits);
    json_end(json, '}');
}

static void command_status_print_json(const struct status_report *report)
{
    struct json json;
    char last[LAST_TEXT];
    json_start(&json, stdout);
    json_begin(&json, NULL, '{', true);
    json_put_bool(&json, "active", report->active);
    json_put_text(&json, "backend", report->backend);
    json_put_text(&json, "since", report->since[0] ? report->since : NULL);
    json_put_text(&json, "by", report->who[0] ? report->who : NULL);
    json_put_bool(&json, "drift", report->trial.drift);
    command_status_put_trial(&json, &report->trial);
    json_put_text(&json, "last", *trial_last_text(&report->trial, last) ? last : NULL);
    json_begin(&json, "services", '[', true);
    for (size_t i = 0; i < report->service_count; i++)
        put_service(&json, &report->services[i]);
    json_end(&json, ']');
    json_put_bool(&json, "confirmed", report->confirmed);
    json_put_lines(&json, "beside-files", &report->ground.beyond);
    json_put_lines(&json, "not-live", &report->ground.lacking);
    json_put_lines(&json, "by-hand", &report->ground.by_hand);
    json_put_lines(&json, "since-confirm", &report->added);
    json_put_problems(&json, &report->notes);
    json_end(&json, '}');
}

static int command_status_run(const struct invocation *invocation)
{
    const struct desk *desk = invocation->desk;
    struct status_report report = {0};
    struct loaded loaded = {0};
    char *message = NULL;
    int outcome = load_catalog(&loaded.catalog, desk, invocation->arguments, &loaded.problems);
    if (outcome == OUTCOME_DONE)
        outcome = desk->status(desk->context, &loaded.catalog, &report, &message);
    say_problems(&loaded.problems);
    say_message(outcome, message);
    if (outcome == OUTCOME_DONE) {
        if (wants_format(invocation, "json"))
            command_status_print_json(&report);
        else
            command_status_print_text(&report);
        outcome = !is_well(&report) || report.trial.open || report.trial.starting ? OUTCOME_NO : OUTCOME_DONE;
        outcome = say_outcome(say_outcome(outcome, &report.notes), &loaded.problems);
    }
    status_report_release(&report);
    loaded_release(&loaded);
    return outcome;
}

const struct command command_status = {
    .name = "status",
    .options = OPTION(FORMAT),
    .formats = "text json",
    .privileged = true,
    .summary = "live rules, drift, trial and listeners of this machine",
    .detail = "Exit: 0 as confirmed, 1 drift, or a trial is open.\n",
    .run = command_status_run,
};
