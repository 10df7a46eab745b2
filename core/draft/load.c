#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/draft/reader.h"

static void read_format(struct draft_reader *reader, const struct yaml *value)
{
    if (value->kind != YAML_WORD || strcmp(value->word, "1") != 0)
        draft_reader_error(reader, PROBLEM_FORMAT, value,
                           "this penstock reads format 1 only; write 'penstock: 1', or use a newer penstock");
}

static void read_policy(struct draft_reader *reader, const struct yaml *value)
{
    if (value->kind != YAML_MAP) {
        draft_reader_error(reader, PROBLEM_WRONG_KIND, value,
                           "'policy' must be a map; write 'policy: {incoming: deny, outgoing: allow}'");
        return;
    }
    struct draft_reader inner = *reader;
    inner.path = "policy.";
    inner.what = "'policy'";
    draft_read_record(&inner, value, reader->draft, draft_policy_fields, NULL);
}

/* The keys that the site alone has. */
static void draft_load_read_own(struct draft_reader *reader, const struct yaml *value, enum draft_kind kind)
{
    switch (kind) {
    case DRAFT_FORMAT:
        read_format(reader, value);
        break;
    case DRAFT_POLICY:
        read_policy(reader, value);
        break;
    case DRAFT_HOSTS:
        draft_read_hosts(reader, value);
        break;
    case DRAFT_ADMINS:
        draft_read_admins(reader, value);
        break;
    default:
        draft_read_extras(reader, value);
    }
}

/* The length of the comment and empty lines that `text` starts with. */
static size_t comment_length(const char *text, size_t length)
{
    size_t at = 0, end = 0; /* end: behind the last comment line */
    while (at < length && (text[at] == '#' || text[at] == '\n' || text[at] == '\r')) {
        const char *newline = memchr(text + at, '\n', length - at);
        size_t next = newline ? (size_t)(newline - text) + 1 : length;
        if (text[at] == '#')
            end = next;
        at = next;
    }
    return end;
}

/* Line ends become `\n`, so that what is saved has one kind of them. */
static char *draft_load_comment_of(const char *text, size_t length)
{
    struct text comment = {0};
    size_t end = comment_length(text, length);
    for (size_t i = 0; i < end; i++)
        if (text[i] != '\r')
            text_add_n(&comment, text + i, 1);
    if (end == 0)
        return NULL;
    if (!comment.length || comment.data[comment.length - 1] != '\n')
        text_add(&comment, "\n");
    return text_take(&comment);
}

static void read_site(struct draft_reader *reader, const struct yaml *root)
{
    struct draft *draft = reader->draft;
    draft->line = root->line;
    draft->column = root->column;
    if (root->kind != YAML_MAP) {
        draft_reader_error(reader, PROBLEM_WRONG_KIND, root,
                           "a site file is a map; start it with 'penstock: 1'");
        return;
    }
    if (!yaml_get(root, "penstock"))
        draft_reader_error(reader, PROBLEM_FORMAT, root,
                           "'penstock' is missing; start the file with 'penstock: 1'");
    draft_read_record(reader, root, draft, draft_site_fields, draft_load_read_own);
}

int draft_load(struct draft *draft, const char *file, const char *text, size_t length,
               struct problems *problems)
{
    size_t errors = problems->errors;
    struct arena arena = {0};
    struct draft_reader reader = {.draft = draft, .problems = problems, .path = "", .what = "the site"};
    draft_release(draft);
    draft_init(draft);
    free(draft->file);
    draft->file = xstrdup(file ? file : "");
    const struct yaml *root = yaml_parse(draft->file, text, length, &arena, problems);
    if (root) {
        draft->comment = draft_load_comment_of(text, length);
        read_site(&reader, root);
    }
    problems_show(problems, draft->file, text, length);
    arena_release(&arena);
    return problems->errors > errors ? -1 : 0;
}
