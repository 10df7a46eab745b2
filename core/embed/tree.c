/* tree NAME OUT FILE...: at build time, writes OUT, a C file with `const struct embedded_tree NAME[]`: each
 * YAML file's name and its tree. Nothing is left to parse when the program starts. Exit 1: a file is broken.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/yaml/yaml.h"

static FILE *out;
static int nodes;

static void write_word(const char *word)
{
    if (!word) {
        fputs("0", out);
        return;
    }
    fputc('"', out);
    for (const unsigned char *at = (const unsigned char *)word; *at; at++)
        if (*at < 0x20 || *at >= 0x7f || *at == '"' || *at == '\\' || *at == '?')
            fprintf(out, "\\%03o", *at);
        else
            fputc(*at, out);
    fputc('"', out);
}

static void write_link(int number)
{
    if (number < 0)
        fputs("0", out);
    else
        fprintf(out, "&nodes[%d]", number);
}

/* Children before their parents, and the last of them first: what a node points to has its number already. */
static int write_node(const struct yaml *node, const char *file, int next)
{
    const struct yaml **children = xcalloc(node->count + 1, sizeof(*children));
    size_t count = 0;
    int first = -1;
    for (const struct yaml *child = node->kind == YAML_WORD ? NULL : node->first; child; child = child->next)
        children[count++] = child;
    while (count)
        first = write_node(children[--count], file, first);
    free(children);
    fprintf(out, "    {%d, %d, %u, %d, %d, %d, %d, ", (int)node->kind, node->quoted, node->count, node->line,
            node->column, node->key_line, node->key_column);
    write_word(node->kind == YAML_WORD ? node->word : NULL);
    fprintf(out, ", \"%s\", ", file);
    write_word(node->key);
    fputs(", ", out);
    write_link(first);
    fputs(", ", out);
    write_link(next);
    fputs("},\n", out);
    return nodes++;
}

static char *embed_tree_name_of(const char *path)
{
    const char *base = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    return xstrndup(base, strcspn(base, "."));
}

static char *embed_tree_read_all(const char *path, size_t *length)
{
    char *text = xcalloc(1, 1 << 20);
    FILE *in = fopen(path, "r");
    *length = in ? fread(text, 1, 1 << 20, in) : 0;
    if (in)
        fclose(in);
    return text;
}

static int embed_tree_write_file(const char *path)
{
    struct arena arena = {0};
    struct problems problems = {0};
    size_t length;
    char *name = embed_tree_name_of(path), *text = embed_tree_read_all(path, &length);
    const struct yaml *root = yaml_parse(path, text, length, &arena, &problems);
    int number = root ? write_node(root, name, -1) : -1;
    for (size_t i = 0; i < problems.count; i++) {
        char *line = problem_line(&problems.items[i]);
        fprintf(stderr, "%s\n", line);
        free(line);
    }
    problems_release(&problems);
    arena_release(&arena);
    free(name);
    free(text);
    return number;
}

int main(int argc, char **argv)
{
    int roots[64];
    out = argc >= 4 && argc < 67 ? fopen(argv[2], "w") : NULL;
    if (!out)
        return 2;
    fputs(
        "#include \"core/embed/embed.h\"\n#include \"core/yaml/yaml.h\"\n\nstatic struct yaml nodes[] = {\n",
        out);
    for (int i = 3; i < argc; i++)
        if ((roots[i - 3] = embed_tree_write_file(argv[i])) < 0)
            return 1;
    fprintf(out, "};\n\nconst struct embedded_tree %s[] = {\n", argv[1]);
    for (int i = 3; i < argc; i++) {
        char *name = embed_tree_name_of(argv[i]);
        fprintf(out, "    {\"%s\", &nodes[%d]},\n", name, roots[i - 3]);
        free(name);
    }
    fputs("    {0, 0},\n};\n", out);
    return fclose(out) == 0 ? 0 : 1;
}
