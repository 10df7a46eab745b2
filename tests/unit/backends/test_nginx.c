/* The file of nginx: its tokens, its listens, and what a move makes of it. */
#include "backends/nginx/diff.h"
#include "backends/nginx/edit.h"
#include "core/base/text.h"

/* cmocka has a macro of the name `fail`: its header comes last. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char apollo[] = "server {\n"
                             "    listen                  80 default_server; # listen 81;\n"
                             "    listen             [::]:80 default_server ipv6only=on;\n"
                             "    return 301 https://$host$request_uri;\n"
                             "}\n"
                             "server {\n"
                             "    listen 443 ssl; listen 8080;\n"
                             "}\n";

static struct web_wishes wishes(uint16_t http, uint16_t https, bool fix)
{
    return (struct web_wishes){.items = {{"http", false, 80, http, 0}, {"https", true, 443, https, 0}},
                               .count = 2,
                               .fix_redirect = fix};
}

static char *edited(const char *text, const struct web_wishes *all, enum edit_form form)
{
    struct listens listens;
    struct failure failure = {0};
    assert_int_equal(listens_read(&listens, text, strlen(text), "a.conf", &failure), 0);
    char *made = listen_edit_text(text, strlen(text), &listens, all, form);
    listens_release(&listens);
    return made;
}

static void same(char *got, const char *wanted)
{
    assert_string_equal(got, wanted);
    free(got);
}

static void moves_the_port_token_alone(void **state)
{
    (void)state;
    struct web_wishes all = wishes(1780, 1443, false);
    same(edited(apollo, &all, EDIT_FINAL), "server {\n"
                                           "    listen                  1780 default_server; # listen 81;\n"
                                           "    listen             [::]:1780 default_server ipv6only=on;\n"
                                           "    return 301 https://$host$request_uri;\n"
                                           "}\n"
                                           "server {\n"
                                           "    listen 1443 ssl; listen 8080;\n"
                                           "}\n");
}

static void quotes_stay_around_the_port(void **state)
{
    (void)state;
    struct web_wishes all = wishes(1780, 1443, true);
    same(edited("server { listen '80'; listen \"[fd00::1]:80\"; return 301 \"https://$host$request_uri\"; }",
                &all, EDIT_FINAL),
         "server { listen '1780'; listen \"[fd00::1]:1780\"; return 301 \"https://$host:1443$request_uri\"; "
         "}");
}

static void other_pages_stay(void **state)
{
    (void)state;
    struct web_wishes all = wishes(80, 443, false), away = wishes(1780, 1443, false);
    static const char usual[] = "server { listen 127.0.0.1:8081; } server { listen 80; listen 443 ssl; }";
    static const char moved[] = "server { listen 127.0.0.1:8081; } server { listen 1780; listen 1443 ssl; }";
    same(edited(usual, &all, EDIT_FINAL), usual);
    same(edited(usual, &away, EDIT_FINAL), moved);
    same(edited(moved, &away, EDIT_FINAL), moved);
}

static void bridges_with_both_ports(void **state)
{
    (void)state;
    struct web_wishes all = wishes(1780, 1443, true);
    same(edited(apollo, &all, EDIT_BRIDGE), "server {\n"
                                            "    listen                  80 default_server;\n"
                                            "    listen                  1780 default_server; # listen 81;\n"
                                            "    listen             [::]:80 default_server ipv6only=on;\n"
                                            "    listen             [::]:1780 default_server ipv6only=on;\n"
                                            "    return 301 https://$host:1443$request_uri;\n"
                                            "}\n"
                                            "server {\n"
                                            "    listen 443 ssl;\n"
                                            "    listen 1443 ssl; listen 8080;\n"
                                            "}\n");
}

static void comes_back_byte_for_byte(void **state)
{
    (void)state;
    struct web_wishes away = wishes(1780, 1443, true), home = wishes(80, 443, true);
    char *moved = edited(apollo, &away, EDIT_FINAL);
    same(edited(moved, &home, EDIT_FINAL), apollo);
    free(moved);
}

static void a_half_moved_file_is_finished(void **state)
{
    (void)state;
    struct web_wishes all = wishes(1780, 443, false);
    static const char half[] = "server { listen 1780; listen [::]:80; listen 80; }";
    same(edited(half, &all, EDIT_FINAL), "server { listen 1780; listen [::]:1780;  }");
    static const char lines[] = "server {\n  listen 80;\n  listen 1780;\n}\n";
    same(edited(lines, &all, EDIT_FINAL), "server {\n  listen 1780;\n}\n");
}

static void reads_every_form_of_listen(void **state)
{
    (void)state;
    static const char text[] =
        "http { server { listen 127.0.0.1:81; listen *:82; listen [::1]:83 ssl; listen [::1];\n"
        "listen unix:/run/s; listen name:84; listen '85'; listen 86-88; listen name; } }\n"
        "server { ssl on; listen 90; } stream { server { listen 91; } } # listen 92;\n"
        "upstream u { server 10.0.0.1:93; } server { set $a '}'; listen 94; }\n";
    static const struct {
        uint16_t port, last;
        bool tls, foreign;
    } wanted[] = {{81, 81, false, false}, {82, 82, false, false}, {83, 83, true, false},
                  {80, 80, false, false}, {84, 84, false, false}, {85, 85, false, false},
                  {86, 88, false, false}, {80, 80, false, false}, {90, 90, true, false},
                  {91, 91, false, true},  {94, 94, false, false}};
    struct listens listens;
    struct failure failure = {0};
    assert_int_equal(listens_read(&listens, text, sizeof(text) - 1, "a.conf", &failure), 0);
    size_t count = sizeof(wanted) / sizeof(*wanted), found = 0;
    for (size_t i = 0; i < listens.count; i++) {
        assert_true(found < count);
        assert_int_equal(listens.items[i].port, wanted[found].port);
        assert_int_equal(listens.items[i].last, wanted[found].last);
        assert_int_equal(listens.items[i].tls, wanted[found].tls);
        assert_int_equal(listens.items[i].foreign, wanted[found].foreign);
        found++;
    }
    assert_int_equal(found, count);
    listens_release(&listens);
}

static void refuses_what_is_no_configuration(void **state)
{
    (void)state;
    static const struct {
        const char *text, *words;
    } cases[] = {{"server {\n listen 80;\n", "line 3: a '}' is missing"},
                 {"server { }\n}\n", "line 2: a '}' closes nothing"},
                 {"server {\n root 'x;\n", "line 2: a quote has no end"}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct listens listens;
        struct failure failure = {0};
        assert_int_equal(listens_read(&listens, cases[i].text, strlen(cases[i].text), "a.conf", &failure),
                         -1);
        assert_non_null(strstr(failure.message, cases[i].words));
    }
    struct listens listens;
    struct failure failure = {0};
    assert_int_equal(listens_read(&listens, "a\0b;", 4, "a.conf", &failure), -1);
}

/* What a move of both ports makes of a server's directive; NULL: it stays. */
struct redirect_case {
    const char *was, *becomes;
    bool misleads; /* it is told as leading to the old port, although it was to be mended */
};

