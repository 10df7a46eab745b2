/* A unified diff of two texts, as `diff -u` shows it, with three lines around each change. */
#ifndef BACKENDS_NGINX_DIFF_H
#define BACKENDS_NGINX_DIFF_H

/* `name` goes into the head. "" where the texts are equal. The caller frees it. */
char *diff_unified(const char *name, const char *old, const char *fresh);

#endif
