/* An image: the compiled rules of one host as a file, with who made it and a hash over all of it. It is what
 * was confirmed, never derived again: an upgrade of penstock cannot change the rules of a running machine. */
#ifndef BACKENDS_TRIAL_IMAGE_H
#define BACKENDS_TRIAL_IMAGE_H

#include "backends/backend.h"

struct image {
    char *backend;      /* "" = no rules of ours, and no backend chosen */
    char *site, *host;  /* "" = rules were taken away */
    char *who, *from;   /* who applied it, over what */
    int64_t made_ms;    /* CLOCK_REALTIME */
    struct lines lines; /* what `backend` says is live when the image is */
    char *bytes;        /* the backend's own */
    size_t length;      /* 0 = no rules of ours */
    char *file;         /* read: the whole file, hash and all, so that a copy needs no hashing */
    size_t file_length;
};

/* The caller frees the bytes. */
char *image_pack(const struct image *image, size_t *length);
/* -1: damaged, with a sentence that names `path`; nothing to release. */
int image_parse(struct image *image, const char *data, size_t length, const char *path,
                struct failure *failure);
/* No such file: an image without rules (backend ""). */
int image_read(const struct machine *machine, const char *path, struct image *image, struct failure *failure);
/* No such file: -1. For what must not be taken for a machine without rules. */
int image_read_there(const struct machine *machine, const char *path, struct image *image,
                     struct failure *failure);
int image_write(const struct machine *machine, const char *path, const struct image *image,
                struct failure *failure);
/* By machine_put. */
int image_put(const struct machine *machine, const char *path, const struct image *image,
              struct failure *failure);
void image_release(struct image *image);

#endif
