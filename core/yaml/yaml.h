/* A YAML document as a tree that remembers where each word stood. libyaml reads the tokens; the limits are
 * ours.
 *
 * Refused, with place and one sentence: more than YAML_MOST_BYTES (sites; catalogs and themes too), nesting above 16,
 * more than YAML_MOST_NODES nodes, any alias or anchor (they allow the billion-laughs attack and no site needs them),
 * more than one document, tags, directives, a key given twice, keys that are no words, bytes that are no
 * UTF-8, control characters (line breaks and tabs within a word too, however they are written), an empty
 * document. The first of these ends the reading. */
#ifndef CORE_YAML_YAML_H
#define CORE_YAML_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/arena.h"
#include "core/base/problem.h"

/* A site of 100 000 addresses, IPv6 too, is within. To raise them: here, and a new build. */
#define YAML_MOST_MIB 8
enum { YAML_MOST_BYTES = YAML_MOST_MIB << 20, YAML_MOST_NODES = 200000 };

enum yaml_kind { YAML_WORD, YAML_LIST, YAML_MAP };

/* Close together: the program holds the trees of its own catalogs, and each is a page that the start touches. */
struct yaml {
    enum yaml_kind kind : 8;
    bool quoted : 1; /* YAML_WORD: was in quotes */
    unsigned count;
    int line, column;         /* from 1 */
    int key_line, key_column; /* in a map: where its key stands */
    /* YAML_WORD: its text, as written (`on` stays "on", `4.10` stays "4.10"); never NULL there. */
    const char *word;
    const char *file;   /* what problems call it */
    const char *key;    /* in a map */
    struct yaml *first; /* list, map: children in the file's order */
    struct yaml *next;
};

/* The tree of `length` bytes at `text`; `file` is what problems call it. NULL: at least one error was added
 * to `problems`. Nodes and words live in `arena`. */
const struct yaml *yaml_parse(const char *file, const char *text, size_t length, struct arena *arena,
                              struct problems *problems);
/* The value of `key` in a map, or NULL. */
const struct yaml *yaml_get(const struct yaml *map, const char *key);

/* Where the node, or its key, stands. */
struct place yaml_place(const struct yaml *node);
struct place yaml_key_place(const struct yaml *node);

/* One key that a map may have, and who reads it. */
struct yaml_key {
    const char *name; /* NULL ends the table */
    unsigned kinds;   /* bits 1u << YAML_…: what its value may be */
    void (*read)(const struct yaml *value, void *into, struct problems *problems);
};

/* Calls the handler of each key of `map`, in the file's order. A key that is not in the table (with "did you
 * mean"), a value of the wrong kind, and a `map` that is none, are errors. `what` names the map in them: "the
 * site". */
void yaml_read_map(const struct yaml *map, const char *what, const struct yaml_key *keys, void *into,
                   struct problems *problems);

/* Writes a word as YAML that reads back to the same word (quotes where it must). The word is UTF-8 without
 * control characters: others cannot be read back. */
struct text;
void yaml_write_word(struct text *out, const char *word);

#endif
