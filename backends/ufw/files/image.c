#include "backends/ufw/files/image.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backends/machine/state.h"
#include "backends/ufw/files/ours.h"
#include "backends/ufw/rules/block.h"
#include "backends/ufw/rules/moved.h"

static const char title[] = "penstock-ufw 1\n";
static const char origin[] = STATE_FOLDER "/ufw/origin";
static const char forwarding[] = STATE_FOLDER "/ufw/origin.forwarding";

static void pack_tuple(struct text *text, const char *word, const struct tuple *tuple)
{
    text_addf(text, "%s%c ", word, tuple->family == FAMILY_4 ? '4' : '6');
    tuple_format(tuple, text);
    text_add(text, "\n");
}

static void pack_moves(struct text *text, const char *from, const char *to, const struct moved_rules *pairs)
{
    for (size_t i = 0; i < pairs->count; i++) {
        pack_tuple(text, from, &pairs->items[i].from);
        pack_tuple(text, to, &pairs->items[i].to);
    }
}

static const char *const image_settings[SETTING_COUNT] = {"input", "output", "forward", "logging"};

static void pack_settings(struct text *text, const char *const policies[POLICY_COUNT], const char *logging,
                          enum ufw_switch enabled)
{
    for (size_t i = 0; i < POLICY_COUNT; i++)
        if (policies[i])
            text_addf(text, "%s %s\n", image_settings[i], policies[i]);
    if (logging)
        text_addf(text, "logging %s\n", logging);
    if (enabled != UFW_AS_IT_IS)
        text_addf(text, "enabled %s\n", enabled == UFW_ON ? "yes" : "no");
}

char *desired_pack(const struct desired *desired, const struct ufw_future *future)
{
    struct text text = {0};
    text_add(&text, title);
    pack_settings(&text, desired->policies, desired->logging, desired->enabled);
    for (size_t i = 0; i < SETTING_COUNT; i++)
        if (desired->theirs[i])
            text_addf(&text, "theirs %s\n", image_settings[i]);
    if (desired->forwards)
        text_add(&text, "forwards yes\n");
    if (desired->in_place)
        text_add(&text, "in-place yes\n");
    for (size_t i = 0; i < UFW_FAMILIES; i++) {
        for (size_t k = 0; k < desired->block[i].count; k++)
            text_addf(&text, "block%c %s\n", i == UFW_4 ? '4' : '6', desired->block[i].items[k].text);
        for (size_t k = 0; k < desired->wishes[i].count; k++)
            pack_tuple(&text, "tuple", &desired->wishes[i].items[k].tuple);
        for (size_t k = 0; future && k < future->removed[i].count; k++)
            pack_tuple(&text, "removed", &future->removed[i].items[k]);
        for (size_t k = 0; k < desired->removed[i].count; k++)
            pack_tuple(&text, "removed", &desired->removed[i].items[k]);
        for (size_t k = 0; k < desired->restored[i].count; k++)
            pack_tuple(&text, "restored", &desired->restored[i].items[k]);
        pack_moves(&text, "from", "to", &desired->moving[i]);
        pack_moves(&text, "was", "is", &desired->moved[i]);
    }
    return text_take(&text);
}

static int unpack_tuple(struct desired *desired, const char *word, const char *rest)
{
    size_t index = word[strlen(word) - 1] == '4' ? UFW_4 : UFW_6;
    struct tuple tuple;
    if (tuple_parse(&tuple, ufw_family(index), rest, strlen(rest), &desired->arena) != 0)
        return -1;
    tuple.ours = *word == 't' && tuple_says_ours(&tuple);
    if (*word == 't')
        wishes_add(&desired->wishes[index], &tuple, NULL, &desired->arena);
    else
        tuples_add(word[2] == 'm' ? &desired->removed[index] : &desired->restored[index], &tuple);
    return 0;
}

/* `from4`, `to4`: a rule that moves; `was4`, `is4`: one that moved earlier. */
static int unpack_moved(struct desired *desired, const char *word, const char *rest)
{
    size_t index = word[strlen(word) - 1] == '4' ? UFW_4 : UFW_6;
    bool moves = *word == 'f' || *word == 't', first = *word == 'f' || *word == 'w';
    struct moved_rules *pairs = moves ? &desired->moving[index] : &desired->moved[index];
    struct tuple tuple;
    if (tuple_parse(&tuple, ufw_family(index), rest, strlen(rest), &desired->arena) != 0 ||
        (!first && !pairs->count))
        return -1;
    if (first)
        moved_add(pairs, &tuple, &tuple);
    else
        pairs->items[pairs->count - 1].to = tuple;
    return 0;
}

static bool is_moved(const char *word)
{
    static const char *const words[] = {"from4", "from6", "to4", "to6", "was4", "was6", "is4", "is6"};
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (strcmp(word, words[i]) == 0)
            return true;
    return false;
}

static void ufw_image_unpack_theirs(struct desired *desired, const char *setting)
{
    for (size_t i = 0; i < SETTING_COUNT; i++)
        desired->theirs[i] |= strcmp(setting, image_settings[i]) == 0;
}

