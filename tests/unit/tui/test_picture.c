/* The picture of a site as text, beside what is kept of it in tests/golden/pictures (PENSTOCK_UPDATE=1 writes
 * what is drawn now); and over random sites: no flow is missing, no arrow is more than its flows. */
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/sites.h"

#include "tui/picture/picture.h"

static const struct {
    const char *name, *site, *you;
    int rows, cols;
    bool ascii;
} cases[] = {
    {"single", "golden/worked/01-single.yaml", NULL, 19, 80, false},
    {"pair", "golden/worked/03-pair.yaml", NULL, 19, 80, false},
    {"pair-ascii", "golden/worked/03-pair.yaml", NULL, 19, 80, true},
    {"pair-old-client", "golden/worked/03-pair-old-client.yaml", NULL, 19, 80, false},
    {"triple", "golden/worked/04-triple.yaml", NULL, 19, 80, false},
    {"pair-permanent", "golden/worked/05-pair-permanent.yaml", NULL, 19, 80, false},
    {"triple-permanent", "golden/worked/06-triple-permanent-mixed.yaml", NULL, 19, 80, false},
    {"pair-dmz", "golden/worked/07-pair-dmz.yaml", NULL, 19, 80, false},
    {"pair-permanent-dmz", "golden/worked/08-pair-permanent-dmz.yaml", NULL, 19, 80, false},
    {"web-server", "golden/worked/09-pair-web-server.yaml", NULL, 19, 80, false},
    {"webx", "golden/worked/11-single-webx.yaml", NULL, 19, 80, false},
    {"riverside", "../tui/examples/geo-scada.yaml", "srv-a", 19, 80, false},
    {"riverside-ascii", "../tui/examples/geo-scada.yaml", "srv-a", 19, 80, true},
    {"riverside-large", "../tui/examples/geo-scada.yaml", "srv-a", 55, 200, false},
    {"riverside-dmz", "../tui/examples/geo-scada.yaml", "dmz-1", 19, 80, false},
    {"riverside-client", "../tui/examples/geo-scada.yaml", "control-room", 19, 80, false},
    {"riverside-gateway", "../tui/examples/geo-scada.yaml", "fw-1", 19, 80, false},
    {"smartserver", "../tui/examples/smartserver.yaml", NULL, 19, 80, false},
    {"smartserver-large", "../tui/examples/smartserver.yaml", NULL, 55, 200, false},
    {"many", "golden/pictures/many.yaml", "srv-b", 19, 80, false},
    {"many-large", "golden/pictures/many.yaml", "srv-b", 55, 200, false},
};

static char *read_all(FILE *file, size_t *length)
{
    struct text text = {0};
    char part[4096];
    size_t n;
    while (file && (n = fread(part, 1, sizeof(part), file)) > 0)
        text_add_n(&text, part, n);
    *length = text.length;
    return text_take(&text);
}

static char *read_path(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    char *text = read_all(file, length);
    if (file)
        fclose(file);
    return text;
}

static void load(struct scene *scene, const char *name, const char *yaml, size_t length)
{
    struct draft draft;
    *scene = (struct scene){0};
    draft_init(&draft);
    if (catalog_init(&scene->catalog, &scene->problems) < 0 ||
        draft_load(&draft, name, yaml, length, &scene->problems) < 0 ||
        site_check(&scene->site, &draft, &scene->catalog, &scene->problems) < 0)
        fail_with(&scene->problems);
    scene->result = flows_derive(&scene->flows, &scene->site, &scene->problems);
    draft_release(&draft);
}

static char *tell(const struct picture *picture, bool ascii)
{
    struct text text = {0};
    char *drawn = canvas_dump(&picture->canvas, ascii);
    text_add(&text, drawn);
    free(drawn);
    for (size_t i = 0; i < picture->note_count; i++)
        text_addf(&text, "%s\n", picture->notes[i]);
    return text_take(&text);
}

static void compare(const char *name, const char *drawn)
{
    char *path = xasprintf("%s/golden/pictures/%s.txt", TESTS, name);
    size_t length;
    if (getenv("PENSTOCK_UPDATE")) {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        fputs(drawn, file);
        fclose(file);
    }
    char *kept = read_path(path, &length);
    if (strcmp(kept, drawn) != 0)
        fail_msg("%s is drawn otherwise:\n%s\nkept was:\n%s", name, drawn, kept);
    free(kept);
    free(path);
}

static void as_kept(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct scene scene;
        struct picture picture;
        size_t length;
        char *path = xasprintf("%s/%s", TESTS, cases[i].site), *yaml = read_path(path, &length);
        load(&scene, path, yaml, length);
        const struct host *you = cases[i].you ? site_host(&scene.site, cases[i].you) : &scene.site.hosts[0];
        picture_make(&picture, &scene.flows, you, cases[i].rows, cases[i].cols);
        char *drawn = tell(&picture, cases[i].ascii);
        compare(cases[i].name, drawn);
        free(drawn);
        free(yaml);
        free(path);
        picture_release(&picture);
        scene_release(&scene);
    }
}

/* A random site of the second derivation's generator. */
static char *generate(unsigned seed, size_t *length)
{
    int ends[2];
    char number[16], *script = xasprintf("%s/golden/second/generate.py", TESTS);
    snprintf(number, sizeof(number), "%u", seed);
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    if (pid == 0) {
        dup2(ends[1], 1);
        close(ends[0]);
        execl("/usr/bin/python3", "python3", "-B", script, number, NULL);
        _exit(127);
    }
    close(ends[1]);
    FILE *file = fdopen(ends[0], "rb");
    char *yaml = read_all(file, length);
    int status;
    fclose(file);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    free(script);
    return yaml;
}

