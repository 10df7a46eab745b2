#include "tui/form/edit.h"

#include <string.h>

#include "core/base/text.h"

static bool is_tail(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

static size_t form_edit_before(const struct edit *edit, size_t at)
{
    while (at > 0 && is_tail(edit->text[--at]))
        ;
    return at;
}

static size_t after(const struct edit *edit, size_t at)
{
    if (edit->text[at])
        at++;
    while (is_tail(edit->text[at]))
        at++;
    return at;
}

void edit_set(struct edit *edit, const char *text)
{
    size_t length = strlen(text);
    if (length >= EDIT_MAX)
        for (length = EDIT_MAX - 1; length > 0 && is_tail(text[length]); length--)
            ;
    memcpy(edit->text, text, length);
    edit->text[length] = '\0';
    edit->at = length;
    edit->left = 0;
}

static size_t encode(unsigned point, char bytes[4])
{
    if (point < 0x80)
        return bytes[0] = (char)point, 1;
    size_t n = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, point >>= 6)
        bytes[i] = (char)(0x80 | (point & 0x3f));
    static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
    bytes[0] = (char)(lead[n] | point);
    return n;
}

static enum edit_did insert(struct edit *edit, unsigned point)
{
    char bytes[4];
    size_t n = point < 0x20 || point == 0x7f || point > 0x10ffff ? 0 : encode(point, bytes);
    size_t length = strlen(edit->text);
    if (n == 0 || length + n >= EDIT_MAX)
        return EDIT_NOTHING;
    memmove(edit->text + edit->at + n, edit->text + edit->at, length - edit->at + 1);
    memcpy(edit->text + edit->at, bytes, n);
    edit->at += n;
    return EDIT_CHANGED;
}

static enum edit_did erase(struct edit *edit, size_t from, size_t to)
{
    if (from == to)
        return EDIT_NOTHING;
    memmove(edit->text + from, edit->text + to, strlen(edit->text + to) + 1);
    edit->at = from;
    return EDIT_CHANGED;
}

static enum edit_did form_edit_go(struct edit *edit, size_t to)
{
    if (edit->at == to)
        return EDIT_NOTHING;
    edit->at = to;
    return EDIT_MOVED;
}

enum edit_did edit_press(struct edit *edit, const struct press *press)
{
    switch (press->code) {
    case PRESS_POINT:
        return insert(edit, press->point);
    case PRESS_LEFT:
        return form_edit_go(edit, form_edit_before(edit, edit->at));
    case PRESS_RIGHT:
        return form_edit_go(edit, after(edit, edit->at));
    case PRESS_HOME:
        return form_edit_go(edit, 0);
    case PRESS_END:
        return form_edit_go(edit, strlen(edit->text));
    case PRESS_BACKSPACE:
        return erase(edit, form_edit_before(edit, edit->at), edit->at);
    case PRESS_DELETE:
        return erase(edit, edit->at, after(edit, edit->at));
    case PRESS_CLEAR:
        return erase(edit, 0, strlen(edit->text));
    default:
        return EDIT_NOTHING;
    }
}

static size_t columns(const struct edit *edit, size_t from, size_t to)
{
    char part[EDIT_MAX];
    memcpy(part, edit->text + from, to - from);
    part[to - from] = '\0';
    return text_columns(part);
}

int edit_window(struct edit *edit, int width)
{
    if (edit->at < edit->left)
        edit->left = edit->at;
    while (columns(edit, edit->left, edit->at) >= (size_t)width && edit->left < edit->at)
        edit->left = after(edit, edit->left);
    return (int)columns(edit, edit->left, edit->at);
}
