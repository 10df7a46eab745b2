#include "backends/trial/image.h"

#include <errno.h>
#include <sha2.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "backends/machine/record.h"
#include "core/base/text.h"
#include "core/plan/line.h"

enum { IMAGE_AT_MOST = 256 << 20, FIELDS = 8 };

/* Lines of version 1 have no values. */
static const char title[] = "penstock-image 2", old_title[] = "penstock-image 1";

struct sizes {
    int64_t lines, bytes;
};

static void trial_image_fields_of(struct image *image, struct sizes *sizes,
                                  struct record_field fields[FIELDS])
{
    const struct record_field all[FIELDS] = {
        RECORD_TEXT("backend", image->backend), RECORD_TEXT("site", image->site),
        RECORD_TEXT("host", image->host),       RECORD_TEXT("who", image->who),
        RECORD_TEXT("from", image->from),       RECORD_NUMBER("made", image->made_ms),
        RECORD_NUMBER("lines", sizes->lines),   RECORD_NUMBER("bytes", sizes->bytes),
    };
    memcpy(fields, all, sizeof(all));
}

static void hash(const char *data, size_t length, char hex[SHA256_DIGEST_STRING_LENGTH])
{
    SHA2_CTX context;
    SHA256Init(&context);
    SHA256Update(&context, (const uint8_t *)data, length);
    SHA256End(&context, hex);
}

/* Record, lines, bytes, then the hash of all before it. */
char *image_pack(const struct image *image, size_t *length)
{
    struct image copy = *image;
    struct record_field fields[FIELDS];
    struct sizes sizes;
    struct text text = {0};
    char hex[SHA256_DIGEST_STRING_LENGTH];
    trial_image_fields_of(&copy, &sizes, fields);
    char *lines = lines_pack(&image->lines);
    sizes = (struct sizes){(int64_t)strlen(lines), (int64_t)image->length};
    char *head = record_pack(title, fields, FIELDS);
    text_add(&text, head);
    text_add(&text, lines);
    text_add_n(&text, image->bytes ? image->bytes : "", image->length);
    hash(text.data, text.length, hex);
    text_addf(&text, "sha256 %s\n", hex);
    free(head);
    free(lines);
    *length = text.length;
    return text_take(&text);
}

/* The length before the hash line; 0 if the hash does not fit. */
static size_t hashed(const char *data, size_t length)
{
    char hex[SHA256_DIGEST_STRING_LENGTH];
    const size_t tail = 7 + 64 + 1;
    if (length < tail || data[length - 1] != '\n' || memcmp(data + length - tail, "sha256 ", 7) != 0)
        return 0;
    hash(data, length - tail, hex);
    return memcmp(data + length - 65, hex, 64) == 0 ? length - tail : 0;
}

static int parse_body(struct image *image, const struct sizes *sizes, const char *data, size_t length)
{
    if (sizes->lines < 0 || sizes->bytes < 0 || (uint64_t)sizes->lines > length ||
        (uint64_t)sizes->bytes != length - (uint64_t)sizes->lines)
        return -1;
    if (lines_unpack(data, (size_t)sizes->lines, &image->lines) != 0)
        return -1;
    image->length = (size_t)sizes->bytes;
    image->bytes = xmalloc(image->length + 1);
    memcpy(image->bytes, data + sizes->lines, image->length);
    image->bytes[image->length] = '\0';
    return 0;
}

int image_parse(struct image *image, const char *data, size_t length, const char *path,
                struct failure *failure)
{
    struct record_field fields[FIELDS];
    struct sizes sizes;
    size_t head = 0, end = hashed(data, length);
    int line;
    *image = (struct image){0};
    trial_image_fields_of(image, &sizes, fields);
    const char *version = length >= sizeof(old_title) && strncmp(data, old_title, sizeof(old_title) - 1) == 0
                              ? old_title
                              : title;
    if (end == 0 || record_parse(version, fields, FIELDS, data, end, &head, &line) != 0 ||
        parse_body(image, &sizes, data + head, end - head) != 0) {
        image_release(image);
        if (end != 0 && record_is_newer(title, data, length))
            return fail(
                failure, FAILURE_NEWER,
                "'%s' was written by a newer penstock and is left alone: run the command with that one",
                path);
        return fail(failure, FAILURE_MACHINE,
                    "'%s' is damaged and was not loaded: remove it, then apply and confirm the site again",
                    path);
    }
    return 0;
}

int image_read(const struct machine *machine, const char *path, struct image *image, struct failure *failure)
{
    char *data, *full;
    size_t length;
    *image = (struct image){0};
    if (machine_read(machine, path, IMAGE_AT_MOST, &data, &length) != 0) {
        int why = errno;
        if (why != ENOENT)
            return fail(failure, FAILURE_MACHINE, "'%s%s' cannot be read: %s", machine->root, path,
                        strerror(why));
        char **texts[] = {&image->backend, &image->site, &image->host, &image->who, &image->from};
        for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
            *texts[i] = xstrdup("");
        return 0;
    }
    full = machine_path(machine, path);
    int done = image_parse(image, data, length, full, failure);
    free(full);
    if (done == 0) {
        image->file = data;
        image->file_length = length;
    } else {
        free(data);
    }
    return done;
}

int image_read_there(const struct machine *machine, const char *path, struct image *image,
                     struct failure *failure)
{
    if (image_read(machine, path, image, failure) != 0)
        return -1;
    if (*image->backend)
        return 0;
    image_release(image);
    return fail(failure, FAILURE_MACHINE, "'%s%s' is not there", machine->root, path);
}

int image_write(const struct machine *machine, const char *path, const struct image *image,
                struct failure *failure)
{
    size_t length;
    char *data = image_pack(image, &length);
    int done = machine_write(machine, path, data, length, 0600, failure);
    free(data);
    return done;
}

int image_put(const struct machine *machine, const char *path, const struct image *image,
              struct failure *failure)
{
    size_t length = image->file_length;
    char *packed = image->file ? NULL : image_pack(image, &length);
    int done = machine_put(machine, path, packed ? packed : image->file, length, 0600, failure);
    free(packed);
    return done;
}

void image_release(struct image *image)
{
    free(image->backend);
    free(image->site);
    free(image->host);
    free(image->who);
    free(image->from);
    free(image->bytes);
    free(image->file);
    lines_release(&image->lines);
    *image = (struct image){0};
}