static int ufw_image_unpack_line(struct desired *desired, const char *word, const char *rest)
{
    for (size_t i = 0; i < SETTING_COUNT; i++)
        if (strcmp(word, image_settings[i]) == 0) {
            *(i < POLICY_COUNT ? &desired->policies[i] : &desired->logging) =
                arena_strdup(&desired->arena, rest);
            return 0;
        }
    if (strcmp(word, "enabled") == 0)
        desired->enabled = strcmp(rest, "yes") == 0 ? UFW_ON : UFW_OFF;
    else if (strcmp(word, "theirs") == 0)
        ufw_image_unpack_theirs(desired, rest);
    else if (strcmp(word, "forwards") == 0)
        desired->forwards = true;
    else if (strcmp(word, "in-place") == 0)
        desired->in_place = true;
    else if (is_moved(word))
        return unpack_moved(desired, word, rest);
    else if (strcmp(word, "block4") == 0)
        block_line(&desired->block[UFW_4], "before.rules", rest);
    else if (strcmp(word, "block6") == 0)
        block_line(&desired->block[UFW_6], "before6.rules", rest);
    else if (strncmp(word, "tuple", 5) == 0 || strncmp(word, "removed", 7) == 0 ||
             strncmp(word, "restored", 8) == 0)
        return unpack_tuple(desired, word, rest);
    else
        return -1;
    return 0;
}

int desired_unpack(struct desired *desired, const char *data, size_t length)
{
    *desired = (struct desired){0};
    if (length < sizeof(title) - 1 || strncmp(data, title, sizeof(title) - 1) != 0)
        return -1;
    char *copy = xstrndup(data + sizeof(title) - 1, length - (sizeof(title) - 1)), *place = NULL;
    int done = 0;
    for (char *line = strtok_r(copy, "\n", &place); done == 0 && line; line = strtok_r(NULL, "\n", &place)) {
        char *rest = strchr(line, ' ');
        if (rest)
            *rest++ = '\0';
        done = rest ? ufw_image_unpack_line(desired, line, rest) : -1;
    }
    free(copy);
    return done;
}

void origin_read(struct desired *desired, const struct machine *machine)
{
    char *data;
    size_t length;
    if (machine_read(machine, origin, 1 << 16, &data, &length) == 0) {
        if (desired_unpack(desired, data, length) != 0) {
            desired_release(desired);
            *desired = (struct desired){0};
        }
        free(data);
    }
    if (machine_read(machine, forwarding, 64, &data, &length) == 0) {
        desired->forwarded = arena_strdup(&desired->arena, data);
        free(data);
    }
}

int origin_may_write(const struct machine *machine, struct failure *failure)
{
    char *path = machine_path(machine, origin);
    bool there = access(path, F_OK) == 0;
    free(path);
    return there ? machine_may_replace(machine, origin, failure) : 0;
}

/* The settings of the first time, and what was taken away up to now. */
int origin_write(const struct machine *machine, const struct ufw_state *state, const struct desired *image,
                 struct failure *failure)
{
    struct text text = {0};
    struct desired first = {0};
    text_add(&text, title);
    origin_read(&first, machine);
    if (first.logging)
        pack_settings(&text, first.policies, first.logging, first.enabled);
    else
        pack_settings(&text, state->policies, state->logging, state->enabled ? UFW_ON : UFW_OFF);
    for (size_t i = 0; i < UFW_FAMILIES; i++)
        for (size_t k = 0; k < image->removed[i].count; k++)
            pack_tuple(&text, "removed", &image->removed[i].items[k]);
    for (size_t i = 0; i < UFW_FAMILIES; i++)
        pack_moves(&text, "was", "is", &image->moved[i]);
    desired_release(&first);
    int done = machine_write(machine, origin, text_get(&text), text.length, 0600, failure);
    text_release(&text);
    return done;
}

static void recall_all(struct desired *desired, const struct tuples *from, size_t index)
{
    for (size_t k = 0; k < from->count; k++) {
        struct text text = {0};
        struct tuple copy;
        tuple_format(&from->items[k], &text);
        if (tuple_parse(&copy, ufw_family(index), text_get(&text), text.length, &desired->arena) == 0 &&
            !tuples_have(&desired->restored[index], &copy))
            tuples_add(&desired->restored[index], &copy);
        text_release(&text);
    }
}

/* Where they stood; without an original nobody knows. */
static void read_original(struct desired *desired, const struct machine *machine)
{
    static const enum ufw_file files[UFW_FAMILIES] = {UFW_USER, UFW_USER6};
    for (size_t i = 0; i < UFW_FAMILIES; i++) {
        char *path = xasprintf(STATE_ORIGINAL "%s", ufw_paths[files[i]]), *data;
        size_t length;
        int line;
        if (machine_read(machine, path, 16 << 20, &data, &length) == 0) {
            tuples_read(&desired->original[i], ufw_family(i), data, &desired->arena, &line);
            free(data);
        }
        free(path);
    }
}

void origin_recall(struct desired *desired, const struct machine *machine, const struct confirmed *confirmed)
{
    struct desired before = {0};
    bool read =
        confirmed && confirmed->length && desired_unpack(&before, confirmed->bytes, confirmed->length) == 0;
    for (size_t i = 0; i < UFW_FAMILIES; i++) {
        recall_all(desired, &desired->removed[i], i);
        if (read)
            recall_all(desired, &before.removed[i], i);
        tuples_release(&desired->removed[i]);
    }
    read_original(desired, machine);
    desired_release(&before);
}

int origin_write_forwarding(const struct machine *machine, const char *switches, struct failure *failure)
{
    char *data;
    size_t length;
    if (machine_read(machine, forwarding, 64, &data, &length) == 0) {
        free(data);
        return 0; /* the first word is the true one */
    }
    return machine_write(machine, forwarding, switches, strlen(switches), 0600, failure);
}

int origin_forget(const struct machine *machine, struct failure *failure)
{
    return machine_remove(machine, forwarding, failure) == 0 && machine_remove(machine, origin, failure) == 0
               ? ours_forget(machine, failure)
               : -1;
}
