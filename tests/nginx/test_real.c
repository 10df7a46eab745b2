/* Files of nginx as people have them, in shape: real/NAME.conf holds many, each behind a line `=== NAME`.
 *
 * A file's ports move from 80 and 443 to 1780 and 1443. What becomes other text is written `<<OLD|NEW>>`; nothing else
 * may change, and the way home leads to the very bytes. Lines behind the name: `= says: WORDS` is one of the remarks,
 * of which there are no others; `= refused: WORDS` is why it is not moved; `= ask: no` leaves redirects as they are;
 * `= run: whole` is a main file, `= run: no` is none that Debian's nginx takes (its modules are not there), so that it
 * is read alone; `= home: no` was not on the usual ports, where the way home leads. The program's argument: the real nginx is asked about one file in so many. */
#include <sys/mount.h>
#include <sys/stat.h>

#include "backends/nginx/home.h"
#include "backends/nginx/moves.h"
#include "tests/folder.h"
#include "tests/unit/netns.h"
#include "tests/unit/sites.h"

/* Behind what brings cmocka. */
#include "tests/unit/files.h"

#define FILE_PATH "/etc/nginx/sites-available/apollo.conf"
#define SITE(PORTS)                                                                                      \
    "product: smartserver\nversion: \"4.4\"\nhosts:\n"                                                   \
    "  - {name: ss-1, role: smartserver, address: 192.168.1.222, security: enhanced, interface: eth0}\n" \
    "ports: {" PORTS "}\n"

enum { WORDS_AT_MOST = 8 };

static unsigned every = 10;
static char *folder;

struct real {
    char *name, *old, *fresh;
    char *says[WORDS_AT_MOST];
    size_t says_count;
    char *refused;
    bool ask, whole, run, home;
};

struct trip {
    struct scene scene;
    struct plan plan;
};

static struct trip away, further, home;

static void trip_init(struct trip *trip, const char *yaml)
{
    scene_init(&trip->scene, yaml);
    scene_plan(&trip->scene, "ss-1", &trip->plan);
    trip->plan.ports_only = true;
}

static void trip_release(struct trip *trip)
{
    plan_release(&trip->plan);
    scene_release(&trip->scene);
}

static size_t faults;

/* All of them are told, not the first alone; frees the sentence. */
static void wrong(const struct real *real, char *sentence)
{
    printf("%s: %s\n", real->name, sentence);
    free(sentence);
    faults++;
}

/* Both texts of one that is written `<<OLD|NEW>>`. */
static void real_expand(struct real *real, const char *text)
{
    struct text old = {0}, fresh = {0};
    for (const char *mark; (mark = strstr(text, "<<"));) {
        const char *bar = strchr(mark, '|'), *end = strstr(mark, ">>");
        assert_true(bar && end && bar < end);
        text_add_n(&old, text, (size_t)(mark - text));
        text_add_n(&fresh, text, (size_t)(mark - text));
        text_add_n(&old, mark + 2, (size_t)(bar - mark) - 2);
        text_add_n(&fresh, bar + 1, (size_t)(end - bar) - 1);
        text = end + 2;
    }
    text_add(&old, text);
    text_add(&fresh, text);
    real->old = text_take(&old);
    real->fresh = text_take(&fresh);
}

static void real_word(struct real *real, char *line)
{
    if (strncmp(line, "says: ", 6) == 0 && real->says_count < WORDS_AT_MOST)
        real->says[real->says_count++] = line + 6;
    else if (strncmp(line, "refused: ", 9) == 0)
        real->refused = line + 9;
    else if (strcmp(line, "ask: no") == 0)
        real->ask = false;
    else if (strcmp(line, "run: whole") == 0)
        real->whole = true;
    else if (strcmp(line, "home: no") == 0)
        real->home = false;
    else if (strcmp(line, "run: no") == 0)
        real->run = false;
    else
        fail_msg("%s: '%s' is no word of a case", real->name, line);
}

/* The next case of a file; its text is cut up. */
static bool real_next(struct real *real, char **rest)
{
    char *end;
    if (!*rest || !**rest)
        return false;
    *real = (struct real){.name = *rest + 4, .ask = true, .run = true, .home = true};
    assert_memory_equal(*rest, "=== ", 4);
    strsep(rest, "\n");
    while (strncmp(*rest, "= ", 2) == 0)
        real_word(real, strsep(rest, "\n") + 2);
    end = strstr(*rest, "\n=== ");
    if (end)
        end[1] = '\0';
    real_expand(real, *rest);
    *rest = end ? end + 1 : NULL;
    if (end)
        end[1] = '=';
    return true;
}

