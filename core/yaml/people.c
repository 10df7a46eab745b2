#include "core/yaml/people.h"

#include <stdio.h>
#include <string.h>

#include "core/base/text.h"

/* Characters that look like another one. */
static const struct people_character {
    unsigned first, last;
    const char *what, *instead;
} people_characters[] = {
    {'\t', '\t', "a tab", "spaces"},
    {0x00a0, 0x00a0, "a no-break space", "a plain space"},
    {0x2000, 0x200a, "a typographic space", "a plain space"},
    {0x200b, 0x200d, "a character without width", "nothing"},
    {0x202f, 0x202f, "a narrow no-break space", "a plain space"},
    {0x2060, 0x2060, "a character without width", "nothing"},
    {0x3000, 0x3000, "a wide space", "a plain space"},
    {0x2018, 0x201b, "a typographic quote", "a plain '"},
    {0x201c, 0x201f, "a typographic quote", "a plain \""},
    {0x00ab, 0x00ab, "a typographic quote", "a plain \""},
    {0x00bb, 0x00bb, "a typographic quote", "a plain \""},
    {0xff1a, 0xff1a, "a wide colon", "a plain ':' with a space behind it"},
    {0xff0c, 0xff0c, "a wide comma", "a plain ','"},
    {0xff3b, 0xff3b, "a wide bracket", "a plain '['"},
    {0xff3d, 0xff3d, "a wide bracket", "a plain ']'"},
};

static const struct people_character *people_character_of(unsigned point)
{
    for (size_t i = 0; i < sizeof(people_characters) / sizeof(*people_characters); i++)
        if (point >= people_characters[i].first && point <= people_characters[i].last)
            return &people_characters[i];
    return NULL;
}

static size_t people_step(const char *at, size_t left, unsigned *point)
{
    size_t step = text_utf8(at, left, point);
    return step ? step : 1;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

/* The ':' of `word:value`, a key of letters alone; NULL where there is none. Not of http://, fe80::1, 10:20. */
static const char *colon_without_space(const char *at, const char *end)
{
    const char *start = at;
    while (at < end && (is_letter(*at) || (at > start && *at >= '0' && *at <= '9')))
        at++;
    bool is = at > start + 1 && at + 1 < end && *at == ':' && !strchr(" :/\r\n\t,}]", at[1]);
    return is ? at : NULL;
}

/* Where an entry may begin in a line. */
static const char *next_entry(const char *at, const char *end)
{
    while (at < end && !strchr("{,", *at) && !(*at == '-' && at + 1 < end && at[1] == ' '))
        at++;
    for (at += at < end; at < end && *at == ' '; at++)
        ;
    return at;
}

static const char *find_colon(const char *line, const char *end)
{
    const char *at = line + strspn(line, " ");
    const char *colon = colon_without_space(at, end);
    for (at = next_entry(line, end); !colon && at < end; at = next_entry(at, end))
        colon = colon_without_space(at, end);
    return colon;
}

/* The '-' of `-{name: ..}` and `-word`. */
static const char *dash_without_space(const char *line, const char *end)
{
    const char *at = line + strspn(line, " ");
    bool is =
        at + 1 < end && *at == '-' && (is_letter(at[1]) || at[1] == '{' || at[1] == '"') && at[1] != '-';
    return is ? at : NULL;
}

/* A word cannot start with it. */
static const char *reserved_at(const char *line, const char *end, int column)
{
    unsigned point;
    for (int at = 1; at < column && line < end; at++)
        line += people_step(line, (size_t)(end - line), &point);
    return line < end && strchr("@`%", *line) ? line : NULL;
}

static int people_column(const char *line, const char *at)
{
    unsigned point;
    int column = 1;
    for (const char *to = line; to < at; to += people_step(to, (size_t)(at - to), &point))
        column++;
    return column;
}

static const char *line_start(const char *text, const char *end, int line)
{
    for (int at = 1; at < line && text < end; at++) {
        const char *next = memchr(text, '\n', (size_t)(end - text));
        text = next ? next + 1 : end;
    }
    return text;
}

/* The first odd character of the line that is not in a comment. */
static const char *odd_character(const char *line, const char *end, const struct people_character **odd)
{
    unsigned point = 0;
    for (const char *at = line; at < end && *at != '#'; at += people_step(at, (size_t)(end - at), &point)) {
        text_utf8(at, (size_t)(end - at), &point);
        if ((*odd = people_character_of(point)))
            return at;
    }
    return NULL;
}

bool yaml_people_line(const char *file, const char *text, size_t length, int line, int column,
                      struct problems *problems)
{
    const char *all = text + length, *start = line_start(text, all, line);
    const char *end = start < all ? memchr(start, '\n', (size_t)(all - start)) : NULL;
    const struct people_character *odd = NULL;
    unsigned point = 0;
    end = end ? end : all;
    struct place place = {.file = file, .line = line};
    const char *at = odd_character(start, end, &odd), *colon = find_colon(start, end);
    const char *dash = dash_without_space(start, end), *reserved = reserved_at(start, end, column);
    const char *found = at ? at : colon ? colon : dash ? dash : reserved;
    place.column = found ? people_column(start, found) : column;
    if (at) {
        text_utf8(at, (size_t)(end - at), &point);
        problem_add(problems, PROBLEM_YAML_SYNTAX, place, "%s (U+%04X) stands here; write %s", odd->what,
                    point, odd->instead);
    } else if (colon) {
        problem_add(problems, PROBLEM_YAML_SYNTAX, place,
                    "a space is missing behind this ':'; write 'word: value'");
    } else if (dash) {
        problem_add(problems, PROBLEM_YAML_SYNTAX, place,
                    "a space is missing behind this '-'; write '- word'");
    } else if (reserved) {
        problem_add(problems, PROBLEM_YAML_SYNTAX, place,
                    "a word cannot start with '%c'; put the word in quotes", *reserved);
    }
    return found;
}

static const char *word_of_character(const struct people_character *odd, const char *word,
                                     char sentence[static PEOPLE_SENTENCE])
{
    snprintf(sentence, PEOPLE_SENTENCE, "'%.60s' holds %s; write %s, or put the whole text in plain quotes",
             word, odd->what, odd->instead);
    return sentence;
}

/* Within a text they may be meant; at its ends, and in a key, they are not. */
const char *yaml_people_word(const char *word, bool key, char sentence[static PEOPLE_SENTENCE])
{
    size_t length = strlen(word);
    unsigned point = 0;
    *sentence = '\0';
    for (size_t at = 0, step; at < length; at += step) {
        step = people_step(word + at, length - at, &point);
        const struct people_character *odd = people_character_of(point);
        if (odd && point != '\t' && (key || at == 0 || at + step == length))
            return word_of_character(odd, word, sentence);
    }
    if (key && colon_without_space(word, word + length))
        snprintf(sentence, PEOPLE_SENTENCE,
                 "a space is missing behind the ':' of '%.60s'; write 'word: value'", word);
    return sentence;
}
