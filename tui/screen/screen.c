#define _XOPEN_SOURCE_EXTENDED 1
#include "tui/screen/screen.h"

#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

#include "core/base/text.h"
#include "tui/screen/keys.h"
#include "tui/screen/output.h"
#include "tui/screen/signals.h"
#include "tui/screen/size.h"
#include "tui/screen/terminals.h"

enum frames { FRAMES_ASCII, FRAMES_ACS, FRAMES_UNICODE };

struct screen {
    SCREEN *curses;
    struct screen_output output;
    enum frames frames;
    bool utf8, colors, marked;
    int wake, other; /* other: of screen_watch */
    unsigned long marks;
    int fixed_rows, fixed_cols; /* --size, or what the terminal answered; 0 = ask the kernel */
    bool sized;                 /* --size: nothing changes it */
    attr_t attributes[PAINT_COUNT];
};

static bool screen_begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* Unicode only where terminal and locale are known to show it; the VT100's own set on its relatives. */
static enum frames choose_frames(const char *term, bool utf8, bool ascii)
{
    static const char *const plain[] = {"ansi", "vt52", "sun", "unknown", "dumb", "cons", "network"};
    if (ascii || !term)
        return FRAMES_ASCII;
    for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
        if (screen_begins(term, plain[i]))
            return FRAMES_ASCII;
    if (screen_begins(term, "vt"))
        return FRAMES_ACS;
    return utf8 ? FRAMES_UNICODE : FRAMES_ASCII;
}

static char *screen_unusable(const char *term)
{
    int error = 0;
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return xstrdup("this is no terminal");
    if (!term || !*term)
        return xstrdup("TERM is not set, so the kind of terminal is not known");
    if (setupterm(NULL, STDOUT_FILENO, &error) != OK &&
        (!terminal_lend(term) || setupterm(NULL, STDOUT_FILENO, &error) != OK))
        return xasprintf("the terminal '%s' is not known here", term);
    bool places = cursor_address != NULL;
    /* newterm reads it once more, for itself. */
    del_curterm(cur_term);
    if (!places)
        return xasprintf("the terminal '%s' cannot place the cursor", term);
    return NULL;
}

static attr_t look_attributes(unsigned looks)
{
    attr_t attributes = A_NORMAL;
    attributes |= looks & LOOK_BOLD ? A_BOLD : 0;
    attributes |= looks & LOOK_UNDERLINE ? A_UNDERLINE : 0;
    attributes |= looks & LOOK_REVERSE ? A_REVERSE : 0;
    attributes |= looks & LOOK_DIM ? A_DIM : 0;
    return attributes;
}

static void start_colors(struct screen *screen, bool no_color)
{
    screen->colors = !no_color && has_colors() && start_color() == OK && COLORS >= 8;
    if (screen->colors)
        use_default_colors();
}

/* A role without a colour has that of the normal role: else a theme with a ground of its own has holes. */
void screen_theme(struct screen *screen, const struct theme *theme)
{
    const struct painting *normal = &theme->paintings[PAINT_NORMAL];
    short pair = 0;
    for (int i = 0; i < PAINT_COUNT; i++) {
        const struct painting *painting = &theme->paintings[i];
        short fg = painting->fg < 0 ? normal->fg : painting->fg;
        short bg = painting->bg < 0 ? normal->bg : painting->bg;
        screen->attributes[i] = look_attributes(screen->colors ? painting->looks : painting->mono);
        if (!screen->colors || (fg < 0 && bg < 0))
            continue;
        init_pair(++pair, fg, bg);
        screen->attributes[i] |= COLOR_PAIR(pair);
    }
    bkgdset(' ' | screen->attributes[PAINT_NORMAL]);
}

/* Ctrl-S must not freeze the screen. Curses takes this for its own mode, and gives the shell's back. */
static void free_flow_control(void)
{
    struct termios mode;
    if (tcgetattr(STDIN_FILENO, &mode) == 0) {
        mode.c_iflag &= ~(tcflag_t)(IXON | IXOFF);
        tcsetattr(STDIN_FILENO, TCSANOW, &mode);
        def_prog_mode();
    }
}

static void find_size(struct screen *screen, const struct screen_options *options)
{
    int rows = options->rows, cols = options->cols;
    screen->fixed_rows = rows;
    screen->fixed_cols = cols;
    screen->sized = rows > 0 && cols > 0;
    if (screen->sized)
        return;
    screen->fixed_rows = screen->fixed_cols = 0;
    if (size_known(&rows, &cols) < 0 && size_ask(&rows, &cols) == 0) {
        screen->fixed_rows = rows;
        screen->fixed_cols = cols;
    }
}

/* Only where it is asked for: a terminal in mouse mode no longer selects text. */
static void take_mouse(void)
{
    mouseinterval(0);
    mousemask(BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED, NULL);
}

static void start_modes(struct screen *screen, const struct screen_options *options)
{
    if (!getenv("ESCDELAY"))
        set_escdelay(100);
    cbreak();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    intrflush(stdscr, FALSE);
    nodelay(stdscr, TRUE);
    free_flow_control();
    if (screen->fixed_rows)
        resizeterm(screen->fixed_rows, screen->fixed_cols);
    start_colors(screen, options->no_color);
    screen_theme(screen, options->theme);
    if (options->mouse)
        take_mouse();
}

