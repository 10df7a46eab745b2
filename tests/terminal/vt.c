#include "vt.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <grp.h>

enum { SLICE = 16, READ = 16384 };

long vt_now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

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

/* What the program may reach is its own: never this machine's firewall. */
static void own_network(void)
{
    char here[64] = "", first[64] = "";
    ssize_t n = readlink("/proc/1/ns/net", first, sizeof(first) - 1);
    if (unshare(CLONE_NEWNET | CLONE_NEWNS) < 0 && unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS) < 0)
        _exit(126);
    /* What penstock keeps in /var/lib/penstock is a test's own too, unless it says --root. */
    if (geteuid() == 0 && (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
                           mount("tmpfs", "/var/lib", "tmpfs", 0, "mode=755") < 0))
        _exit(126);
    if (n > 0 && readlink("/proc/self/ns/net", here, sizeof(here) - 1) > 0 && strcmp(here, first) == 0)
        _exit(126);
}

static void become_nobody(void)
{
    if (geteuid() == 0 && (setgroups(0, NULL) < 0 || setgid(65534) < 0 || setuid(65534) < 0))
        _exit(126);
}

static void set_environment(const struct vt_setup *setup)
{
    clearenv();
    if (!setup->term || *setup->term)
        setenv("TERM", setup->term ? setup->term : "xterm-256color", 1);
    setenv("LC_ALL", setup->locale ? setup->locale : "C.UTF-8", 1);
    setenv("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", 1);
    setenv("HOME", "/nonexistent", 1);
    if (!setup->unmarked)
        setenv("PENSTOCK_TEST_MARK", "1", 1);
    for (size_t i = 0; setup->env[i]; i++)
        putenv((char *)(uintptr_t)setup->env[i]);
}

static void run(const struct vt_setup *setup)
{
    const char *argv[12] = {setup->program ? setup->program : PENSTOCK};
    for (size_t i = 0; setup->args[i]; i++)
        argv[i + 1] = setup->args[i];
    set_environment(setup);
    own_network();
    /* Opened first: nobody may not be let into the folder of the checkout, root's own for one. */
    int program = open(argv[0], O_RDONLY | O_CLOEXEC);
    if (setup->unprivileged)
        become_nobody();
    if (chdir(setup->folder ? setup->folder : "/") < 0)
        _exit(126);
    signal(SIGPIPE, SIG_DFL);
    if (setup->hang_up_ignored)
        signal(SIGHUP, SIG_IGN);
    fexecve(program, (char *const *)(uintptr_t)argv, environ);
    _exit(127);
}

static void make_terminal(struct vt *vt)
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

void vt_start(struct vt *vt, const struct vt_setup *setup)
{
    *vt = (struct vt){
        .rows = setup->rows ? setup->rows : 24, .cols = setup->cols ? setup->cols : 80, .baud = setup->baud};
    struct winsize size = {.ws_row = (unsigned short)vt->rows, .ws_col = (unsigned short)vt->cols};
    struct winsize none = {0};
    vt->pid = forkpty(&vt->fd, NULL, NULL, setup->unknown_size ? &none : &size);
    assert_true(vt->pid >= 0);
    if (vt->pid == 0)
        run(setup);
    fcntl(vt->fd, F_SETFD, FD_CLOEXEC);
    fcntl(vt->fd, F_SETFL, O_NONBLOCK);
    vt->utf8 = !setup->locale || strstr(setup->locale, "UTF-8");
    make_terminal(vt);
}

void vt_forget(const char *root)
{
    char path[256];
    snprintf(path, sizeof(path), "%s/var/lib/penstock/answers", root);
    unlink(path);
}

void vt_stop(struct vt *vt)
{
    if (vt->pid > 0 && !vt->ended) {
        kill(vt->pid, SIGKILL);
        waitpid(vt->pid, &vt->status, 0);
    }
    if (vt->fd > 0)
        close(vt->fd);
    if (vt->terminal)
        vterm_free(vt->terminal);
    *vt = (struct vt){0};
}

static void keep_tail(struct vt *vt, const char *bytes, size_t length)
{
    if (vt->tail_length + length >= sizeof(vt->tail))
        return;
    memcpy(vt->tail + vt->tail_length, bytes, length);
    vt->tail_length += length;
}

/* A line of so many baud carries ten bits a byte; the reader sees no byte before the line has carried it. */
static void carry(struct vt *vt, size_t bytes)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    int64_t at = time.tv_sec * 1000000000L + time.tv_nsec;
    vt->line_free = (vt->line_free > at ? vt->line_free : at) + (int64_t)bytes * 10 * 1000000000L / vt->baud;
    time.tv_sec = vt->line_free / 1000000000L;
    time.tv_nsec = vt->line_free % 1000000000L;
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL);
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

static void feed(struct vt *vt, const char *bytes, size_t length)
{
    char all[READ + sizeof(vt->held)];
    memcpy(all, vt->held, vt->held_length);
    memcpy(all + vt->held_length, bytes, length);
    length += vt->held_length;
    vt->held_length = unfinished(all, length);
    vterm_input_write(vt->terminal, all, length - vt->held_length);
    memcpy(vt->held, all + length - vt->held_length, vt->held_length);
}

bool vt_pump(struct vt *vt)
{
    char bytes[READ];
    struct pollfd ready = {vt->fd, POLLIN, 0};
    if (poll(&ready, 1, 20) <= 0)
        return true;
    ssize_t n = read(vt->fd, bytes, vt->baud ? SLICE : sizeof(bytes));
    if (n < 0)
        return errno == EAGAIN || errno == EINTR;
    if (vt->baud)
        carry(vt, (size_t)n);
    vt->bytes += (size_t)n;
    keep_tail(vt, bytes, (size_t)n);
    if (n > 0)
        feed(vt, bytes, (size_t)n);
    vterm_screen_flush_damage(vt->screen);
    return n > 0;
}

