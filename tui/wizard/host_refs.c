#include "tui/wizard/host_refs.h"

#include <stdlib.h>

#include "core/base/text.h"

void host_refs_release(struct host_refs *refs)
{
    for (size_t i = 0; i < refs->count; i++)
        free(refs->names[i]);
    free(refs->names);
    *refs = (struct host_refs){0};
}

void host_refs_note(struct host_refs *refs, const struct draft *draft)
{
    host_refs_release(refs);
    refs->names = xcalloc(draft->host_count + 1, sizeof(*refs->names));
    refs->count = draft->host_count;
    for (size_t i = 0; i < refs->count; i++)
        refs->names[i] = draft->hosts[i].name.text ? xstrdup(draft->hosts[i].name.text) : NULL;
}

static size_t bearers(const struct draft *draft, const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < draft->host_count; i++)
        count += text_equal(draft->hosts[i].name.text, name);
    return count;
}

static bool follow_word(struct word *word, const char *from, const char *to)
{
    bool names = text_equal(word->text, from);
    if (names)
        draft_set(word, to);
    return names;
}

static bool follow_words(struct words *words, const char *from, const char *to)
{
    bool any = false;
    for (size_t i = 0; i < words->count; i++)
        any = follow_word(&words->items[i], from, to) || any;
    return any;
}

static bool wizard_host_refs_follow(struct draft *draft, const char *from, const char *to)
{
    bool any = false;
    for (size_t i = 0; i < draft->host_count; i++) {
        any = follow_words(&draft->hosts[i].uses, from, to) || any;
        any = follow_words(&draft->hosts[i].links, from, to) || any;
    }
    for (size_t i = 0; i < draft->extra_count; i++) {
        any = follow_word(&draft->extras[i].from, from, to) || any;
        any = follow_word(&draft->extras[i].to, from, to) || any;
    }
    for (size_t i = 0; i < draft->admin_count; i++)
        any = follow_words(&draft->admins[i].from, from, to) || any;
    return any;
}

bool host_refs_follow(struct host_refs *refs, struct draft *draft)
{
    bool any = false;
    for (size_t i = 0; refs->count == draft->host_count && i < refs->count; i++) {
        const char *from = refs->names[i], *to = draft->hosts[i].name.text;
        if (from && to && !text_equal(from, to) && bearers(draft, from) == 0 && bearers(draft, to) == 1)
            any = wizard_host_refs_follow(draft, from, to) || any;
    }
    return any;
}
