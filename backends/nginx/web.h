/* The web ports of nginx on one machine: what the file says, what it becomes, and the way there and back.
 *
 * During a trial the file has its bridge form (edit.h). What the way back needs is below STATE_FOLDER until
 * the trial has ended, so that whoever comes next can go it. */
#ifndef BACKENDS_NGINX_WEB_H
#define BACKENDS_NGINX_WEB_H

#include "backends/machine/machine.h"
#include "backends/nginx/edit.h"
#include "core/base/problem.h"

enum { WEB_FILE_AT_MOST = 4 << 20 };

struct web {
    char *path; /* the file; owned */
    bool there; /* it can be read; else nothing below is filled */
    struct web_wishes wishes;
    uint16_t
        live[WEB_WISHES]; /* the port of each that is not to stay, or the wanted one; 0: not in the file */
    char *old, *bridge, *fresh;
    char *home;              /* what the file was before its ports first moved; NULL: nothing changes */
    struct listens listens;  /* of `old` */
    bool closes[WEB_WISHES]; /* nothing of nginx stays on the port that each leaves (remarks.h) */
    bool changes;
    struct problems remarks; /* what stays as it is, if it changes (remarks.h) */
};

/* Reads the file. No such file is fine (`there` is false). `web_look` finds out where the ports are, and not what
 * becomes of the file. */
int web_look(struct web *web, const struct machine *machine, const char *path,
             const struct web_wishes *wishes, struct failure *failure);
int web_read(struct web *web, const struct machine *machine, const char *path,
             const struct web_wishes *wishes, struct failure *failure);
void web_release(struct web *web);
/* The unified diff to what it becomes for good; the caller frees it. */
char *web_diff(const struct web *web);

/* Whether the file can be exchanged, and both forms by `nginx -t`; changes nothing. */
int web_rehearse(const struct web *web, const struct machine *machine, struct failure *failure);
/* Writes down the ways. */
int web_stage(const struct web *web, const struct machine *machine, struct failure *failure);
/* Old and new ports, reloaded, and the new ones answer as the old ones do. */
int web_start(const struct machine *machine, struct failure *failure);
/* Refused when somebody changed the file during the trial. */
int web_ready(const struct machine *machine, struct failure *failure);
/* The new ports alone. May be done again. */
int web_confirm(const struct machine *machine, struct failure *failure);
/* The old file, unless somebody else changed it meanwhile: that is kept, and logged. Fine without anything
 * staged. */
int web_undo(const struct machine *machine, struct failure *failure);

#endif
