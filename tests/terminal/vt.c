#include "parts.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { SLICE = 16 };

long vt_now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000 + time.tv_nsec / 1000000;
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
        child_become(setup);
    fcntl(vt->fd, F_SETFD, FD_CLOEXEC);
    fcntl(vt->fd, F_SETFL, O_NONBLOCK);
    vt->utf8 = !setup->locale || strstr(setup->locale, "UTF-8");
    emulator_make(vt);
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

bool vt_pump(struct vt *vt)
{
    char bytes[VT_READ];
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
        emulator_feed(vt, bytes, (size_t)n);
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

void vt_type(struct vt *vt, const char *text)
{
    for (; *text; text++)
        vt_press(vt, (char[]){*text, '\0'});
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
    emulator_make(vt);
    tell_size(vt);
}
