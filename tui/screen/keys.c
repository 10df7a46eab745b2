#define _XOPEN_SOURCE_EXTENDED 1
#include "tui/screen/keys.h"

#include <curses.h>

/* The wheel moves as the arrows do. */
static struct press of_mouse(void)
{
    MEVENT event;
    if (getmouse(&event) != OK)
        return (struct press){PRESS_NONE, 0};
    if (event.bstate & BUTTON4_PRESSED)
        return (struct press){PRESS_UP, 0};
    if (event.bstate & BUTTON5_PRESSED)
        return (struct press){PRESS_DOWN, 0};
    return (struct press){PRESS_CLICK, (unsigned)event.y << 16 | (unsigned)event.x};
}

static struct press of_code(wint_t code)
{
    static const struct {
        wint_t key;
        enum press_code press;
    } keys[] = {{KEY_UP, PRESS_UP},         {KEY_DOWN, PRESS_DOWN},     {KEY_LEFT, PRESS_LEFT},
                {KEY_RIGHT, PRESS_RIGHT},   {KEY_HOME, PRESS_HOME},     {KEY_END, PRESS_END},
                {KEY_LL, PRESS_END},        {KEY_PPAGE, PRESS_PAGE_UP}, {KEY_NPAGE, PRESS_PAGE_DOWN},
                {KEY_BTAB, PRESS_BACK_TAB}, {KEY_ENTER, PRESS_ENTER},   {KEY_BACKSPACE, PRESS_BACKSPACE},
                {KEY_DC, PRESS_DELETE},     {KEY_IC, PRESS_INSERT},     {KEY_REFRESH, PRESS_REDRAW},
                {KEY_FIND, PRESS_HOME},     {KEY_SELECT, PRESS_END}};
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
        if (keys[i].key == code)
            return (struct press){keys[i].press, 0};
    if (code == KEY_MOUSE)
        return of_mouse();
    if (code >= KEY_F(1) && code <= KEY_F(10))
        return (struct press){PRESS_FUNCTION, code - KEY_F(0)};
    return (struct press){PRESS_NONE, 0};
}

static struct press of_point(wint_t point)
{
    switch (point) {
    case '\t':
        return (struct press){PRESS_TAB, 0};
    case '\r':
    case '\n':
        return (struct press){PRESS_ENTER, 0};
    case 0x1b:
        return (struct press){PRESS_ESCAPE, 0};
    case 0x08:
    case 0x7f:
        return (struct press){PRESS_BACKSPACE, 0};
    case 0x0c:
        return (struct press){PRESS_REDRAW, 0};
    case 0x0e:
        return (struct press){PRESS_ONWARD, 0};
    case 0x15:
        return (struct press){PRESS_CLEAR, 0};
    default:
        return (struct press){point < 0x20 ? PRESS_NONE : PRESS_POINT, (unsigned)point};
    }
}

/* Escape and a digit that came together are an F-key: mc's way on consoles without them. */
static bool joins(struct press *last, struct press next)
{
    if (last->code != PRESS_ESCAPE || next.code != PRESS_POINT || next.point < '0' || next.point > '9')
        return false;
    *last = (struct press){PRESS_FUNCTION, next.point == '0' ? 10 : next.point - '0'};
    return true;
}

size_t screen_keys(struct press *presses, size_t most)
{
    size_t count = 0;
    wint_t key;
    int kind;
    while (count < most && (kind = get_wch(&key)) != ERR) {
        struct press press = kind == KEY_CODE_YES ? of_code(key) : of_point(key);
        if (press.code == PRESS_NONE || (count && joins(&presses[count - 1], press)))
            continue;
        presses[count++] = press;
    }
    return count;
}
