#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backends/desk/context.h"
#include "backends/trial/trial.h"
#include "backends/ways/ways.h"
#include "core/base/text.h"
#include "core/base/when.h"

struct listeners {
    struct listener *items;
    size_t count;
    bool seen;
};

static void desk_status_put(char *to, size_t size, const char *text, size_t length)
{
    snprintf(to, size, "%.*s", (int)length, text);
}

/* The word behind `key` in a rule's text, e.g. `5481` behind `dport `; NULL if there is none. */
static const char *word_after(const char *text, const char *key)
{
    const char *found = strstr(text, key);
    return found ? found + strlen(key) : NULL;
}

static void read_traffic(struct service_status *status, const char *text)
{
    const char *tcp = word_after(text, "tcp dport "), *udp = word_after(text, "udp dport ");
    const char *ports = tcp ? tcp : udp ? udp : word_after(text, " port ");
    ports = ports ? ports : word_after(text, " --dport ");
    tcp = tcp ? tcp : word_after(text, "proto tcp ");
    udp = udp ? udp : word_after(text, "proto udp ") ? ports : word_after(text, "-p udp ");
    strcpy(status->protocol, tcp ? "tcp" : udp ? "udp" : strstr(text, "echo-request") ? "icmp" : "any");
    if (ports)
        desk_status_put(status->ports, sizeof(status->ports), ports, strcspn(ports, " "));
    /* ufw writes a range with a colon. */
    char *colon = strchr(status->ports, ':');
    if (colon)
        *colon = '-';
}

/* `service from>to` or `service N peers`: how every backend comments its rules. */
static void read_comment(struct service_status *status, const char *comment)
{
    size_t length = strcspn(comment, " ");
    desk_status_put(status->service, sizeof(status->service), comment, length);
    comment += length + strspn(comment + length, " ");
    desk_status_put(status->peers, sizeof(status->peers), comment, strlen(comment));
}

static void find_listener(struct service_status *status, const struct listeners *listeners)
{
    const char *why;
    struct ports ports;
    enum protocol protocol;
    status->listens = -1;
    if (!listeners->seen || strcmp(status->group, "input") != 0 || (!status->open && !status->off) ||
        ports_parse(status->ports, &ports, &why) != 0 || protocol_parse(status->protocol, &protocol) != 0)
        return;
    status->listens = 0;
    for (size_t i = 0; i < listeners->count && !status->listens; i++) {
        const struct listener *listener = &listeners->items[i];
        if (listener->protocol != protocol || listener->port < ports.first || listener->port > ports.last)
            continue;
        status->listens = 1;
        desk_status_put(status->process, sizeof(status->process), listener->process,
                        strlen(listener->process));
    }
}

static bool desk_status_same_service(const struct service_status *a, const struct service_status *b)
{
    return strcmp(a->service, b->service) == 0 && strcmp(a->group, b->group) == 0 &&
           strcmp(a->protocol, b->protocol) == 0 && strcmp(a->ports, b->ports) == 0 &&
           strcmp(a->peers, b->peers) == 0 && a->open == b->open;
}

/* A rule of both families is two lines in the kernel and one service here. */
static void add_service(struct status_report *report, const struct service_status *status, size_t *cap)
{
    struct service_status *last = report->service_count ? &report->services[report->service_count - 1] : NULL;
    if (last && desk_status_same_service(last, status)) {
        last->hits += status->hits;
        return;
    }
    report->services = xgrow(report->services, report->service_count, cap, sizeof(*report->services));
    report->services[report->service_count++] = *status;
}

static void list_services(struct desk_context *context, const struct catalog *catalog,
                          struct status_report *report, const struct listeners *listeners)
{
    size_t cap = 0;
    for (size_t i = 0; i < report->live.count; i++) {
        const struct line *line = &report->live.items[i];
        if (!line->comment || strstr(line->text, " log prefix ")) /* a log line goes before its drop */
            continue;
        struct service_status status = {.hits = line->packets};
        desk_status_put(status.group, sizeof(status.group), line->group, strlen(line->group));
        status.open = !strstr(line->text, "drop") && !strstr(line->text, "-j DROP") &&
                      strncmp(line->text, "deny ", 5) != 0;
        read_comment(&status, line->comment);
        read_traffic(&status, line->text);
        add_service(report, &status, &cap);
    }
    if (report->active)
        desk_off(context, catalog, report, &cap);
    for (size_t i = 0; i < report->service_count; i++)
        find_listener(&report->services[i], listeners);
}

static bool silent(const struct service_status *service)
{
    return service->open && service->listens == 0;
}

static bool same_port(const struct service_status *a, const struct service_status *b)
{
    return silent(a) && silent(b) && strcmp(a->protocol, b->protocol) == 0 && strcmp(a->ports, b->ports) == 0;
}

