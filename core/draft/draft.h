/* A site as the technician wrote it: words with their places, not yet checked. The form edits it, the file is
 * read into it and written from it; site_check (core/site/site.h) turns it into a site. Nothing typed is ever
 * lost in between.
 *
 * Every string is owned by the draft and may be replaced at any time (draft_set). A word whose text is NULL
 * was not given. */
#ifndef CORE_DRAFT_DRAFT_H
#define CORE_DRAFT_DRAFT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/problem.h"

struct word {
    char *text;
    int line, column; /* 0 = typed in the form */
};

struct words {
    struct word *items;
    size_t count, cap;
    bool given; /* `[]` is given and empty: none, not the default */
    int line, column;
};

/* `services: {mqtt: on}`, `ports: {https: 1443}` */
struct setting {
    struct word key, value;
};

struct settings {
    struct setting *items;
    size_t count, cap;
};

/* `allow-from: {mqtt: [..]}`, `not-ours: {keep: [..]}`, `zones: {eth0: [..]}`; `any` is `zones: {eth1: {any:
 * true}}`, which may have networks beside it: `{any: true, networks: [..]}` */
struct listing {
    struct word key;
    struct words values;
    bool any;
};

struct listings {
    struct listing *items;
    size_t count, cap;
};

struct draft_host {
    struct word name, role, product, version, security, interface, sessions;
    struct words address, links, uses, apps;
    struct settings services, ports;
    struct listings allow_from, zones, not_ours;
    int line, column;
};

struct draft_admin {
    struct word service, port;
    struct words from;
    int line, column;
};

struct draft_extra {
    struct word name, from, to, protocol, ports, why;
    char *rule; /* the key of a machine's rule that it was taken over from; NULL; not in the file */
    int line, column;
};

struct draft {
    char *file;       /* what problems call it; "" for a new one */
    char *comment;    /* the comment lines at the head of the file, kept when saving; NULL = none */
    int line, column; /* of the first key; 0 = new */
    struct word name, product, version, redundancy, server_os;
    struct draft_host *hosts;
    size_t host_count, host_cap;
    struct settings services, ports;
    struct listings allow_from;
    struct draft_admin *admins;
    size_t admin_count, admin_cap;
    struct draft_extra *extras;
    size_t extra_count, extra_cap;
    struct word incoming, outgoing, forward, log; /* policy */
};

void draft_init(struct draft *draft);
void draft_release(struct draft *draft);
/* A deep copy into an initialised-or-zero `to` (for undo and live preview). */
void draft_copy(struct draft *to, const struct draft *from);

/* Replaces a word's text (NULL or "" takes it away); its place becomes "typed in the form". */
void draft_set(struct word *word, const char *text);
struct word *words_add(struct words *words, const char *text);
void words_remove(struct words *words, size_t index);
const struct setting *settings_find(const struct settings *settings, const char *key); /* NULL: not there */
/* The value of `key`, or NULL. */
const char *settings_get(const struct settings *settings, const char *key);
/* Sets, adds, or (value NULL) removes. */
void settings_set(struct settings *settings, const char *key, const char *value);
struct listing *listings_get(struct listings *listings, const char *key, bool add);
struct draft_host *draft_host_add(struct draft *draft, const char *name, const char *role);
void draft_host_remove(struct draft *draft, size_t index);
struct draft_admin *draft_admin_add(struct draft *draft);
void draft_admin_remove(struct draft *draft, size_t index);
struct draft_extra *draft_extra_add(struct draft *draft);
void draft_extra_remove(struct draft *draft, size_t index);

/* Reads a site file's bytes (load.c). -1: errors in `problems`; the draft holds what could be read.
 * Only the shape is checked here: known keys (with "did you mean"), words where words and lists where lists
 * belong, format `penstock: 1`. A word where a list may stand is a list of one; `yes`, `true` and the like
 * under `services` become `on` and `off`. `draft` is initialised
 * or zero; what it held is released. */
int draft_load(struct draft *draft, const char *file, const char *text, size_t length,
               struct problems *problems);

/* The site file of a draft (save.c): hosts in their order, only what is given; reads back to an equal
 * draft. Comments are lost, but for the lines at the head of the file. The caller frees it. Settings equal to
 * the catalog's default are left out by the form, not here. */
char *draft_save(const struct draft *draft);
bool draft_equal(const struct draft *a, const struct draft *b); /* places aside */

#endif
