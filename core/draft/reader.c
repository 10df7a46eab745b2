#include "core/draft/reader.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

void draft_reader_error(struct draft_reader *reader, enum problem_code code, const struct yaml *value,
                        const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *message = xvasprintf(format, args);
    va_end(args);
    size_t length = strlen(reader->path);
    if (!value->key && length) /* an entry of a list: the list's own field, without the dot */
        length--;
    char *field = xasprintf("%.*s%s", (int)length, reader->path, value->key ? value->key : "");
    struct place place = yaml_place(value);
    place.field = field;
    problem_add(reader->problems, code, place, "%s", message);
    free(field);
    free(message);
}