/* One line for a port, whoever of the services uses it. */
static void note_silent_port(struct status_report *report, size_t first)
{
    const struct service_status *service = &report->services[first];
    struct text names = {0};
    size_t count = 0;
    for (size_t i = 0; i < first; i++)
        if (same_port(&report->services[i], service))
            return;
    for (size_t i = first; i < report->service_count; i++)
        if (same_port(&report->services[i], service))
            text_addf(&names, "%s'%s'", count++ ? ", " : "", report->services[i].service);
    problem_add(&report->notes, PROBLEM_NOBODY_LISTENS, (struct place){0},
                "%s %s open on %s %s but nothing listens; start %s, or switch %s off", text_get(&names),
                count > 1 ? "are" : "is", service->protocol, service->ports, count > 1 ? "them" : "it",
                count > 1 ? "them" : "it");
    text_release(&names);
}

static void note_silent(struct status_report *report)
{
    for (size_t i = 0; i < report->service_count; i++)
        if (silent(&report->services[i]))
            note_silent_port(report, i);
}

static void note_refused(struct status_report *report)
{
    for (size_t i = 0; i < report->service_count; i++) {
        const struct service_status *service = &report->services[i];
        if (!service->open && service->hits && strcmp(service->group, "input") == 0)
            problem_add(&report->notes, PROBLEM_REFUSED, (struct place){0},
                        "'%s' (%s) was refused %" PRIu64
                        " times; find out what it wants, the kernel's log names the ports",
                        service->service, service->peers, service->hits);
    }
}

static void note_neighbours(const struct desk_context *context, const struct backend *backend,
                            struct status_report *report)
{
    struct probe probe = {0};
    struct failure failure = {0};
    if (backend->probe(&context->machine, NULL, &probe, &failure) != 0)
        return;
    for (size_t i = 0; i < probe.foreign_count; i++)
        if (probe.foreign[i].may_drop)
            problem_add(&report->notes, PROBLEM_FOREIGN_CHAIN, (struct place){0},
                        "'%s' (%s) may drop what is open here", probe.foreign[i].name, probe.foreign[i].hook);
    probe_release(&probe);
}

static int desk_status_read_rules(const struct desk_context *context, const struct backend *backend,
                                  struct status_report *report, char **message)
{
    struct live live = {0};
    struct failure failure = {0};
    if (backend->read(&context->machine, &live, &failure) != 0)
        return desk_failed(&failure, message);
    report->active = live.ours || live.trial;
    struct lines *decides = live.trial ? &live.pending : &live.lines;
    report->live = *decides;
    *decides = (struct lines){0};
    live_release(&live);
    return OUTCOME_DONE;
}

static int read_record(struct desk_context *context, struct status_report *report, char **message)
{
    struct trial_state state = {0};
    struct failure failure = {0};
    if (trial_read(&context->machine, &state, &failure) != 0)
        return desk_failed(&failure, message);
    /* A trial that was undone says nothing of the rules that are live again. */
    bool trial = state.phase == TRIAL_RUNNING;
    const char *who = trial ? state.who : state.kept_by;
    when_text(report->since, sizeof(report->since), trial ? state.started_ms : state.kept_ms, WHEN_SECONDS);
    if (who)
        desk_status_put(report->who, sizeof(report->who), who, strlen(who));
    trial_state_release(&state);
    return desk_trial(context, &report->trial, message);
}

static void note_web(struct desk_context *context, const struct catalog *catalog,
                     struct status_report *report)
{
    struct web_drift drift;
    char *unread = NULL;
    if (desk_drift(context, catalog, &drift, &unread) == OUTCOME_DONE && drift.drifted)
        problem_add(&report->notes, PROBLEM_WEB_DRIFT, (struct place){0},
                    "%s; 'penstock web-ports --http %u --https %u' opens the firewall for nginx, '--http %u "
                    "--https %u' puts nginx back",
                    drift.words, drift.live[0], drift.live[1], drift.usual[0], drift.usual[1]);
    free(unread);
}

int desk_status(void *context, const struct catalog *catalog, struct status_report *report, char **message)
{
    struct desk_context *here = context;
    struct listeners listeners = {0};
    struct failure failure = {0};
    *report = (struct status_report){0};
    const struct backend *backend = desk_backend(here, NULL, message);
    desk_status_put(report->backend, sizeof(report->backend), backend->name, strlen(backend->name));
    int outcome = read_record(here, report, message);
    if (outcome == OUTCOME_DONE)
        outcome = desk_status_read_rules(here, backend, report, message);
    if (outcome != OUTCOME_DONE)
        return outcome;
    listeners.seen = listeners_find(&listeners.items, &listeners.count, &failure) == 0;
    list_services(here, catalog, report, &listeners);
    free(listeners.items);
    if (report->trial.drift)
        problem_add(&report->notes, PROBLEM_DRIFT, (struct place){0},
                    "the live rules are not what was confirmed; 'penstock diff' shows the difference");
    note_web(here, catalog, report);
    note_silent(report);
    note_refused(report);
    note_neighbours(here, backend, report);
    return OUTCOME_DONE;
}