void vt_send(struct vt *vt, const char *bytes)
{
    size_t length = strlen(bytes);
    while (length) {
        ssize_t n = write(vt->fd, bytes, length);
        if (n < 0 && errno != EAGAIN && vt->may_leave)
            return;
        if (n < 0 && errno != EAGAIN)
            fail_msg("the terminal is closed");
        if (n < 0) {
            vt_pump(vt);
            continue;
        }
        bytes += n;
        length -= (size_t)n;
    }
}

static void give_up(struct vt *vt, const char *waited_for)
{
    vt_dump(vt);
    fail_msg("waited in vain for %s", waited_for);
}

void vt_settle(struct vt *vt, unsigned long marks)
{
    for (long end = vt_now() + VT_DEADLINE; vt->marks <= marks;)
        if (vt_now() > end || !vt_pump(vt)) {
            if (vt->may_leave && vt_now() <= end)
                return;
            give_up(vt, "the mark");
        }
}

void vt_press(struct vt *vt, const char *bytes)
{
    unsigned long marks = vt->marks;
    vt_send(vt, bytes);
    vt_settle(vt, marks);
}

void vt_wait_text(struct vt *vt, const char *text)
{
    for (long end = vt_now() + VT_DEADLINE; !vt_has(vt, text) || (vt->alternate && vt->dirty);)
        if (vt_now() > end || !vt_pump(vt))
            if (!vt_has(vt, text))
                give_up(vt, text);
}

bool vt_left(struct vt *vt)
{
    vt_pump(vt);
    if (!vt->ended && waitpid(vt->pid, &vt->status, WNOHANG) == vt->pid)
        vt->ended = true;
    return vt->ended;
}

int vt_wait_end(struct vt *vt)
{
    bool open = true;
    for (long end = vt_now() + VT_DEADLINE; waitpid(vt->pid, &vt->status, WNOHANG) != vt->pid;) {
        if (vt_now() > end)
            give_up(vt, "the end");
        if (open)
            open = vt_pump(vt);
        else
            usleep(1000);
    }
    vt->ended = true;
    for (struct pollfd ready = {vt->fd, POLLIN, 0}; open && poll(&ready, 1, 0) > 0;)
        open = vt_pump(vt);
    return WIFEXITED(vt->status) ? WEXITSTATUS(vt->status) : -WTERMSIG(vt->status);
}

void vt_wait_stop(struct vt *vt)
{
    for (long end = vt_now() + VT_DEADLINE;;) {
        pid_t pid = waitpid(vt->pid, &vt->status, WNOHANG | WUNTRACED);
        if (pid == vt->pid && WIFSTOPPED(vt->status))
            return;
        if (pid == vt->pid || vt_now() > end)
            give_up(vt, "the stop");
        vt_pump(vt);
    }
}

static void tell_size(struct vt *vt)
{
    struct winsize size = {.ws_row = (unsigned short)vt->rows, .ws_col = (unsigned short)vt->cols};
    unsigned long marks = vt->marks;
    assert_int_equal(ioctl(vt->fd, TIOCSWINSZ, &size), 0);
    vt_settle(vt, marks);
}

void vt_resize(struct vt *vt, int rows, int cols)
{
    vt->rows = rows;
    vt->cols = cols;
    vterm_set_size(vt->terminal, rows, cols);
    tell_size(vt);
}

void vt_replace(struct vt *vt, int rows, int cols)
{
    vt->rows = rows;
    vt->cols = cols;
    vterm_free(vt->terminal);
    make_terminal(vt);
    tell_size(vt);
}

const char *vt_row(const struct vt *vt, int row)
{
    static char text[4096];
    VTermRect rect = {row, row + 1, 0, vt->cols};
    size_t length = vterm_screen_get_text(vt->screen, text, sizeof(text) - 1, rect);
    while (length && (text[length - 1] == ' ' || text[length - 1] == '\n'))
        length--;
    text[length] = '\0';
    return text;
}

int vt_find(const struct vt *vt, const char *text)
{
    for (int row = 0; row < vt->rows; row++)
        if (strstr(vt_row(vt, row), text))
            return row;
    return -1;
}

bool vt_has(const struct vt *vt, const char *text)
{
    return vt_find(vt, text) >= 0;
}

void vt_expect(const struct vt *vt, const char *text)
{
    if (!vt_has(vt, text)) {
        vt_dump(vt);
        fail_msg("'%s' is not on the screen", text);
    }
}

void vt_expect_not(const struct vt *vt, const char *text)
{
    if (vt_has(vt, text)) {
        vt_dump(vt);
        fail_msg("'%s' is on the screen", text);
    }
}

int vt_colored(const struct vt *vt)
{
    int count = 0;
    VTermScreenCell cell;
    for (int row = 0; row < vt->rows; row++)
        for (int col = 0; col < vt->cols; col++)
            if (vterm_screen_get_cell(vt->screen, (VTermPos){row, col}, &cell) &&
                !(VTERM_COLOR_IS_DEFAULT_FG(&cell.fg) && VTERM_COLOR_IS_DEFAULT_BG(&cell.bg)))
                count++;
    return count;
}

void vt_dump(const struct vt *vt)
{
    for (int row = 0; vt->screen && row < vt->rows; row++)
        fprintf(stderr, "%2d|%s\n", row, vt_row(vt, row));
    fprintf(stderr, "cursor %d,%d marks %lu bytes %zu\n", vt->cursor_row, vt->cursor_col, vt->marks,
            vt->bytes);
}
