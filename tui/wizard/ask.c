#include "tui/wizard/ask.h"

#include <stdio.h>

static void open_question(struct wizard *wizard, const char *words, const char *offer)
{
    struct question *question = &wizard->question;
    *question = (struct question){.open = true};
    snprintf(question->words, sizeof(question->words), "%s", words);
    snprintf(question->offer, sizeof(question->offer), "%s", offer);
}

void ask_text(struct wizard *wizard, const char *words, const char *offer, const char *text,
              void (*answer)(struct wizard *wizard, const char *text))
{
    open_question(wizard, words, offer);
    edit_set(&wizard->question.edit, text);
    wizard->question.answer = answer;
}

void ask_key(struct wizard *wizard, const char *words, const char *offer,
             bool (*key)(struct wizard *wizard, unsigned point))
{
    open_question(wizard, words, offer);
    wizard->question.keys = true;
    wizard->question.key = key;
}

void ask_press(struct wizard *wizard, const struct press *press)
{
    struct question *question = &wizard->question;
    if (press->code == PRESS_ESCAPE) {
        question->open = false;
    } else if (question->keys) {
        if (press->code == PRESS_POINT && question->key(wizard, press->point))
            question->open = false;
    } else if (press->code == PRESS_ENTER) {
        /* The answer may ask again. */
        struct edit answer = question->edit;
        question->open = false;
        question->answer(wizard, answer.text);
    } else {
        edit_press(&question->edit, press);
    }
}
