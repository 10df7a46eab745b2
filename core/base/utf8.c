#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "core/base/text.h"

static size_t utf8_length(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xc2 && lead <= 0xdf)
        return 2;
    if (lead >= 0xe0 && lead <= 0xef)
        return 3;
    return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

size_t text_utf8(const char *s, size_t n, unsigned *point)
{
    static const unsigned lowest[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t length = n ? utf8_length((unsigned char)s[0]) : 0;
    if (length == 0 || length > n)
        return 0;
    unsigned value = length == 1 ? (unsigned char)s[0] : (unsigned char)s[0] & (0x7fu >> length);
    for (size_t i = 1; i < length; i++) {
        if (((unsigned char)s[i] & 0xc0) != 0x80)
            return 0;
        value = value << 6 | ((unsigned char)s[i] & 0x3f);
    }
    if (value < lowest[length] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
        return 0;
    if (point)
        *point = value;
    return length;
}

/* Zero-width, bidirectional and other format characters that change what a reader sees. */
static bool is_hidden(unsigned c)
{
    return c == 0xad || c == 0x61c || c == 0xfeff || (c >= 0x200b && c <= 0x200f) ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || (c >= 0xfff0 && c <= 0xfffb) ||
           c >= 0xe0000;
}

void text_add_safe(struct text *text, const char *piece)
{
    size_t left = strlen(piece);
    while (left) {
        unsigned point;
        size_t n = text_utf8(piece, left, &point);
        if (n && (point < 0x20 || point == 0x7f)) {
            text_addf(text, "^%c", (int)(point ^ 0x40));
        } else if (n == 0 || (point > 0x7f && point < 0xa0)) {
            n = n ? n : 1;
            for (size_t i = 0; i < n; i++)
                text_addf(text, "\\x%02x", (unsigned char)piece[i]);
        } else if (is_hidden(point)) {
            text_addf(text, "\\u{%04X}", point);
        } else {
            text_add_n(text, piece, n);
        }
        piece += n;
        left -= n;
    }
}

char *text_safe(const char *piece)
{
    struct text text = {0};
    text_add_safe(&text, piece);
    return text_take(&text);
}

/* Combining marks take no column, the wide East Asian blocks take two; wcwidth is not asked, it depends on
 * the locale. */
static size_t base_utf8_columns_of(unsigned c)
{
    if ((c >= 0x300 && c <= 0x36f) || (c >= 0x1ab0 && c <= 0x1aff) || (c >= 0x20d0 && c <= 0x20ff) ||
        (c >= 0xfe00 && c <= 0xfe0f) || is_hidden(c))
        return 0;
    bool wide = (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf && c != 0x303f) ||
                (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) ||
                (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60) ||
                (c >= 0xffe0 && c <= 0xffe6) || (c >= 0x1f300 && c <= 0x1faff) ||
                (c >= 0x20000 && c <= 0x3fffd);
    return wide ? 2 : 1;
}

size_t text_columns(const char *s)
{
    size_t columns = 0, left = strlen(s);
    while (left) {
        unsigned point = 0;
        size_t n = text_utf8(s, left, &point);
        columns += n ? base_utf8_columns_of(point) : 1;
        n = n ? n : 1;
        s += n;
        left -= n;
    }
    return columns;
}
