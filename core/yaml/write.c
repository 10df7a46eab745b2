#include <ctype.h>
#include <string.h>

#include "core/base/text.h"
#include "core/yaml/yaml.h"

static bool looks_like_a_fraction(const char *word)
{
    size_t digits = strspn(word, "0123456789");
    return digits && word[digits] == '.' &&
           word[digits + 1 + strspn(word + digits + 1, "0123456789")] == '\0';
}

/* Plain words that every YAML reader takes as they stand, in lists and maps of one line too. Fractions are
 * quoted for the others: they would make 4.1 of 4.10. */
static bool yaml_write_is_plain(const char *word)
{
    size_t length = strlen(word);
    if (length == 0 || !isalnum((unsigned char)word[0]) || word[length - 1] == ' ' ||
        looks_like_a_fraction(word))
        return false;
    for (const char *c = word; *c; c++)
        if ((unsigned char)*c < 0x80 && !isalnum((unsigned char)*c) && !strchr(" -_./+()", *c))
            return false;
    return true;
}

void yaml_write_word(struct text *out, const char *word)
{
    if (yaml_write_is_plain(word)) {
        text_add(out, word);
        return;
    }
    text_add(out, "\"");
    for (const char *c = word; *c; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            text_addf(out, "\\x%02x", (unsigned char)*c);
        else {
            if (*c == '"' || *c == '\\')
                text_add(out, "\\");
            text_add_n(out, c, 1);
        }
    }
    text_add(out, "\"");
}
