/* Lines as bytes. Values are words in a fixed order: `rule in accept tcp 46 22,5500-5509`, `-` for all ports.
 */
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/plan/line.h"

static const char *const kinds[] = {"rule", "other", "log", "setting", "stock", "notice"};
static const char *const directions[] = {"in", "out", "forward"};
static const char *const verdicts[] = {"accept", "drop"};
static const char *const protocols[] = {"any", "tcp", "udp", "icmp", "other"};
static const char *const families[] = {"-", "4", "6", "46"};

#define WORDS(list) (list), sizeof(list) / sizeof(*(list))

static void add_field(struct text *text, const char *field, const char *end)
{
    for (const char *c = field ? field : ""; *c; c++)
        text_add_n(text, *c == '\t' || *c == '\n' ? " " : c, 1);
    text_add(text, end);
}

static void lines_pack_values(struct text *text, const struct line *line)
{
    char ports[PORT_LIST_TEXT];
    const struct traffic *traffic = &line->traffic;
    text_addf(text, "%s %s %s %s %s %s\n", kinds[line->kind], directions[traffic->direction],
              verdicts[traffic->verdict], protocols[traffic->protocol],
              families[traffic->families & FAMILIES_ALL],
              traffic->ports.count ? port_list_format(&traffic->ports, ports) : "-");
}

char *lines_pack(const struct lines *lines)
{
    struct text text = {0};
    for (size_t i = 0; i < lines->count; i++) {
        add_field(&text, lines->items[i].group, "\t");
        add_field(&text, lines->items[i].text, "\t");
        add_field(&text, lines->items[i].comment, "\t");
        lines_pack_values(&text, &lines->items[i]);
    }
    return text_take(&text);
}

/* Takes the next word off *values; its place in `words`, or -1. */
static int lines_pack_word(char **values, const char *const words[], size_t count)
{
    const char *word = strsep(values, " ");
    for (size_t i = 0; word && i < count; i++)
        if (strcmp(word, words[i]) == 0)
            return (int)i;
    return -1;
}

static int lines_unpack_values(struct line *line, char *values)
{
    int kind = lines_pack_word(&values, WORDS(kinds)),
        direction = lines_pack_word(&values, WORDS(directions)),
        verdict = lines_pack_word(&values, WORDS(verdicts)),
        protocol = lines_pack_word(&values, WORDS(protocols)),
        family = lines_pack_word(&values, WORDS(families));
    if (kind < 0 || direction < 0 || verdict < 0 || protocol < 0 || family < 0 || !values)
        return -1;
    line->kind = (enum line_kind)kind;
    line->traffic = (struct traffic){.direction = (enum direction)direction,
                                     .verdict = (enum verdict)verdict,
                                     .protocol = (enum protocol)protocol,
                                     .families = (unsigned)family};
    return strcmp(values, "-") == 0 ? 0 : port_list_parse(values, '-', &line->traffic.ports);
}

/* All that an old line tells of itself. */
static void lines_guess_values(struct line *line)
{
    static const char *const chains[] = {"input", "output", "forward"};
    for (size_t i = 0; i < sizeof(chains) / sizeof(*chains); i++)
        if (strcmp(line->group, chains[i]) == 0 || strcmp(line->group, directions[i]) == 0)
            line->traffic.direction = (enum direction)i;
    line->traffic.families = FAMILIES_ALL;
}

/* `rest` without its newline; changed in place. */
static int lines_unpack_line(char *rest, struct lines *lines)
{
    char *group = strsep(&rest, "\t"), *text = strsep(&rest, "\t"), *comment = strsep(&rest, "\t");
    if (!text || !comment || (rest && strchr(rest, '\t')))
        return -1;
    struct line *line = lines_add(lines, group, text, *comment ? comment : NULL);
    if (rest)
        return lines_unpack_values(line, rest);
    lines_guess_values(line);
    return 0;
}

int lines_unpack(const char *text, size_t length, struct lines *lines)
{
    char *copy = xstrndup(text, length), *line = copy;
    int done = strlen(copy) == length ? 0 : -1;
    *lines = (struct lines){0};
    while (done == 0 && *line) {
        char *end = strchr(line, '\n');
        if (end)
            *end = '\0';
        done = end ? lines_unpack_line(line, lines) : -1;
        line = end ? end + 1 : line;
    }
    free(copy);
    if (done != 0)
        lines_release(lines);
    return done;
}
