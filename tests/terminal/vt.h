/* A terminal for tests: libvterm on a pseudo terminal, with penstock at its other end.
 *
 * penstock writes a mark before it waits (PENSTOCK_TEST_MARK); a test sends keys and waits for the next mark,
 * never for a time. The child has a clean environment and, where it may, network and mounts of its own. */
#ifndef TESTS_TERMINAL_VT_H
#define TESTS_TERMINAL_VT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <vterm.h>

struct vt_setup {
    int rows, cols;       /* 0 = 24 x 80 */
    const char *term;     /* NULL = xterm-256color; "" = none */
    const char *locale;   /* NULL = C.UTF-8 */
    const char *args[10]; /* after the program's name; NULL ends them */
    const char *env[6];   /* `NAME=value`; NULL ends them */
    const char *folder;   /* to start in; NULL = / */
    bool unprivileged;    /* as nobody */
    bool unmarked;        /* without the marks: as users have it */
    bool hang_up_ignored; /* as under nohup */
    bool unknown_size;    /* the terminal does not say its size, as a serial line */
    int baud;             /* of the line; 0 = as fast as it goes */
    const char *program;  /* NULL = penstock */
};

struct vt {
    int fd;
    pid_t pid;
    VTerm *terminal;
    VTermScreen *screen;
    int rows, cols;
    unsigned long marks; /* the number of the last mark */
    size_t bytes;        /* what the program wrote, marks aside */
    int cursor_row, cursor_col;
    bool may_leave; /* set by a test for which the program's end is no failure while waiting for a mark */
    bool alternate, ended, utf8;
    bool dirty; /* something was drawn since the last mark */
    int baud;
    char held[64]; /* of a slow line: the beginning of a mark */
    size_t held_length;
    int64_t line_free; /* nanoseconds: when the line has carried what was read */
    int status;        /* of waitpid, once ended */
    char tail[4096];   /* the last bytes, for programs that show no screen */
    size_t tail_length;
};

enum { VT_DEADLINE = 20000 }; /* milliseconds; generous: it is only met when something is broken */

long vt_now(void); /* milliseconds of a clock that only goes on */
void vt_start(struct vt *vt, const struct vt_setup *setup);
void vt_stop(struct vt *vt);
/* Takes away what a killed program kept below `root` for the next start. */
void vt_forget(const char *root);

/* Reads what there is within 20 ms. False: the other end is closed. */
bool vt_pump(struct vt *vt);
void vt_send(struct vt *vt, const char *bytes);
/* Sends keys and waits until the program waits again. */
void vt_press(struct vt *vt, const char *bytes);
/* The same for each character: one key at a time, as people type. */
void vt_type(struct vt *vt, const char *text);
/* Waits for a mark after `marks`. Fails the test with the screen's text if none comes. */
void vt_settle(struct vt *vt, unsigned long marks);
/* Reads for a moment. True: the program has left; `status` says how. */
bool vt_left(struct vt *vt);
/* Waits for the text, and for the mark after the paint that brought it. */
void vt_wait_text(struct vt *vt, const char *text);
/* Waits for the end; returns the exit code, or -signal. */
int vt_wait_end(struct vt *vt);
/* Waits until the program has stopped itself (Ctrl-Z). */
void vt_wait_stop(struct vt *vt);
void vt_resize(struct vt *vt, int rows, int cols);
/* The same with a terminal that is new: libvterm 0.1 can break at a random resize in the middle of a paint.
 */
void vt_replace(struct vt *vt, int rows, int cols);

/* The row without trailing blanks, UTF-8; good until the next call. */
const char *vt_row(const struct vt *vt, int row);
/* The first row that holds `text`, or -1. */
int vt_find(const struct vt *vt, const char *text);
bool vt_has(const struct vt *vt, const char *text);
void vt_expect(const struct vt *vt, const char *text);
void vt_expect_not(const struct vt *vt, const char *text);
/* How many cells have a colour of their own. */
int vt_colored(const struct vt *vt);
void vt_dump(const struct vt *vt);

/* Keys as xterm sends them in keypad mode. */
#define KEY_UP "\033OA"
#define KEY_DOWN "\033OB"
#define KEY_RIGHT "\033OC"
#define KEY_LEFT "\033OD"
#define KEY_ESC "\033"
#define KEY_TAB "\t"
#define KEY_BACK_TAB "\033[Z"
#define KEY_PAGE_DOWN "\033[6~"
#define KEY_PAGE_UP "\033[5~"
#define KEY_INSERT "\033[2~"
#define KEY_DELETE "\033[3~"
#define KEY_F1 "\033OP"
#define KEY_F2 "\033OQ"
#define KEY_F5 "\033[15~"
#define KEY_F7 "\033[18~"
#define KEY_F8 "\033[19~"
#define KEY_F10 "\033[21~"
#define KEY_ENTER "\r"
#define KEY_ERASE "\177"

#endif