static char *page_of(const char *directive, const char *http, const char *https)
{
    return xasprintf("server { server_name Device.example; listen %s; %s }\nserver { listen %s ssl; }\n",
                     http, directive, https);
}

static size_t misleading(const char *text, const struct web_wishes *all)
{
    struct listens listens;
    struct failure failure = {0};
    size_t count = 0;
    assert_int_equal(listens_read(&listens, text, strlen(text), "a.conf", &failure), 0);
    for (size_t i = 0; i < listens.redirects.count; i++)
        count += listen_edit_misleads(&listens, all, &listens.redirects.items[i]);
    listens_release(&listens);
    return count;
}

static void plays_redirect(const struct redirect_case *each)
{
    struct web_wishes away = wishes(1780, 1443, true), kept = wishes(1780, 1443, false);
    char *text = page_of(each->was, "80", "443");
    char *wanted = page_of(each->becomes ? each->becomes : each->was, "1780", "1443");
    same(edited(text, &away, EDIT_FINAL), wanted);
    assert_int_equal(misleading(text, &away), each->misleads);
    assert_int_equal(misleading(text, &kept), each->misleads || each->becomes);
    free(text);
    free(wanted);
}

static void mends_redirects_in_every_form(void **state)
{
    (void)state;
    static const struct redirect_case cases[] = {
        {"return 301 https://$host$request_uri;", "return 301 https://$host:1443$request_uri;", false},
        {"return 302 https://$server_name$request_uri;", "return 302 https://$server_name:1443$request_uri;",
         false},
        {"return 307 https://${host}$request_uri;", "return 307 https://${host}:1443$request_uri;", false},
        {"return 308 https://$host/;", "return 308 https://$host:1443/;", false},
        {"return 301 https://$host:443/x;", "return 301 https://$host:1443/x;", false},
        {"return 301 https://$hostname/;", "return 301 https://$hostname:1443/;", false},
        {"return https://$host$request_uri;", "return https://$host:1443$request_uri;", false},
        {"return 301 https://$host;", "return 301 https://$host:1443;", false},
        {"return 301 'https://$host?a';", "return 301 'https://$host:1443?a';", false},
        {"return 301 https://$http_host$request_uri;", "return 301 https://$host:1443$request_uri;", false},
        {"return 301 https://box.example$request_uri;", "return 301 https://box.example:1443$request_uri;",
         false},
        {"return 301 https://device.example/start;", "return 301 https://device.example:1443/start;", false},
        {"return 301 https://10.1.2.3$uri;", "return 301 https://10.1.2.3:1443$uri;", false},
        {"return 301 https://[fd00::1]$uri;", "return 301 https://[fd00::1]:1443$uri;", false},
        {"rewrite ^ https://$host$request_uri? permanent;",
         "rewrite ^ https://$host:1443$request_uri? permanent;", false},
        {"rewrite ^/(.*)$ https://$host/$1 redirect;", "rewrite ^/(.*)$ https://$host:1443/$1 redirect;",
         false},
        {"rewrite ^/(.*)$ https://$host/$1;", "rewrite ^/(.*)$ https://$host:1443/$1;", false},
        {"error_page 497 =301 https://$host$request_uri;",
         "error_page 497 =301 https://$host:1443$request_uri;", false},
        {"error_page 497 https://$host$uri;", "error_page 497 https://$host:1443$uri;", false},
        {"location / { return 301 https://$host$request_uri; }",
         "location / { return 301 https://$host:1443$request_uri; }", false},
        {"if ($scheme = http) { return 301 https://$host$request_uri; }",
         "if ($scheme = http) { return 301 https://$host:1443$request_uri; }", false},
        {"return 301 $scheme://$host/x;", "return 301 $scheme://$host:1780/x;", false},
        {"return 301 http://$host/x;", "return 301 http://$host:1780/x;", false},
        {"add_header Alt-Svc 'h3=\":443\"; ma=86400';", "add_header Alt-Svc 'h3=\":1443\"; ma=86400';",
         false},
        {"return 301 https://shop.example/start;", NULL, true},
        {"return 301 https://www.$host$request_uri;", NULL, true},
        {"return 301 https://$target$request_uri;", NULL, true},
        {"return 301 $where;", NULL, true},
        {"return 301 https://$host:8443/x;", NULL, false},
        {"return 301 https://$host:$server_port/x;", NULL, false},
        {"return 301 http://$http_host/x;", NULL, false},
        {"return 301 /start;", NULL, false},
        {"return 301 $uri/;", NULL, false},
        {"return 200 https://$host/;", NULL, false},
        {"return 444;", NULL, false},
        {"rewrite ^ /index.html last;", NULL, false},
        {"error_page 500 /50x.html;", NULL, false},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        plays_redirect(&cases[i]);
}

static void mends_redirects_of_servers_with_tls(void **state)
{
    (void)state;
    struct web_wishes all = wishes(1780, 1443, true);
    same(edited("server { listen 443 ssl; return 301 https://$server_name$uri; error_page 497 "
                "https://$http_host$request_uri; }",
                &all, EDIT_FINAL),
         "server { listen 1443 ssl; return 301 https://$server_name:1443$uri; error_page 497 "
         "https://$http_host$request_uri; }");
    same(edited("server { listen 80; listen 443 ssl; return 301 https://$http_host/; }", &all, EDIT_FINAL),
         "server { listen 1780; listen 1443 ssl; return 301 https://$host:1443/; }");
}

static void quic_moves_with_its_twin(void **state)
{
    (void)state;
    struct web_wishes all = wishes(80, 1443, false);
    static const char text[] = "server {\n listen 443 quic reuseport;\n listen 443 ssl;\n}\n";
    same(edited(text, &all, EDIT_FINAL), "server {\n listen 1443 quic reuseport;\n listen 1443 ssl;\n}\n");
    same(edited(text, &all, EDIT_BRIDGE),
         "server {\n listen 443 quic reuseport;\n listen 1443 quic reuseport;\n"
         " listen 443 ssl;\n listen 1443 ssl;\n}\n");
}

static void loopback_stays(void **state)
{
    (void)state;
    struct web_wishes all = wishes(1780, 443, false);
    same(edited("server { listen localhost:80; listen 127.0.0.1; listen [::1]:80; listen 10.0.0.1:80; }",
                &all, EDIT_FINAL),
         "server { listen localhost:80; listen 127.0.0.1; listen [::1]:80; listen 10.0.0.1:1780; }");
}

static void shows_a_unified_diff(void **state)
{
    (void)state;
    same(diff_unified("f", "a\n", "a\n"), "");
    same(diff_unified("f", "1\n2\n3\n4\n5\n6\n", "1\n2\n3\n4\nfive\n6\n"),
         "--- f\n+++ f\n@@ -2,5 +2,5 @@\n 2\n 3\n 4\n-5\n+five\n 6\n");
    same(diff_unified("f", "", "new\n"), "--- f\n+++ f\n@@ -0,0 +1,1 @@\n+new\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moves_the_port_token_alone),
        cmocka_unit_test(quotes_stay_around_the_port),
        cmocka_unit_test(other_pages_stay),
        cmocka_unit_test(bridges_with_both_ports),
        cmocka_unit_test(comes_back_byte_for_byte),
        cmocka_unit_test(a_half_moved_file_is_finished),
        cmocka_unit_test(reads_every_form_of_listen),
        cmocka_unit_test(refuses_what_is_no_configuration),
        cmocka_unit_test(mends_redirects_in_every_form),
        cmocka_unit_test(mends_redirects_of_servers_with_tls),
        cmocka_unit_test(quic_moves_with_its_twin),
        cmocka_unit_test(loopback_stays),
        cmocka_unit_test(shows_a_unified_diff),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
