/* How a trial ended: a value with its facts. Whoever decides looks at `how`; the sentence is made by ending_text
 * and nowhere else. The journal and the history keep the word. */
#ifndef CORE_DESK_ENDING_H
#define CORE_DESK_ENDING_H

enum ending_how {
    ENDING_NONE,        /* it has not ended */
    ENDING_CONFIRMED,   /* `by` and `from` say who */
    ENDING_ROLLED_BACK, /* likewise */
    ENDING_EXPIRED,     /* nobody confirmed in time */
    ENDING_RESTARTED,   /* the machine was restarted before anybody confirmed */
    ENDING_REMOVED,     /* somebody else removed or changed its rules */
    ENDING_DISTURBED,   /* somebody else changed the rules; that change is kept */
    ENDING_OVERTAKEN,   /* somebody else changed the rules while it was confirmed; `note` says how */
    ENDING_NOT_APPLIED, /* `note` says why */
    ENDING_NOT_LIVE,    /* penstock was ended before the new rules were live */
    ENDING_RESTORED,    /* a restore loaded the confirmed rules over it */
    ENDING_LOST,        /* its rules were lost, so that its confirm could not be finished */
    ENDING_TOLD         /* only a sentence is known, in `note`: an earlier penstock wrote it */
};

enum { ENDING_BY = 64, ENDING_FROM = 128, ENDING_NOTE = 600, ENDING_TEXT = 900 };

struct ending {
    enum ending_how how;
    char by[ENDING_BY], from[ENDING_FROM]; /* who ended it, over what; "" = not known */
    char note[ENDING_NOTE];
};

struct ending ending_by(enum ending_how how, const char *by, const char *from);
/* A word for each, by `how`, as files keep them; NULL ends it. */
extern const char *const ending_words[];
/* `confirmed by apollo from 10.20.0.44`, `nobody confirmed in time`; "" for one that has not ended. Returns `text`.
 */
const char *ending_text(const struct ending *ending, char text[static ENDING_TEXT]);

#endif