static void put(const char *path, const char *text)
{
    struct machine machine = {.root = folder};
    struct failure failure = {0};
    if (machine_write(&machine, path, text, strlen(text), 0644, &failure) != 0)
        fail_msg("%s", failure.message);
}

/* nginx -t, as the file of a machine: in a main file of ours, or by itself. */
static void ask_nginx(const struct real *real, const char *text, const char *form)
{
    static const char http[] = "http { access_log off; ssl_reject_handshake on; ";
    struct output output;
    struct failure failure = {0};
    char *open = real->whole ? strstr(text, "http {") : NULL;
    char *rest = open ? open + 6 : NULL;
    char *whole = rest ? xasprintf("%.*s%s%s", (int)(open - text), text, http, rest)
                       : xasprintf("events {}\n%s include site.conf; }\n", http);
    assert_true(!real->whole || open);
    put("/nginx.conf", whole);
    put("/site.conf", text);
    char *conf = xasprintf("%s/nginx.conf", folder);
    char *argv[] = {"/usr/sbin/nginx", "-tq", "-p", folder, "-c", conf, NULL};
    if (machine_run(argv, NULL, 30, &output, &failure) != 0)
        fail_msg("%s", failure.message);
    if (output.status != 0)
        wrong(real, xasprintf("%s: nginx says: %s", form, output.err));
    output_release(&output);
    free(conf);
    free(whole);
}

static void check_remarks(const struct real *real, const struct problems *remarks)
{
    for (size_t i = 0; i < real->says_count; i++) {
        bool said = false;
        for (size_t k = 0; k < remarks->count; k++)
            said = said || strstr(remarks->items[k].message, real->says[i]);
        if (!said)
            wrong(real, xasprintf("it does not say '%s' (but '%s')", real->says[i],
                                  remarks->count ? remarks->items[0].message : ""));
    }
    if (remarks->count != real->says_count)
        wrong(real, xasprintf("%zu remarks, the last: %s", remarks->count,
                              remarks->count ? remarks->items[remarks->count - 1].message : ""));
}

static void check_text(const struct real *real, const char *form, const char *got, const char *wanted)
{
    if (strcmp(got, wanted) != 0)
        wrong(real, xasprintf("%s is\n%s\nand should be\n%s", form, got, wanted));
}

/* One move of the file as it lies there; the file becomes what it shall be. */
static void travel(const struct real *real, const struct trip *trip, bool ask, struct moves *moves)
{
    struct machine machine = {.root = folder};
    struct failure failure = {0};
    struct moves_wish wish = {.file = FILE_PATH, .fix_redirect = ask};
    if (moves_make(moves, &machine, &trip->plan, &wish, &failure) != 0) {
        *moves = (struct moves){0};
        wrong(real, xasprintf("it is refused: %s", failure.message));
        return;
    }
    if (!moves->any)
        return;
    char *ports = home_ports(FILE_PATH, &moves->web.wishes);
    if (home_keep(&machine, FILE_PATH, moves->web.home, &failure) != 0 ||
        home_arrive(&machine, ports, &failure) != 0)
        fail_msg("%s", failure.message);
    free(ports);
    put(FILE_PATH, moves->web.fresh);
}

static void must_refuse(const struct real *real)
{
    struct machine machine = {.root = folder};
    struct failure failure = {0};
    struct moves moves;
    struct moves_wish wish = {.file = FILE_PATH, .fix_redirect = real->ask};
    if (moves_make(&moves, &machine, &away.plan, &wish, &failure) == 0) {
        wrong(real, xasprintf("it is not refused"));
        moves_release(&moves);
    } else if (!strstr(failure.message, real->refused)) {
        wrong(real, xasprintf("it is refused by '%s'", failure.message));
    }
}

static void goes(const struct real *real, const struct trip *trip, bool ask, const char *form,
                 const char *wanted)
{
    struct moves moves;
    travel(real, trip, ask, &moves);
    check_text(real, form, moves.web.fresh ? moves.web.fresh : "nothing", wanted);
    moves_release(&moves);
}

static void must_come_home(const struct real *real)
{
    struct moves moves;
    goes(real, &home, false, "the way home", real->old);
    goes(real, &away, real->ask, "the second move", real->fresh);
    travel(real, &further, false, &moves);
    moves_release(&moves);
    goes(real, &home, false, "the long way home", real->old);
    goes(real, &away, real->ask, "the third move", real->fresh);
    char *touched = xasprintf("# of other hands\n%s", real->fresh);
    char *wanted = xasprintf("# of other hands\n%s", real->old);
    put(FILE_PATH, touched);
    goes(real, &home, false, "the way home with a line of others", wanted);
    free(touched);
    free(wanted);
}

