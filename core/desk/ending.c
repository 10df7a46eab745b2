#include "core/desk/ending.h"

#include <stdio.h>
#include <string.h>

/* The word, and the sentence where it needs no facts. */
static const struct {
    const char *word, *text;
} endings[] = {
    [ENDING_NONE] = {"none", ""},
    [ENDING_CONFIRMED] = {"confirmed", "confirmed"},
    [ENDING_ROLLED_BACK] = {"rolled-back", "rolled back"},
    [ENDING_EXPIRED] = {"expired", "nobody confirmed in time"},
    [ENDING_RESTARTED] = {"restarted", "the machine was restarted before anybody confirmed"},
    [ENDING_REMOVED] = {"removed", "somebody else removed or changed the rules of the trial"},
    [ENDING_DISTURBED] = {"disturbed",
                          "somebody else changed the rules during the trial; that change is kept"},
    [ENDING_OVERTAKEN] = {"overtaken", NULL},
    [ENDING_NOT_APPLIED] = {"not-applied", "could not be applied"},
    [ENDING_NOT_LIVE] = {"not-live", "penstock was ended before the new rules were live"},
    [ENDING_RESTORED] = {"restored", "the confirmed rules were restored"},
    [ENDING_LOST] = {"lost", "its rules were lost"},
    [ENDING_TOLD] = {"told", NULL},
};

enum { ENDINGS = sizeof(endings) / sizeof(*endings) };

const char *ending_word(enum ending_how how)
{
    return endings[how].word;
}

int ending_parse(const char *word, enum ending_how *how)
{
    for (size_t i = 0; i < ENDINGS; i++)
        if (strcmp(word, endings[i].word) == 0) {
            *how = (enum ending_how)i;
            return 0;
        }
    return -1;
}

const char *ending_text(const struct ending *ending, char text[static ENDING_TEXT])
{
    const char *sentence = endings[ending->how].text;
    if (!sentence)
        snprintf(text, ENDING_TEXT, "%s", *ending->note ? ending->note : "undone");
    else if (*ending->by)
        snprintf(text, ENDING_TEXT, "%s by %s from %s", sentence, ending->by, ending->from);
    else if (*ending->note)
        snprintf(text, ENDING_TEXT, "%s: %s", sentence, ending->note);
    else
        snprintf(text, ENDING_TEXT, "%s", sentence);
    return text;
}
