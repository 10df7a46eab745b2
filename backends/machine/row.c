#include "backends/machine/row.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/when.h"

enum { FILE_AT_MOST = 64 << 20 };

static const char missing[] = "not there: ";

static void row_describe(struct row *row, const struct machine *machine, const char *data, size_t length)
{
    SHA2_CTX context;
    struct stat about = {0};
    char *full = machine_path(machine, row->path);
    SHA256Init(&context);
    SHA256Update(&context, (const uint8_t *)data, length);
    SHA256End(&context, row->hash);
    stat(full, &about);
    row->user = about.st_uid;
    row->group = about.st_gid;
    row->mode = about.st_mode & 07777;
    when_text(row->when, sizeof(row->when), (int64_t)about.st_mtim.tv_sec * 1000, WHEN_SECONDS);
    free(full);
}

int row_look(struct row *row, const struct machine *machine, const char *path, char **data, size_t *length)
{
    char *own = NULL;
    size_t own_length = 0;
    *row = (struct row){.path = path};
    if (machine_read(machine, path, FILE_AT_MOST, &own, &own_length) == 0) {
        row->there = true;
        row_describe(row, machine, own, own_length);
    } else if (errno != ENOENT && errno != ENOTDIR) {
        return -1;
    }
    if (data) {
        *data = row->there ? own : NULL;
        *length = own_length;
    } else if (row->there) {
        free(own);
    }
    return 0;
}

void row_add(struct text *list, const struct row *row)
{
    if (row->there)
        text_addf(list, "%s %u:%u %04o %s %s\n", row->hash, row->user, row->group, row->mode, row->when,
                  row->path);
    else
        text_addf(list, "%s%s\n", missing, row->path);
}

bool row_next(char **list, struct row *row)
{
    char *line = *list && **list ? strsep(list, "\n") : NULL, day[16] = "", hour[16] = "";
    int name = 0;
    *row = (struct row){0};
    if (!line)
        return false;
    if (strncmp(line, missing, sizeof(missing) - 1) == 0) {
        row->path = line + sizeof(missing) - 1;
        return true;
    }
    row->there = sscanf(line, "%64s %u:%u %o %15s %15s %n", row->hash, &row->user, &row->group, &row->mode,
                        day, hour, &name) == 6 &&
                 name;
    snprintf(row->when, sizeof(row->when), "%s %s", day, hour);
    row->path = line + name;
    return row->there;
}

bool row_equal(const struct row *a, const struct row *b)
{
    return a->there == b->there && strcmp(a->hash, b->hash) == 0 && a->user == b->user &&
           a->group == b->group && a->mode == b->mode;
}

bool rows_equal(const char *a, const char *b)
{
    char *one = xstrdup(a), *two = xstrdup(b), *rest = one, *other = two;
    struct row left, right;
    bool same = true, more = true;
    while (same && more) {
        more = row_next(&rest, &left);
        same = row_next(&other, &right) == more &&
               (!more || (row_equal(&left, &right) && strcmp(left.path, right.path) == 0));
    }
    free(one);
    free(two);
    return same;
}
