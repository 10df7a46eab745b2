/* What stands behind the desk of this machine. Private to the room. */
#ifndef BACKENDS_DESK_CONTEXT_H
#define BACKENDS_DESK_CONTEXT_H

#include "backends/backend.h"
#include "backends/machine/machine.h"
#include "core/desk/desk.h"

struct desk_context {
    struct machine machine;
    char *root;
    struct prefix *own;
    size_t own_count;
    _Atomic(const char *) phase; /* of the work on another thread; static words */
};

/* The backend called `name`; NULL: the one whose rules are live here, else the first there is. NULL: there is
 * no such backend, *message says so. */
const struct backend *desk_backend(const struct desk_context *context, const char *name, char **message);
/* The exit code of a failure; its sentence goes to *message. */
int desk_failed(const struct failure *failure, char **message);
/* Adds the services that this host could listen for by the answers of its last change and that no rule here
 * opens; none where no answers are kept. */
void desk_off(struct desk_context *context, const struct catalog *catalog, struct status_report *report);

/* Where nothing was ever confirmed: what is open by whoever's rule. */
void desk_unconfirmed(struct desk_context *context, const struct catalog *catalog,
                      const struct backend *backend, struct status_report *report);

/* compare_files.c: reads the ground of a comparison, and says what is to be said of it. */
void desk_compare_files(const struct desk_context *here, const struct backend *backend,
                        struct comparison *comparison);
void desk_tell_ground(const struct ground *ground, struct problems *checks);
int desk_compare(void *context, const struct apply_options *options, const struct plan *plan,
                 struct comparison *comparison, char **message);
int desk_forewarn(void *context, const struct apply_options *options, const struct plan *plan,
                  struct problems *warnings, char **message);
int desk_import(void *context, const struct catalog *catalog, const char *host, const char *nginx,
                struct draft *draft, struct problems *notes, char **message);
int desk_drift(void *context, const struct catalog *catalog, struct web_drift *drift, char **message);
int desk_status(void *context, const struct catalog *catalog, struct status_report *report, char **message);
int desk_apply(void *context, const struct plan *plan, const struct apply_options *options,
               struct trial_view *view, struct apply_times *times, char **message);
int desk_remove(void *context, const struct apply_options *options, struct trial_view *view,
                struct apply_times *times, char **message);
int desk_confirm(void *context, char **message);
int desk_rollback(void *context, char **message);
int desk_extend(void *context, unsigned seconds, char **message);
int desk_trial(void *context, struct trial_view *view, char **message);
int desk_restore(void *context, bool boot, char **message);
int desk_read_file(void *context, const char *path, char **data, size_t *length, char **message);
int desk_write_file(void *context, const char *path, const char *data, size_t length, char **message);
int desk_list_files(void *context, const char *folder, const char *ending, char ***paths, size_t *count,
                    char **message);
int desk_keep(void *context, const char *data, size_t length, char **message);
int desk_kept(void *context, char **data, size_t *length, char **message);
int desk_history(void *context, struct past **items, size_t *count, char **message);
int desk_history_text(void *context, const char *entry, enum history_text what, char **text, char **message);
/* Keeps the site file beside an entry of the history, so that its answers can be taken up again. */
void desk_history_keep(const struct desk_context *context, const char *entry, const char *answers);

#endif
