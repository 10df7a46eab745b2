/* The text of a YAML file before libyaml sees it. For core/yaml/yaml.c alone. */
#ifndef CORE_YAML_SCAN_H
#define CORE_YAML_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/problem.h"

/* 0: at most YAML_MOST_BYTES of UTF-8 without control characters; -1: an error was added. */
int yaml_scan(const char *file, const char *text, size_t length, struct problems *problems);
/* Whether the `length` bytes at `word` are UTF-8 that may stand in one line: no control character, no line
 * break. */
bool yaml_is_line(const char *word, size_t length);

#endif
