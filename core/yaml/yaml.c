#include "core/yaml/yaml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "core/base/text.h"
#include "core/yaml/error.h"
#include "core/yaml/people.h"
#include "core/yaml/scan.h"

enum { MOST_DEPTH = 16 };

struct yaml_reader {
    yaml_parser_t parser;
    const char *file, *text;
    size_t length;
    size_t index, byte; /* the character `index` of libyaml's marks starts at `byte` */
    size_t nodes;
    struct arena *arena;
    struct problems *problems;
};

static struct yaml *read_node(struct yaml_reader *reader, const yaml_event_t *event, int depth);

static int yaml_refuse(struct yaml_reader *reader, yaml_mark_t mark, enum problem_code code,
                       const char *message)
{
    struct place place = {.file = reader->file, .line = (int)mark.line + 1, .column = (int)mark.column + 1};
    problem_add(reader->problems, code, place, "%s", message);
    return -1;
}

/* The byte that libyaml's mark stands at; marks only ever move forward, and count characters. */
static char byte_at(struct yaml_reader *reader, yaml_mark_t mark)
{
    while (reader->index < mark.index && reader->byte < reader->length) {
        const char *at = reader->text + reader->byte;
        reader->byte += (unsigned char)*at < 0x80 ? 1 : text_utf8(at, reader->length - reader->byte, NULL);
        reader->index++;
    }
    return reader->byte < reader->length ? reader->text[reader->byte] : '\0';
}

static int next_event(struct yaml_reader *reader, yaml_event_t *event)
{
    if (yaml_parser_parse(&reader->parser, event))
        return 0;
    xtaken(reader->parser.error == YAML_MEMORY_ERROR ? -1 : 0);
    yaml_error_report(reader->file, reader->text, reader->length, &reader->parser, reader->problems);
    return -1;
}

static const char *anchor_of(const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return (const char *)event->data.scalar.anchor;
    case YAML_SEQUENCE_START_EVENT:
        return (const char *)event->data.sequence_start.anchor;
    case YAML_MAPPING_START_EVENT:
        return (const char *)event->data.mapping_start.anchor;
    default:
        return NULL;
    }
}

/* What every node is checked for before anything of it is read. */
static int check_node(struct yaml_reader *reader, const yaml_event_t *event, int depth)
{
    yaml_mark_t mark = event->start_mark;
    if (event->type == YAML_ALIAS_EVENT || anchor_of(event))
        return yaml_refuse(
            reader, mark, PROBLEM_YAML_ALIAS,
            "anchors (&) and aliases (*) are not taken; write the value out, or put it in quotes");
    if (byte_at(reader, mark) == '!')
        return yaml_refuse(reader, mark, PROBLEM_YAML_TAG,
                           "tags (!) are not taken; leave the tag out, or put the word in quotes");
    if (depth > MOST_DEPTH)
        return yaml_refuse(reader, mark, PROBLEM_YAML_LIMIT,
                           "lists and maps are nested deeper than 16; flatten them");
    if (++reader->nodes > YAML_MOST_NODES)
        return yaml_refuse(reader, mark, PROBLEM_YAML_LIMIT,
                           "more than 200000 values; write networks for single addresses, or raise "
                           "YAML_MOST_NODES and build penstock anew");
    return 0;
}

static const char *yaml_read_word(struct yaml_reader *reader, const yaml_event_t *event)
{
    const char *word = (const char *)event->data.scalar.value;
    size_t length = event->data.scalar.length;
    if (!yaml_is_line(word, length)) {
        yaml_refuse(reader, event->start_mark, PROBLEM_YAML_TEXT,
                    "the text holds a control character or a line break; write it as one line, or with '>-'");
        return NULL;
    }
    return arena_copy(reader->arena, word, length + 1);
}

/* Who writes `a: 1, 2` in braces, or `a:1`, has made a key of what was meant as a value. */
static bool key_stands_alone(struct yaml_reader *reader, const yaml_event_t *key)
{
    byte_at(reader, key->end_mark);
    size_t at = reader->byte;
    while (at < reader->length && reader->text[at] == ' ')
        at++;
    return at < reader->length && strchr(",}", reader->text[at]);
}

