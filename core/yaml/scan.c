#include "core/yaml/scan.h"

#include "core/base/text.h"
#include "core/yaml/yaml.h"

/* C0, DEL, C1, the two Unicode line breaks, and what is no character at all. */
static bool is_control(unsigned point)
{
    return point < 0x20 || (point >= 0x7f && point <= 0x9f) || point == 0x2028 || point == 0x2029 ||
           point == 0xfeff || point == 0xfffe || point == 0xffff;
}

static bool is_layout(unsigned point)
{
    return point == '\n' || point == '\r' || point == '\t';
}

/* Nearly all of a file: needs no decoding. */
static bool yaml_scan_is_plain(char c)
{
    return c >= 0x20 && c < 0x7f;
}

bool yaml_is_line(const char *word, size_t length)
{
    unsigned point = 0;
    for (size_t at = 0, step; at < length; at += step) {
        step = yaml_scan_is_plain(word[at]) ? 1 : text_utf8(word + at, length - at, &point);
        if (step == 0 || (!yaml_scan_is_plain(word[at]) && is_control(point)))
            return false;
    }
    return true;
}

int yaml_scan(const char *file, const char *text, size_t length, struct problems *problems)
{
    struct place place = {.file = file, .line = 1, .column = 1};
    unsigned point = 0;
    if (length > YAML_MOST_BYTES) {
        problem_add(problems, PROBLEM_YAML_LIMIT, place,
                    "the file is larger than %d MiB; write networks for single addresses, or raise "
                    "YAML_MOST_MIB and build "
                    "penstock anew",
                    YAML_MOST_MIB);
        return -1;
    }
    for (size_t at = 0, step; at < length; at += step) {
        if (yaml_scan_is_plain(text[at])) {
            place.column++;
            step = 1;
            continue;
        }
        step = text_utf8(text + at, length - at, &point);
        if (step == 0) {
            problem_add(problems, PROBLEM_YAML_TEXT, place, "byte 0x%02x is no UTF-8; save the file as UTF-8",
                        (unsigned char)text[at]);
            return -1;
        }
        if (is_control(point) && !is_layout(point)) {
            problem_add(problems, PROBLEM_YAML_TEXT, place, "%s U+%04X; take it out, sites are plain text",
                        point == 0xfeff ? "byte order mark" : "control character", point);
            return -1;
        }
        place.column++;
        if (point == '\n' || (point == '\r' && (at + 1 == length || text[at + 1] != '\n'))) {
            place.line++;
            place.column = 1;
        }
    }
    return 0;
}
