#include "tui/screen/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <unistd.h>

int output_open(struct screen_output *output)
{
    int fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    output->file = fd < 0 ? NULL : fdopen(fd, "w");
    if (!output->file)
        return -1;
    output->memory = memfd_create("screen", MFD_CLOEXEC);
    return 0;
}

void output_close(struct screen_output *output)
{
    fclose(output->file);
    if (output->memory >= 0)
        close(output->memory);
}

void output_hold(struct screen_output *output)
{
    if (output->memory >= 0)
        dup3(output->memory, fileno(output->file), O_CLOEXEC);
}

/* False: the terminal is gone; the wait for keys tells it. */
static bool screen_output_write_all(const char *bytes, size_t length)
{
    while (length) {
        ssize_t n = write(STDOUT_FILENO, bytes, length);
        if (n < 0 && errno != EINTR)
            return false;
        bytes += n < 0 ? 0 : n;
        length -= n < 0 ? 0 : (size_t)n;
    }
    return true;
}

void output_send(struct screen_output *output)
{
    char bytes[16384];
    ssize_t n;
    if (output->memory < 0)
        return;
    dup3(STDOUT_FILENO, fileno(output->file), O_CLOEXEC);
    lseek(output->memory, 0, SEEK_SET);
    while ((n = read(output->memory, bytes, sizeof(bytes))) > 0)
        if (!screen_output_write_all(bytes, (size_t)n))
            break;
    lseek(output->memory, 0, SEEK_SET);
    if (ftruncate(output->memory, 0) < 0)
        output->memory = -1;
}
