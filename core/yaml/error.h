/* libyaml's errors in our words. For core/yaml/yaml.c alone. */
#ifndef CORE_YAML_ERROR_H
#define CORE_YAML_ERROR_H

#include <yaml.h>

#include "core/base/problem.h"

/* Adds the error that made `parser` fail, at its place. */
void yaml_error_report(const char *file, const char *text, size_t length, const yaml_parser_t *parser,
                       struct problems *problems);

#endif
