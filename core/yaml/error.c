#include "core/yaml/error.h"

#include <stdbool.h>
#include <string.h>

#include "core/yaml/people.h"

/* The first row whose `theirs` is part of libyaml's problem, and `context` of its context, gives the words.
 * `opened`: the place to show is where the thing began, not where the file ended. */
static const struct wording {
    const char *theirs, *context, *ours;
    bool opened;
} wordings[] = {
    {"unexpected end of stream", "quoted scalar", "the quote that opens here is never closed; close it",
     true},
    {"unexpected document indicator", "quoted scalar", "the quote that opens here is never closed; close it",
     true},
    {"unknown escape character", "", "this is no escape of a text in double quotes; use single quotes",
     false},
    {"hexdecimal number", "", "this is no escape of a text in double quotes; use single quotes", false},
    {"Unicode character escape", "", "this is no escape of a text in double quotes; use single quotes",
     false},
    {"tab character", "", "a tab stands where spaces must; indent with spaces", false},
    {"cannot start any token", "", "a word cannot start with this character; put the word in quotes", false},
    {"could not find expected ':'", "", "a ':' is missing after this key; write 'word: value'", true},
    {"block sequence entries are not allowed", "",
     "a list item '-' cannot stand here; put it on a line of its own below its key", false},
    {"mapping values are not allowed", "",
     "a second ':' stands here; put the text in quotes, or check the indentation of this line", false},
    {"mapping keys are not allowed", "", "a key cannot stand here; check the indentation of this line",
     false},
    {"alphabetic or numeric character", "",
     "anchors (&) and aliases (*) are not taken; write the value out, or put it in quotes", true},
    {"directive", "", "directives (%) are not taken; leave the line out", false},
    {"", "directive", "directives (%) are not taken; leave the line out", false},
    {"tag", "", "tags (!) are not taken; leave the tag out, or put the word in quotes", false},
    {"", "tag", "tags (!) are not taken; leave the tag out, or put the word in quotes", true},
    {"expected ',' or ']'", "", "a ',' or ']' is missing; close the list or part its items", false},
    {"expected ',' or '}'", "", "a ',' or '}' is missing; close the map or part its entries", false},
    {"expected '-' indicator", "",
     "this line does not line up with the list above; indent it like its neighbours", false},
    {"expected key", "", "this line does not line up with the lines above; indent it like its neighbours",
     false},
    {"<document start>", "", "this line does not belong to what stands above; check its indentation", false},
    {"node content", "", "a value is missing here; write one", false},
    {"", "", "this cannot be read as YAML; check quotes, brackets and indentation", false},
};

static bool yaml_error_has(const char *theirs, const char *part)
{
    return strstr(theirs ? theirs : "", part) != NULL;
}

/* libyaml gives up where it cannot go on: what people wrote wrong stands there, where the thing began, or in the line
 * before. */
static bool yaml_error_by_people(const char *file, const char *text, size_t length,
                                 const yaml_parser_t *parser, struct problems *problems)
{
    const int line = (int)parser->problem_mark.line + 1, column = (int)parser->problem_mark.column + 1;
    const int lines[] = {line, parser->context ? (int)parser->context_mark.line + 1 : line, line - 1};
    for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
        if (lines[i] > 0 && yaml_people_line(file, text, length, lines[i], column, problems))
            return true;
    return false;
}

void yaml_error_report(const char *file, const char *text, size_t length, const yaml_parser_t *parser,
                       struct problems *problems)
{
    const struct wording *row = wordings;
    if (yaml_error_by_people(file, text, length, parser, problems))
        return;
    while (!yaml_error_has(parser->problem, row->theirs) || !yaml_error_has(parser->context, row->context))
        row++;
    yaml_mark_t mark = row->opened && parser->context ? parser->context_mark : parser->problem_mark;
    struct place place = {.file = file, .line = (int)mark.line + 1, .column = (int)mark.column + 1};
    problem_add(problems, PROBLEM_YAML_SYNTAX, place, "%s", row->ours);
}