struct screen *screen_open(const struct screen_options *options, char **why)
{
    const char *term = getenv("TERM");
    setlocale(LC_CTYPE, "");
    *why = screen_unusable(term);
    if (*why)
        return NULL;
    struct screen *screen = xcalloc(1, sizeof(*screen));
    screen->utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    screen->frames = choose_frames(term, screen->utf8, options->ascii);
    screen->other = -1;
    screen->marked = getenv("PENSTOCK_TEST_MARK") != NULL;
    screen->wake = signals_take();
    find_size(screen, options);
    bool opened = screen->wake >= 0 && output_open(&screen->output) == 0;
    screen->curses = opened ? newterm(NULL, screen->output.file, stdin) : NULL;
    if (!screen->curses) {
        *why = xasprintf("the terminal '%s' cannot be opened", term);
        free(screen);
        return NULL;
    }
    start_modes(screen, options);
    return screen;
}

void screen_close(struct screen *screen)
{
    endwin();
    delscreen(screen->curses);
    output_close(&screen->output);
    signals_give_back();
    free(screen);
}

void screen_size(const struct screen *screen, int *rows, int *cols)
{
    (void)screen;
    *rows = LINES;
    *cols = COLS;
}

bool screen_colors(const struct screen *screen)
{
    return screen->colors;
}

static void put_wide(int row, int col, wchar_t point, attr_t attributes)
{
    cchar_t cell;
    wchar_t text[2] = {point, L'\0'};
    setcchar(&cell, text, attributes & ~(attr_t)A_COLOR, (short)PAIR_NUMBER(attributes), NULL);
    mvadd_wch(row, col, &cell);
}

static void put_cell(const struct screen *screen, int row, int col, const struct cell *cell)
{
    attr_t attributes = screen->attributes[cell->paint];
    if (glyph_is(cell->point)) {
        const struct glyph_form *form = glyph_form(cell->point);
        if (screen->frames == FRAMES_UNICODE)
            put_wide(row, col, (wchar_t)form->unicode, attributes);
        else if (screen->frames == FRAMES_ACS && form->acs)
            mvaddch(row, col, NCURSES_ACS(form->acs) | attributes);
        else
            mvaddch(row, col, (chtype)(unsigned char)form->ascii | attributes);
    } else if (cell->point < 0x80) {
        mvaddch(row, col, cell->point | attributes);
    } else if (cell->point != CELL_TAIL) {
        put_wide(row, col, screen->utf8 ? (wchar_t)cell->point : L'?', attributes);
    }
}

void screen_draw(struct screen *screen, const struct canvas *canvas)
{
    erase();
    for (int row = 0; row < canvas->rows; row++)
        for (int col = 0; col < canvas->cols; col++) {
            const struct cell *cell = &canvas->cells[row * canvas->cols + col];
            if (cell->point != ' ' || cell->paint != PAINT_NORMAL)
                put_cell(screen, row, col, cell);
        }
    move(canvas->cursor_row, canvas->cursor_col);
    wnoutrefresh(stdscr);
    output_hold(&screen->output);
    doupdate();
    output_send(&screen->output);
}

void screen_heal(struct screen *screen)
{
    (void)screen;
    clearok(curscr, TRUE);
}

/* In-band, so it cannot overtake what was drawn. Only tests ask for it. */
static void mark_settled(struct screen *screen)
{
    char mark[48];
    int length = snprintf(mark, sizeof(mark), "\033]7777;idle=%lu\033\\", ++screen->marks);
    ssize_t written = write(STDOUT_FILENO, mark, (size_t)length);
    (void)written;
}

static void resize(struct screen *screen)
{
    int rows, cols;
    if (!screen->sized && size_known(&rows, &cols) == 0) {
        resizeterm(rows, cols);
        clearok(curscr, TRUE);
    }
}

static void stop(void)
{
    endwin();
    signals_stop();
    refresh();
    clearok(curscr, TRUE);
}

static void take_signals(struct screen *screen, struct screen_input *input)
{
    struct signals_seen seen = signals_read();
    if (seen.ended)
        input->exit_code = 128 + seen.ended;
    if (seen.stopped)
        stop();
    if (seen.stopped || seen.continued) {
        clearok(curscr, TRUE);
        resize(screen);
        input->resized = true;
    }
    if (seen.resized) {
        resize(screen);
        input->resized = true;
    }
}

void screen_watch(struct screen *screen, int fd)
{
    screen->other = fd;
}

void screen_wait(struct screen *screen, int timeout, struct screen_input *input)
{
    *input = (struct screen_input){0};
    if (screen->marked && screen->other < 0)
        mark_settled(screen);
    struct pollfd ready[3] = {
        {STDIN_FILENO, POLLIN, 0}, {screen->wake, POLLIN, 0}, {screen->other, POLLIN, 0}};
    int found = poll(ready, 3, timeout);
    input->watched = ready[2].revents != 0;
    input->ticked = found == 0;
    take_signals(screen, input);
    if (found <= 0 || input->exit_code)
        return;
    int waiting = 0;
    bool readable = ready[0].revents & POLLIN;
    if (readable && ioctl(STDIN_FILENO, FIONREAD, &waiting) == 0)
        input->count = screen_keys(input->presses, SCREEN_PRESSES);
    /* Readable without a byte, or hung up: the terminal is gone. Going on would spin. */
    if ((ready[0].revents & (POLLHUP | POLLERR | POLLNVAL)) || (readable && waiting == 0))
        input->exit_code = 129;
}
