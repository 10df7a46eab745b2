/* nginx itself: which one runs, what it reads, its tests, its reload.
 *
 * Where none runs, the one that a package installs tests the file, and nothing can be proved. */
#ifndef BACKENDS_NGINX_SERVE_H
#define BACKENDS_NGINX_SERVE_H

#include "backends/nginx/master.h"

struct machine;

struct serve {
    struct master *masters;
    size_t count;
    struct master *master; /* the one that reads the file; NULL: none runs */
    char *program; /* NULL: no nginx reads this machine's files (none is there, or below another root) */
};

/* A file that nginx reads, as it reads it. */
struct served {
    const char *path, *text; /* not ended; borrowed */
    size_t length;
};

struct served_files {
    char *said;
    struct served *items;
    size_t count, cap;
};

/* Finds the nginx that reads the file, or any where one runs alone. -1: the machine cannot be looked at, or the
 * nginx that runs has files of its own. */
int serve_find(struct serve *serve, const struct machine *machine, const char *path, struct failure *failure);
void serve_release(struct serve *serve);

/* What it reads now (`nginx -T`). -1: it does not take its files. */
int serve_files(const struct serve *serve, struct served_files *files, struct failure *failure);
void served_files_release(struct served_files *files);
/* The file among them; NULL: it is not read. */
const struct served *served_find(const struct served_files *files, const char *path);

/* `nginx -t` as it would be with `content` in the place of the file, which is not touched. */
int serve_rehearse(const struct serve *serve, const struct machine *machine, const char *path,
                   const char *content, struct failure *failure);
/* `nginx -t` with the files as they are. */
int serve_test(const struct serve *serve, struct failure *failure);
/* Makes it read its files again; fine when it does not run. */
int serve_reload(const struct serve *serve, struct failure *failure);

#endif