static const char *port_words(const struct flow *flow, char buffer[PORTS_TEXT])
{
    if (flow->protocol == PROTOCOL_ICMP)
        return "ping";
    if (flow->protocol == PROTOCOL_ANY || !flow->ports.first)
        return flow->verdict == VERDICT_DROP ? "DENIED" : "all";
    return ports_format(flow->ports, buffer);
}

/* All lines of the label at an arrow's head, from the canvas, up to the next head of its side. */
static bool labelled(const struct picture *picture, const struct picture_arrow *arrow, const char *word)
{
    char *drawn = canvas_dump(&picture->canvas, true), *line = drawn;
    bool found = false;
    for (int row = 0; row < arrow->row; row++)
        line = strchr(line, '\n') + 1;
    for (int row = 0; row < 8 && line && *line && !found; row++) {
        size_t length = strcspn(line, "\n");
        char *one = xstrndup(line, length);
        found = strstr(one, word) || strstr(one, " more");
        free(one);
        line += length + (line[length] == '\n');
    }
    free(drawn);
    return found;
}

static bool noted(const struct picture *picture, const struct flow *flow, const char *word)
{
    char from[PREFIX_TEXT], to[PREFIX_TEXT];
    for (size_t i = 0; i < picture->note_count; i++) {
        const char *note = picture->notes[i];
        bool ends = strstr(note, end_name(&flow->from, from)) && strstr(note, end_name(&flow->to, to));
        if ((ends || strncmp(note, "among ", 6) == 0) && strstr(note, word))
            return true;
    }
    return false;
}

static bool holds(const struct picture_arrow *arrow, size_t flow)
{
    for (size_t i = 0; i < arrow->flow_count; i++)
        if (arrow->flows[i] == flow)
            return true;
    return false;
}

/* In one arrow or in the notes, and named there. */
static void every_flow_is_told(const struct picture *picture, const struct flows *flows, unsigned seed)
{
    for (size_t i = 0; i < flows->count; i++) {
        const struct flow *flow = &flows->items[i];
        char buffer[PORTS_TEXT];
        const char *word = port_words(flow, buffer);
        size_t arrows = 0;
        for (size_t j = 0; j < picture->arrow_count; j++)
            if (holds(&picture->arrows[j], i)) {
                arrows++;
                if (!labelled(picture, &picture->arrows[j], word))
                    fail_msg("site %u: %s of flow %zu is not at its arrow\n%s", seed, word, i,
                             tell(picture, true));
            }
        if (arrows > 1 || (!arrows && !noted(picture, flow, word)))
            fail_msg("site %u: flow %zu (%s) is told %zu times\n%s", seed, i, word, arrows,
                     tell(picture, true));
    }
}

static bool means(const struct flows *flows, const struct picture_arrow *arrow, const char *word)
{
    char buffer[PORTS_TEXT];
    for (size_t i = 0; i < arrow->flow_count; i++)
        if (strcmp(port_words(&flows->items[arrow->flows[i]], buffer), word) == 0)
            return true;
    return strcmp(word, "udp") == 0 || strcmp(word, "more") == 0 || *word == '+' ||
           strcmp(word, "DENIED") == 0 || strcmp(word, "all") == 0;
}

static void no_arrow_says_more(const struct picture *picture, const struct flows *flows, unsigned seed)
{
    for (size_t i = 0; i < picture->arrow_count; i++) {
        const struct picture_arrow *arrow = &picture->arrows[i];
        char *words = xstrdup(arrow->label), *rest = words;
        assert_true(arrow->flow_count > 0);
        for (char *word; (word = strsep(&rest, " "));)
            if (!means(flows, arrow, word))
                fail_msg("site %u: '%s' is no port of the arrow's flows\n%s", seed, word,
                         tell(picture, true));
        for (size_t j = 0; j < arrow->flow_count && arrow->denied; j++)
            assert_int_equal(flows->items[arrow->flows[j]].verdict, VERDICT_DROP);
        free(words);
    }
}

static void one_you(const struct picture *picture)
{
    size_t count = 0;
    for (size_t i = 0; i < picture->box_count; i++)
        count += picture->boxes[i].you;
    assert_int_equal(count, 1);
}

static void of_random_sites(void **state)
{
    static const int sizes[][2] = {{19, 80}, {55, 200}};
    const char *many = getenv("PENSTOCK_PICTURE_SITES");
    (void)state;
    for (unsigned seed = 1; seed <= (many ? (unsigned)atoi(many) : 60); seed++) {
        struct scene scene;
        size_t length;
        char *yaml = generate(seed, &length);
        load(&scene, "generated", yaml, length);
        free(yaml);
        for (size_t i = 0; i < 2 * scene.site.host_count; i++) {
            struct picture picture;
            picture_make(&picture, &scene.flows, &scene.site.hosts[i / 2], sizes[i % 2][0], sizes[i % 2][1]);
            one_you(&picture);
            every_flow_is_told(&picture, &scene.flows, seed);
            no_arrow_says_more(&picture, &scene.flows, seed);
            picture_release(&picture);
        }
        scene_release(&scene);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(as_kept), cmocka_unit_test(of_random_sites)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
