/* The rows of a status: the live rules as services, who listens for them, what is off. Pure: somebody else
 * looked at the machine. */
#ifndef BACKENDS_DESK_SERVICES_H
#define BACKENDS_DESK_SERVICES_H

#include "backends/neighbours/neighbours.h"
#include "backends/ways/listeners.h"
#include "core/desk/desk.h"
#include "core/import/import.h"

/* The same but for the family and who is at the other end. */
bool services_same(const struct service_status *a, const struct service_status *b);
/* One that differs from the last by its family alone is the same. */
void services_add(struct status_report *report, const struct service_status *row);
/* A row for each rule of `report->live` that has a service; a rule of both families that is two of the kernel
 * is one. */
void services_list(struct status_report *report);
/* Behind them the services that `host` could listen for and that no rule opens; one that a rule of somebody
 * else lets in is open by that. */
void services_off(struct status_report *report, const struct host *host, const struct seen *seen);
/* stock.c: where ufw decides, what its own rules let in of these and no row tells. */
void services_stock(struct status_report *report, struct neighbours *neighbours);

/* Services that nobody can switch off, in each direction that they have and no row tells yet: whether anybody's rule
 * lets them through. */
void services_always(struct status_report *report, const struct host *host, const struct seen *seen);
/* A row for each rule of anybody that lets something through, where nothing was ever confirmed. */
void services_seen(struct status_report *report, const struct seen *seen, const struct catalog *catalog);
/* Who listens, for each row that lets something in to a port. */
void services_listen(struct status_report *report, const struct listener *listeners, size_t count);
/* Which rows are neither open nor closed, because another decides over them, and which are not open to everybody. Marks
 * the chains that do. */
void services_decide(struct status_report *report, struct neighbours *neighbours);
/* services_note.c: what to do about rows that are open for nobody, and about those that refused somebody. */
void services_note(struct status_report *report);

#endif
