#include "tui/screen/size.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

int size_known(int *rows, int *cols)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_row == 0 || size.ws_col == 0)
        return -1;
    *rows = size.ws_row;
    *cols = size.ws_col;
    return 0;
}

/* The answer is `ESC [ rows ; cols R`. */
static int read_answer(int *rows, int *cols)
{
    char answer[64];
    size_t length = 0;
    struct pollfd in = {STDIN_FILENO, POLLIN, 0};
    while (length < sizeof(answer) - 1 && poll(&in, 1, 300) > 0) {
        ssize_t n = read(STDIN_FILENO, answer + length, sizeof(answer) - 1 - length);
        if (n <= 0)
            return -1;
        length += (size_t)n;
        answer[length] = '\0';
        const char *start = strstr(answer, "\033[");
        if (start && strchr(start, 'R'))
            return sscanf(start, "\033[%d;%dR", rows, cols) == 2 ? 0 : -1;
    }
    return -1;
}

int size_ask(int *rows, int *cols)
{
    struct termios before, raw;
    if (tcgetattr(STDIN_FILENO, &before) < 0)
        return -1;
    raw = before;
    raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    raw.c_cc[VMIN] = 0;
    raw.c_cc[VTIME] = 0;
    tcsetattr(STDIN_FILENO, TCSANOW, &raw);
    static const char question[] = "\0337\033[999;999H\033[6n\0338";
    int done = write(STDOUT_FILENO, question, sizeof(question) - 1) < 0 ? -1 : read_answer(rows, cols);
    tcsetattr(STDIN_FILENO, TCSANOW, &before);
    return done == 0 && *rows >= 2 && *cols >= 10 && *rows <= 500 && *cols <= 1000 ? 0 : -1;
}
