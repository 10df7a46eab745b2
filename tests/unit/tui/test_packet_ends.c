#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/embed/embed.h"
#include "tui/words/packet_ends.h"

struct fixture {
    struct catalog catalog;
    struct draft draft;
    struct site site;
};

static struct fixture fixture;

static int set_up(void **state)
{
    (void)state;
    struct problems problems = {0};
    const struct embedded *example = embedded_find(builtin_examples, "geo-scada");
    assert_int_equal(catalog_init(&fixture.catalog, &problems), 0);
    draft_init(&fixture.draft);
    assert_int_equal(draft_load(&fixture.draft, "example", example->text, example->length, &problems), 0);
    assert_int_equal(site_check(&fixture.site, &fixture.draft, &fixture.catalog, &problems), 0);
    problems_release(&problems);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    site_release(&fixture.site);
    draft_release(&fixture.draft);
    catalog_release(&fixture.catalog);
    return 0;
}

static void ends_are(const char *from, const char *to, const char *from_address, const char *to_address)
{
    struct packet packet = {0};
    char *why = NULL, text[PREFIX_TEXT];
    assert_int_equal(packet_ends(&packet, &fixture.site, from, to, &why), 0);
    assert_string_equal(prefix_format(&packet.from, text), from_address);
    assert_string_equal(prefix_format(&packet.to, text), to_address);
}

static void names_become_addresses_of_one_family(void **state)
{
    (void)state;
    ends_are("srv-b", "srv-a", "10.20.0.12", "10.20.0.11");
    ends_are("srv-a", "fd00:20::5", "fd00:20::11", "fd00:20::5");
    ends_are("2001:db8::/32", "srv-a", "2001:db8::1", "fd00:20::11");
    ends_are("control-room", "192.0.2.0/31", "10.21.0.1", "192.0.2.0");
}

static void refused(const char *from, const char *to, const char *sentence)
{
    struct packet packet = {0};
    char *why = NULL;
    assert_int_equal(packet_ends(&packet, &fixture.site, from, to, &why), -1);
    assert_string_equal(why, sentence);
    free(why);
}

static void what_is_no_end_is_told(void **state)
{
    (void)state;
    refused("srv-b", "fd00::1", "'srv-b' and 'fd00::1' have no address family in common; a packet needs one");
    refused("fw-1", "srv-a", "'fw-1' has no address in the site; give an address instead");
    refused("srv-a", "ofice", "'ofice' is no host of the site and no address; did you mean 'office'?");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_become_addresses_of_one_family),
        cmocka_unit_test(what_is_no_end_is_told),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
