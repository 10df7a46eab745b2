#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/net/net.h"

static struct prefix prefix(const char *text)
{
    struct prefix out;
    const char *why = NULL;
    if (prefix_parse(text, &out, &why) < 0)
        fail_msg("'%s': %s", text, why);
    return out;
}

static void prefixes_read_and_write(void **state)
{
    (void)state;
    static const char *const same[] = {
        "192.0.2.7", "10.0.0.0/8",      "0.0.0.0/0",         "192.0.2.128/25",
        "::/0",      "2001:db8::1",     "2001:db8::/32",     "fe80::/10",
        "::1",       "255.255.255.255", "2001:db8:0:1::/64", "2001:db8::8000/113"};
    char text[PREFIX_TEXT];
    for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
        struct prefix read = prefix(same[i]);
        assert_string_equal(prefix_format(&read, text), same[i]);
    }
    struct prefix full = prefix("2001:DB8:0:0:0:0:0:1/128"), four = prefix("192.0.2.7/32");
    assert_string_equal(prefix_format(&full, text), "2001:db8::1");
    assert_string_equal(prefix_format(&four, text), "192.0.2.7");
    assert_true(prefix_is_single(&full) && prefix_is_single(&four));
}

static void bad_prefixes_say_why(void **state)
{
    (void)state;
    static const struct {
        const char *text, *why;
    } bad[] = {
        {"", "no address"},
        {"srv-a", "no address"},
        {"10.0.0", "no address"},
        {"10.0.0.256", "no address"},
        {"010.0.0.1", "no address"},
        {" 10.0.0.1", "no address"},
        {"2001:db8:::1", "no address"},
        {"2001:db8:0000:0000:0000:0000:0000:00000000000000000000000000000000001", "no address"},
        {"10.21.0.0/33", "0 to 32"},
        {"10.21.0.0/", "0 to 32"},
        {"10.21.0.0/08", "0 to 32"},
        {"10.21.0.0/8/8", "0 to 32"},
        {"10.21.0.0/-1", "0 to 32"},
        {"10.21.0.0/4294967304", "0 to 32"},
        {"2001:db8::/129", "0 to 128"},
        {"10.21.0.5/24", "bits are set"},
        {"192.0.2.129/31", "bits are set"},
        {"2001:db8::1/64", "bits are set"},
        {"::ffff:192.0.2.7", "IPv4 address in IPv6 form"},
        {"::ffff:c000:207", "IPv4 address in IPv6 form"},
        {"fe80::1%eth0", "zone"},
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct prefix out;
        const char *why = NULL;
        assert_int_equal(prefix_parse(bad[i].text, &out, &why), -1);
        if (!why || !strstr(why, bad[i].why))
            fail_msg("'%s' says '%s', expected '%s'", bad[i].text, why ? why : "nothing", bad[i].why);
    }
}

static void stray_bits_can_be_masked(void **state)
{
    (void)state;
    struct prefix out;
    const char *why;
    char text[PREFIX_TEXT];
    assert_int_equal(prefix_parse("10.21.77.5/20", &out, &why), -1);
    out = prefix_masked(&out);
    assert_string_equal(prefix_format(&out, text), "10.21.64.0/20");
}

static void containing_and_overlapping(void **state)
{
    (void)state;
    struct prefix net = prefix("10.20.0.0/15"), in = prefix("10.21.255.255"), out = prefix("10.22.0.0");
    struct prefix all = prefix("0.0.0.0/0"), six = prefix("::/0");
    assert_true(prefix_contains(&net, &in));
    assert_true(prefix_contains(&net, &net));
    assert_false(prefix_contains(&in, &net));
    assert_false(prefix_contains(&net, &out));
    assert_true(prefix_contains(&all, &in));
    assert_false(prefix_contains(&six, &in));
    assert_true(prefix_overlaps(&in, &net));
    assert_false(prefix_overlaps(&out, &net));
}

