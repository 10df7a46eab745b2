#include "backends/trial/version1.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backends/machine/record.h"
#include "backends/registry.h"
#include "core/base/text.h"

enum { JOURNAL_FIELDS = 15, HISTORY_FIELDS = 9 };

static const char journal_title[] = "penstock-journal 1", history_title[] = "penstock-history 1";

/* The sentences as they were. Behind the second and the third stands who, and from where. */
static const struct {
    enum ending_how how;
    const char *text;
} sentences[] = {
    {ENDING_NONE, ""},
    {ENDING_CONFIRMED, "confirmed"},
    {ENDING_ROLLED_BACK, "rolled back"},
    {ENDING_EXPIRED, "nobody confirmed in time"},
    {ENDING_RESTARTED, "the machine was restarted before anybody confirmed"},
    {ENDING_REMOVED, "somebody else removed or changed the rules of the trial"},
    {ENDING_DISTURBED, "somebody else changed the rules during the trial; that change is kept"},
    {ENDING_NOT_LIVE, "penstock was ended before the new rules were live"},
    {ENDING_RESTORED, "the confirmed rules were restored"},
    {ENDING_LOST, "its rules were lost"},
};

static const char not_applied[] = "could not be applied: ";

static bool version1_begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* ` by apollo from 10.20.0.44` behind the verb. False: the sentence goes on in another way. */
static bool version1_who(struct ending *ending, const char *rest)
{
    const char *from = strstr(rest, " from ");
    if (!version1_begins(rest, " by ") || !from)
        return false;
    snprintf(ending->by, sizeof(ending->by), "%.*s", (int)(from - rest - 4), rest + 4);
    snprintf(ending->from, sizeof(ending->from), "%s", from + 6);
    return true;
}

static void version1_ending(struct ending *ending, const char *sentence)
{
    *ending = (struct ending){.how = ENDING_TOLD};
    for (size_t i = 0; i < sizeof(sentences) / sizeof(*sentences); i++) {
        const char *text = sentences[i].text;
        if (strcmp(sentence, text) != 0 &&
            !(*text && version1_begins(sentence, text) && version1_who(ending, sentence + strlen(text))))
            continue;
        ending->how = sentences[i].how;
        return;
    }
    bool applied = !version1_begins(sentence, not_applied);
    ending->how = applied ? ENDING_TOLD : ENDING_NOT_APPLIED;
    snprintf(ending->note, sizeof(ending->note), "%s", sentence + (applied ? 0 : sizeof(not_applied) - 1));
}

/* What that version has otherwise than the journal now. */
struct version1_words {
    char outcome[ENDING_TEXT];
    int64_t moves;
};

static void version1_journal_fields(struct journal *journal, struct version1_words *words,
                                    struct record_field fields[JOURNAL_FIELDS])
{
    const struct record_field all[JOURNAL_FIELDS] = {
        RECORD_CHOICE("phase", journal->phase, journal_phases),
        RECORD_TEXT("backend", journal->backend),
        RECORD_TEXT("boot", journal->boot),
        RECORD_TEXT("entry", journal->entry),
        RECORD_TEXT("site", journal->site),
        RECORD_TEXT("host", journal->host),
        RECORD_TEXT("who", journal->who),
        RECORD_TEXT("from", journal->from),
        RECORD_TEXT("summary", journal->summary),
        RECORD_BUFFER("outcome", words->outcome),
        RECORD_NUMBER("moves", words->moves),
        RECORD_NUMBER("started", journal->started_ms),
        RECORD_NUMBER("ended", journal->ended_ms),
        RECORD_NUMBER("deadline", journal->deadline_ms),
        RECORD_NUMBER("switched", journal->switched_ms),
    };
    memcpy(fields, all, sizeof(all));
}

bool version1_journal(const char *data, size_t length)
{
    return length >= sizeof(journal_title) && version1_begins(data, journal_title) &&
           data[sizeof(journal_title) - 1] == '\n';
}

bool version1_history(const char *data, size_t length)
{
    return length >= sizeof(history_title) && version1_begins(data, history_title) &&
           data[sizeof(history_title) - 1] == '\n';
}

/* It knew one companion, and that one always had a bridge. */
static const char *version1_companion(void)
{
    for (size_t i = 0; companions[i]; i++)
        if (companions[i]->version1)
            return companions[i]->part.name;
    return "";
}

int version1_journal_parse(struct journal *journal, const char *data, size_t length, int *line)
{
    struct record_field fields[JOURNAL_FIELDS];
    struct version1_words words = {0};
    version1_journal_fields(journal, &words, fields);
    if (record_parse(journal_title, fields, JOURNAL_FIELDS, data, length, NULL, line) != 0)
        return -1;
    journal->version1 = true;
    journal->bridge = words.moves;
    journal->with = xstrdup(words.moves ? version1_companion() : "");
    version1_ending(&journal->ending, words.outcome);
    return 0;
}

char *version1_journal_pack(const struct journal *journal)
{
    struct journal copy = *journal;
    struct record_field fields[JOURNAL_FIELDS];
    struct version1_words words = {.moves = journal->bridge};
    version1_journal_fields(&copy, &words, fields);
    ending_text(&journal->ending, words.outcome);
    return record_pack(journal_title, fields, JOURNAL_FIELDS);
}

int version1_history_parse(struct history_entry *entry, const char *data, size_t length)
{
    char outcome[ENDING_TEXT];
    int line;
    const struct record_field fields[HISTORY_FIELDS] = {
        RECORD_TEXT("site", entry->site),        RECORD_TEXT("host", entry->host),
        RECORD_TEXT("backend", entry->backend),  RECORD_TEXT("who", entry->who),
        RECORD_TEXT("from", entry->from),        RECORD_TEXT("summary", entry->summary),
        RECORD_BUFFER("outcome", outcome),       RECORD_NUMBER("started", entry->started_ms),
        RECORD_NUMBER("ended", entry->ended_ms),
    };
    if (record_parse(history_title, fields, HISTORY_FIELDS, data, length, NULL, &line) != 0)
        return -1;
    version1_ending(&entry->ending, outcome);
    return 0;
}