static int check_key(struct yaml_reader *reader, const yaml_event_t *key, const char *word)
{
    char sentence[PEOPLE_SENTENCE];
    if (key->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
        return 0;
    bool alone = key_stands_alone(reader, key);
    if (*yaml_people_word(word, true, sentence) && (alone || !strchr(word, ':')))
        return yaml_refuse(reader, key->start_mark, PROBLEM_YAML_SYNTAX, sentence);
    if (!alone)
        return 0;
    snprintf(sentence, sizeof(sentence),
             "'%.60s' stands alone; write 'word: value', or a list in brackets: [.., %.60s]", word, word);
    return yaml_refuse(reader, key->start_mark, PROBLEM_YAML_SYNTAX, sentence);
}

static void append(struct yaml *parent, struct yaml ***tail, struct yaml *child)
{
    **tail = child;
    *tail = &child->next;
    parent->count++;
}

static int yaml_read_list(struct yaml_reader *reader, struct yaml *list, int depth)
{
    struct yaml **tail = &list->first;
    for (;;) {
        yaml_event_t event;
        if (next_event(reader, &event) < 0)
            return -1;
        bool end = event.type == YAML_SEQUENCE_END_EVENT;
        struct yaml *item = end ? NULL : read_node(reader, &event, depth);
        yaml_event_delete(&event);
        if (!item)
            return end ? 0 : -1;
        append(list, &tail, item);
    }
}

/* The value that follows a key; the key's words and place are put on it. */
static struct yaml *read_pair(struct yaml_reader *reader, const yaml_event_t *key, int depth)
{
    yaml_event_t event;
    if (check_node(reader, key, depth) < 0)
        return NULL;
    if (key->type != YAML_SCALAR_EVENT || key->data.scalar.length == 0) {
        yaml_refuse(reader, key->start_mark, PROBLEM_YAML_KEY, "a key must be a word; write 'word: value'");
        return NULL;
    }
    const char *word = yaml_read_word(reader, key);
    if (!word || check_key(reader, key, word) < 0 || next_event(reader, &event) < 0)
        return NULL;
    struct yaml *value = read_node(reader, &event, depth);
    yaml_event_delete(&event);
    if (value) {
        value->key = word;
        value->key_line = (int)key->start_mark.line + 1;
        value->key_column = (int)key->start_mark.column + 1;
    }
    return value;
}

static int yaml_by_key(const void *a, const void *b)
{
    const struct yaml *left = *(struct yaml *const *)a, *right = *(struct yaml *const *)b;
    int order = strcmp(left->key, right->key);
    if (order == 0)
        order = left->key_line - right->key_line;
    return order ? order : left->key_column - right->key_column;
}

/* Sorts, so that a hostile map of 100 000 keys costs no quadratic time. */
static int yaml_check_duplicates(struct yaml_reader *reader, const struct yaml *map)
{
    struct yaml **sorted = xcalloc(map->count ? map->count : 1, sizeof(struct yaml *));
    const struct yaml *again = NULL;
    size_t count = 0;
    for (struct yaml *child = map->first; child; child = child->next)
        sorted[count++] = child;
    qsort(sorted, count, sizeof(struct yaml *), yaml_by_key);
    for (size_t i = 1; i < count; i++)
        if (strcmp(sorted[i]->key, sorted[i - 1]->key) == 0 &&
            (!again || sorted[i]->key_line < again->key_line))
            again = sorted[i];
    free(sorted);
    if (!again)
        return 0;
    problem_add(reader->problems, PROBLEM_YAML_DUPLICATE, yaml_key_place(again),
                "'%s' is given twice; keep one of them", again->key);
    return -1;
}

static int read_map(struct yaml_reader *reader, struct yaml *map, int depth)
{
    struct yaml **tail = &map->first;
    for (;;) {
        yaml_event_t event;
        if (next_event(reader, &event) < 0)
            return -1;
        bool end = event.type == YAML_MAPPING_END_EVENT;
        struct yaml *value = end ? NULL : read_pair(reader, &event, depth);
        yaml_event_delete(&event);
        if (!value)
            return end ? yaml_check_duplicates(reader, map) : -1;
        append(map, &tail, value);
    }
}

static struct yaml *read_node(struct yaml_reader *reader, const yaml_event_t *event, int depth)
{
    char sentence[PEOPLE_SENTENCE];
    bool is_word = event->type == YAML_SCALAR_EVENT;
    if (check_node(reader, event, is_word ? depth : depth + 1) < 0)
        return NULL;
    struct yaml *node = arena_alloc(reader->arena, sizeof(*node));
    node->file = reader->file;
    node->line = (int)event->start_mark.line + 1;
    node->column = (int)event->start_mark.column + 1;
    if (is_word) {
        node->kind = YAML_WORD;
        node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
        node->word = yaml_read_word(reader, event);
        if (node->word && !node->quoted && *yaml_people_word(node->word, false, sentence)) {
            yaml_refuse(reader, event->start_mark, PROBLEM_YAML_SYNTAX, sentence);
            return NULL;
        }
        return node->word ? node : NULL;
    }
    bool is_list = event->type == YAML_SEQUENCE_START_EVENT;
    node->kind = is_list ? YAML_LIST : YAML_MAP;
    int result = is_list ? yaml_read_list(reader, node, depth + 1) : read_map(reader, node, depth + 1);
    return result < 0 ? NULL : node;
}

/* Reads the one event that must come; -1 with an error, unless it is of `type`. */
static int expect(struct yaml_reader *reader, yaml_event_type_t type, enum problem_code code,
                  const char *message)
{
    yaml_event_t event;
    if (next_event(reader, &event) < 0)
        return -1;
    int result = event.type == type ? 0 : yaml_refuse(reader, event.start_mark, code, message);
    if (result == 0 && type == YAML_DOCUMENT_START_EVENT && byte_at(reader, event.start_mark) == '%')
        result = yaml_refuse(reader, event.start_mark, PROBLEM_YAML_TAG,
                             "directives (%) are not taken; leave the line out");
    yaml_event_delete(&event);
    return result;
}

static const char empty[] = "the file is empty; it must start with its format, such as 'penstock: 1'";

static struct yaml *read_document(struct yaml_reader *reader)
{
    yaml_event_t event;
    if (expect(reader, YAML_STREAM_START_EVENT, PROBLEM_YAML_SYNTAX, empty) < 0 ||
        expect(reader, YAML_DOCUMENT_START_EVENT, PROBLEM_YAML_EMPTY, empty) < 0 ||
        next_event(reader, &event) < 0)
        return NULL;
    struct yaml *root = read_node(reader, &event, 0);
    if (root && root->kind == YAML_WORD && !root->quoted && !*root->word) {
        yaml_refuse(reader, event.start_mark, PROBLEM_YAML_EMPTY, empty);
        root = NULL;
    }
    yaml_event_delete(&event);
    if (!root || expect(reader, YAML_DOCUMENT_END_EVENT, PROBLEM_YAML_SYNTAX, empty) < 0 ||
        expect(reader, YAML_STREAM_END_EVENT, PROBLEM_YAML_DOCUMENTS,
               "a second document starts here; keep one document a file") < 0)
        return NULL;
    return root;
}

const struct yaml *yaml_parse(const char *file, const char *text, size_t length, struct arena *arena,
                              struct problems *problems)
{
    struct yaml_reader reader = {.arena = arena, .problems = problems};
    if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
        text += 3;
        length -= 3;
    }
    if (yaml_scan(file, text, length, problems) < 0)
        return NULL;
    reader.file = arena_strdup(arena, file);
    reader.text = text;
    reader.length = length;
    xtaken(yaml_parser_initialize(&reader.parser) ? 0 : -1);
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader.parser, (const unsigned char *)text, length);
    const struct yaml *root = read_document(&reader);
    yaml_parser_delete(&reader.parser);
    problems_show(problems, file, text, length);
    return root;
}