static void order_and_last_address(void **state)
{
    (void)state;
    struct prefix a = prefix("10.0.0.0/8"), b = prefix("10.0.0.0/16"), c = prefix("9.0.0.0/8");
    struct prefix six = prefix("2001:db8::/33");
    assert_true(prefix_compare(&a, &b) < 0);
    assert_true(prefix_compare(&a, &c) > 0);
    assert_true(prefix_compare(&a, &six) < 0);
    assert_int_equal(prefix_compare(&a, &a), 0);

    uint8_t last[16];
    static const uint8_t last4[16] = {10, 255, 255, 255};
    prefix_last(&a, last);
    assert_memory_equal(last, last4, 16);
    static const uint8_t last6[16] = {0x20, 0x01, 0x0d, 0xb8, 0x7f, 0xff, 0xff, 0xff,
                                      0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    prefix_last(&six, last);
    assert_memory_equal(last, last6, 16);
}

static void ports_read_and_write(void **state)
{
    (void)state;
    static const char *const same[] = {"1", "65535", "5481", "5500-5509", "1-65535"};
    char text[PORTS_TEXT];
    const char *why = NULL;
    struct ports read;
    for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
        assert_int_equal(ports_parse(same[i], &read, &why), 0);
        assert_string_equal(ports_format(read, text), same[i]);
    }
    assert_int_equal(ports_parse("7-7", &read, &why), 0);
    assert_string_equal(ports_format(read, text), "7");
    assert_string_equal(ports_format((struct ports){0}, text), "");
    assert_int_equal(ports_count((struct ports){5500, 5509}), 10);
    assert_int_equal(ports_count((struct ports){0}), 0);
}

static void bad_ports_say_why(void **state)
{
    (void)state;
    static const char *const bad[] = {"",      "0",    "65536", "-1",  "1-",          "-",         "080",
                                      "1 - 2", "http", "1-2-3", "0-5", "99999999999", "5500:5509", "0x50"};
    struct ports read;
    const char *why;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        why = NULL;
        if (ports_parse(bad[i], &read, &why) == 0)
            fail_msg("'%s' was taken", bad[i]);
        assert_non_null(strstr(why, "1 to 65535"));
        assert_int_equal(read.first, 0);
    }
    assert_int_equal(ports_parse("9-8", &read, &why), -1);
    assert_non_null(strstr(why, "backwards"));
}

static void ports_overlap_at_the_edges(void **state)
{
    (void)state;
    struct ports range = {5500, 5509};
    assert_true(ports_overlap(range, (struct ports){5509, 6000}));
    assert_true(ports_overlap((struct ports){1, 65535}, range));
    assert_false(ports_overlap(range, (struct ports){5510, 6000}));
    assert_false(ports_overlap(range, (struct ports){0}));
    assert_true(ports_equal(range, (struct ports){5500, 5509}));
    assert_false(ports_equal(range, (struct ports){5500, 5508}));
}

static void protocols_have_names(void **state)
{
    (void)state;
    enum protocol protocol;
    for (enum protocol p = PROTOCOL_ANY; p <= PROTOCOL_ICMP; p++) {
        assert_int_equal(protocol_parse(protocol_name(p), &protocol), 0);
        assert_int_equal(protocol, p);
    }
    assert_int_equal(protocol_parse("sctp", &protocol), -1);
    assert_string_equal(direction_name(DIRECTION_FORWARD), "forward");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prefixes_read_and_write),  cmocka_unit_test(bad_prefixes_say_why),
        cmocka_unit_test(stray_bits_can_be_masked), cmocka_unit_test(containing_and_overlapping),
        cmocka_unit_test(order_and_last_address),   cmocka_unit_test(ports_read_and_write),
        cmocka_unit_test(bad_ports_say_why),        cmocka_unit_test(ports_overlap_at_the_edges),
        cmocka_unit_test(protocols_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
