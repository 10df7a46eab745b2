#include "parts.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int on_cursor(VTermPos at, VTermPos before, int shown, void *user)
{
    struct vt *vt = user;
    (void)before;
    (void)shown;
    vt->cursor_row = at.row;
    vt->cursor_col = at.col;
    return 1;
}

static int on_property(VTermProp property, VTermValue *value, void *user)
{
    struct vt *vt = user;
    if (property == VTERM_PROP_ALTSCREEN)
        vt->alternate = value->boolean;
    return 1;
}

static int on_damage(VTermRect rect, void *user)
{
    (void)rect;
    ((struct vt *)user)->dirty = true;
    return 1;
}

static void take_mark(struct vt *vt, const char *text, size_t length)
{
    char mark[64];
    if (length >= sizeof(mark))
        return;
    memcpy(mark, text, length);
    mark[length] = '\0';
    vt->dirty = false;
    if (sscanf(mark, "idle=%lu", &vt->marks) == 1)
        vt->bytes -= length + strlen("\033]7777;\033\\");
}

/* libvterm 0.1 gives the whole string, later ones the command and pieces of the rest. */
#if defined(VTERM_VERSION_MAJOR) && (VTERM_VERSION_MAJOR > 0 || VTERM_VERSION_MINOR > 1)
static int on_osc(int command, VTermStringFragment piece, void *user)
{
    static char mark[64];
    static size_t length;
    if (piece.initial)
        length = 0;
    if (length + piece.len < sizeof(mark)) {
        memcpy(mark + length, piece.str, piece.len);
        length += piece.len;
    }
    if (command == 7777 && piece.final)
        take_mark(user, mark, length);
    return 1;
}
#else
static int on_osc(const char *text, size_t length, void *user)
{
    if (length > 5 && strncmp(text, "7777;", 5) == 0)
        take_mark(user, text + 5, length - 5);
    return 1;
}
#endif

static void on_answer(const char *bytes, size_t length, void *user)
{
    struct vt *vt = user;
    ssize_t written = write(vt->fd, bytes, length);
    (void)written;
}

static const VTermScreenCallbacks callbacks = {
    .damage = on_damage, .movecursor = on_cursor, .settermprop = on_property};
#if defined(VTERM_VERSION_MAJOR) && (VTERM_VERSION_MAJOR > 0 || VTERM_VERSION_MINOR > 1)
static const VTermStateFallbacks fallbacks = {.osc = on_osc};
#else
static const VTermParserCallbacks fallbacks = {.osc = on_osc};
#endif

void emulator_make(struct vt *vt)
{
    vt->terminal = vterm_new(vt->rows, vt->cols);
    vterm_set_utf8(vt->terminal, vt->utf8);
    vterm_output_set_callback(vt->terminal, on_answer, vt);
    vt->screen = vterm_obtain_screen(vt->terminal);
    vterm_screen_set_callbacks(vt->screen, &callbacks, vt);
    vterm_screen_set_unrecognised_fallbacks(vt->screen, &fallbacks, vt);
    vterm_screen_enable_altscreen(vt->screen, 1);
    vterm_screen_reset(vt->screen, 1);
}

/* Bytes at the end of `bytes` that are a mark of which the rest is still to come: libvterm wants it in one.
 */
static size_t unfinished(const char *bytes, size_t length)
{
    size_t open = length;
    for (size_t i = length > 63 ? length - 63 : 0; i < length; i++) {
        char next = i + 1 < length ? bytes[i + 1] : '\0';
        if (bytes[i] != '\033')
            continue;
        if (next == '\\')
            open = length;
        else if (open == length && (next == ']' || next == '\0'))
            open = i;
    }
    return length - open;
}

void emulator_feed(struct vt *vt, const char *bytes, size_t length)
{
    char all[VT_READ + sizeof(vt->held)];
    memcpy(all, vt->held, vt->held_length);
    memcpy(all + vt->held_length, bytes, length);
    length += vt->held_length;
    vt->held_length = unfinished(all, length);
    vterm_input_write(vt->terminal, all, length - vt->held_length);
    memcpy(vt->held, all + length - vt->held_length, vt->held_length);
}
