#include "core/desk/ending.h"

#include <stdio.h>

const char *const ending_words[] = {
    [ENDING_NONE] = "none",           [ENDING_CONFIRMED] = "confirmed", [ENDING_ROLLED_BACK] = "rolled-back",
    [ENDING_EXPIRED] = "expired",     [ENDING_RESTARTED] = "restarted", [ENDING_REMOVED] = "removed",
    [ENDING_DISTURBED] = "disturbed", [ENDING_OVERTAKEN] = "overtaken", [ENDING_NOT_APPLIED] = "not-applied",
    [ENDING_NOT_LIVE] = "not-live",   [ENDING_RESTORED] = "restored",   [ENDING_LOST] = "lost",
    [ENDING_TOLD] = "told",           [ENDING_TOLD + 1] = NULL,
};

/* NULL: the note says all. */
static const char *const ending_sentences[] = {
    [ENDING_NONE] = "",
    [ENDING_CONFIRMED] = "confirmed",
    [ENDING_ROLLED_BACK] = "rolled back",
    [ENDING_EXPIRED] = "nobody confirmed in time",
    [ENDING_RESTARTED] = "the machine was restarted before anybody confirmed",
    [ENDING_REMOVED] = "somebody else removed or changed the rules of the trial",
    [ENDING_DISTURBED] = "somebody else changed the rules during the trial; that change is kept",
    [ENDING_OVERTAKEN] = NULL,
    [ENDING_NOT_APPLIED] = "could not be applied",
    [ENDING_NOT_LIVE] = "penstock was ended before the new rules were live",
    [ENDING_RESTORED] = "the confirmed rules were restored",
    [ENDING_LOST] = "its rules were lost",
    [ENDING_TOLD] = NULL,
};

struct ending ending_by(enum ending_how how, const char *by, const char *from)
{
    struct ending ending = {.how = how};
    snprintf(ending.by, sizeof(ending.by), "%s", by);
    snprintf(ending.from, sizeof(ending.from), "%s", from);
    return ending;
}

const char *ending_text(const struct ending *ending, char text[static ENDING_TEXT])
{
    const char *sentence = ending_sentences[ending->how];
    if (!sentence)
        snprintf(text, ENDING_TEXT, "%s", *ending->note ? ending->note : "undone");
    else if (*ending->by && !*ending->from)
        snprintf(text, ENDING_TEXT, "%s by %s", sentence, ending->by);
    else if (*ending->by)
        snprintf(text, ENDING_TEXT, "%s by %s from %s", sentence, ending->by, ending->from);
    else if (*ending->note)
        snprintf(text, ENDING_TEXT, "%s: %s", sentence, ending->note);
    else
        snprintf(text, ENDING_TEXT, "%s", sentence);
    return text;
}