static void must_move(const struct real *real, bool asked)
{
    struct moves moves;
    travel(real, &away, real->ask, &moves);
    if (!moves.web.fresh)
        return;
    check_text(real, "the moved file", moves.web.fresh, real->fresh);
    check_remarks(real, &moves.web.remarks);
    if (asked) {
        ask_nginx(real, real->old, "as it is");
        ask_nginx(real, moves.web.bridge, "on both ports");
        ask_nginx(real, moves.web.fresh, "moved");
    }
    moves_release(&moves);
    goes(real, &away, real->ask, "the file that is there already", real->fresh);
    if (real->home)
        must_come_home(real);
}

/* *seen counts over all files. */
static void play_file(const char *path, size_t *seen)
{
    struct machine machine = {.root = folder};
    struct failure failure = {0};
    struct real real;
    size_t length;
    char *text = test_file_read(path, &length), *rest = text;
    while (real_next(&real, &rest)) {
        machine_remove(&machine, "/var/lib/penstock/nginx.home", &failure);
        machine_remove(&machine, "/var/lib/penstock/nginx.ports", &failure);
        put(FILE_PATH, real.old);
        if (real.refused)
            must_refuse(&real);
        else
            must_move(&real, real.run && (*seen)++ % every == 0);
        free(real.old);
        free(real.fresh);
    }
    free(text);
}

static void moves_what_people_have(void **state)
{
    size_t seen = 0;
    (void)state;
    struct test_files files = test_files_in(TESTS "/nginx/real", ".conf");
    assert_in_range(files.count, 1, SIZE_MAX);
    for (size_t i = 0; i < files.count; i++)
        play_file(files.paths[i], &seen);
    test_files_release(&files);
    assert_int_equal(faults, 0);
}

/* What is half moved by hand is finished, and all of it goes home; so is a file that somebody put back. */
static void finishes_what_others_began(void **state)
{
    static const char at_home[] = "server { listen 80; listen [::]:80; } server { listen 443 ssl; }\n";
    static const char half[] = "server { listen 1780; listen [::]:80; } server { listen 1443 ssl; }\n";
    static const char moved[] = "server { listen 1780; listen [::]:1780; } server { listen 1443 ssl; }\n";
    struct real real = {.name = "half moved"};
    (void)state;
    faults = 0;
    put(FILE_PATH, at_home);
    goes(&real, &away, false, "the first move", moved);
    goes(&real, &home, false, "the first way home", at_home);
    put(FILE_PATH, half);
    goes(&real, &away, false, "the move that others began", moved);
    goes(&real, &home, false, "the way home from there", at_home);
    put(FILE_PATH, moved);
    goes(&real, &home, false, "the way home from what others moved", at_home);
    assert_int_equal(faults, 0);
}

/* Of its own: the network that nginx -t opens sockets in, and what it writes. */
static int set_up(void **state)
{
    static const char *const own[] = {"/run", "/var/lib/nginx", "/var/log/nginx"};
    static const char *const read[] = {"/mime.types", "/fastcgi_params", "/proxy_params",
                                       "/snippets/ssl.conf"};
    static const char *const folders[] = {"/etc/nginx/sites-available", "/snippets", "/var/lib/penstock"};
    struct failure failure = {0};
    (void)state;
    netns_private();
    assert_null(apart_mounts());
    for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
        assert_int_equal(mount("tmpfs", own[i], "tmpfs", 0, NULL), 0);
    folder = folder_make();
    assert_int_equal(mount("tmpfs", folder, "tmpfs", 0, NULL), 0);
    struct machine machine = {.root = folder};
    for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++)
        assert_int_equal(machine_folder(&machine, folders[i], 0700, &failure), 0);
    for (size_t i = 0; i < sizeof(read) / sizeof(*read); i++)
        put(read[i], "");
    trip_init(&away, SITE("http: 1780, https: 1443"));
    trip_init(&further, SITE("http: 2780, https: 2443"));
    trip_init(&home, SITE("http: 80, https: 443"));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    trip_release(&away);
    trip_release(&further);
    trip_release(&home);
    umount(folder);
    folder_remove(folder);
    return 0;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(moves_what_people_have),
                                       cmocka_unit_test(finishes_what_others_began)};
    every = argc > 1 && atoi(argv[1]) > 0 ? (unsigned)atoi(argv[1]) : every;
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
