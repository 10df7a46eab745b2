/* What a look at the machine makes of the kernel's own words. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <libmnl/libmnl.h>

#include "backends/ways/session.h"
#include "backends/ways/sockdiag.h"

#include <cmocka.h>

/* The end of a dump, with what the kernel says of it. */
static int ended_with(int error, size_t length)
{
    char buffer[64] = {0};
    struct socks socks = {0};
    struct diag_dump dump = {&socks, PROTOCOL_TCP};
    struct nlmsghdr *header = mnl_nlmsg_put_header(buffer);
    header->nlmsg_type = NLMSG_DONE;
    header->nlmsg_flags = NLM_F_MULTI;
    header->nlmsg_seq = 7;
    memcpy(mnl_nlmsg_put_extra_header(header, sizeof(error)), &error, sizeof(error));
    header->nlmsg_len = (uint32_t)(sizeof(*header) + length);
    errno = 0;
    return sockdiag_answer(buffer, header->nlmsg_len, 7, 0, &dump);
}

static void an_error_at_the_end_is_one(void **state)
{
    static const int errors[] = {ENOENT, EPERM, ENOMEM, EAGAIN, EINTR, ENOBUFS};
    (void)state;
    for (size_t i = 0; i < sizeof(errors) / sizeof(*errors); i++) {
        assert_int_equal(ended_with(-errors[i], sizeof(int)), -1);
        assert_int_equal(errno, errors[i]);
    }
    assert_int_equal(ended_with(0, sizeof(int)), 0);
    assert_int_equal(ended_with(0, 0), 0); /* kernels of old say nothing */
}

static void lost_messages_are_an_error(void **state)
{
    char buffer[64] = {0};
    struct socks socks = {0};
    struct diag_dump dump = {&socks, PROTOCOL_UDP};
    struct nlmsghdr *header = mnl_nlmsg_put_header(buffer);
    (void)state;
    header->nlmsg_type = NLMSG_OVERRUN;
    header->nlmsg_seq = 7;
    assert_int_equal(sockdiag_answer(buffer, header->nlmsg_len, 7, 0, &dump), -1);
    assert_int_equal(errno, ENOBUFS);
}

static const char drivers[] = "/dev/tty             /dev/tty        5       0 system:/dev/tty\n"
                              "/dev/console         /dev/console    5       1 system:console\n"
                              "/dev/ptmx            /dev/ptmx       5       2 system\n"
                              "/dev/vc/0            /dev/vc/0       4       0 system:vtmaster\n"
                              "hvc                  /dev/hvc      229 0-7 system\n"
                              "ttyAMA               /dev/ttyAMA   204 64-77 serial\n"
                              "g_serial             /dev/ttyGS    245 0-3 serial\n"
                              "serial               /dev/ttyS       4 64-111 serial\n"
                              "pty_slave            /dev/pts      136 0-1048575 pty:slave\n"
                              "pty_master           /dev/ptm      128 0-1048575 pty:master\n"
                              "unknown              /dev/tty        4 1-63 console\n"
                              "broken\n";

/* As stat(2) packs major and minor. */
static uint32_t terminal(unsigned major, unsigned minor)
{
    return (minor & 0xff) | major << 8 | (minor & ~0xffU) << 12;
}

static void only_a_wire_makes_a_console(void **state)
{
    static const struct {
        unsigned major, minor;
        const char *name;
    } rows[] = {{4, 1, "tty1"},    {4, 63, "tty63"},     {4, 64, "ttyS0"}, {4, 65, "ttyS1"},
                {5, 1, "console"}, {204, 64, "ttyAMA0"}, {229, 0, "hvc0"}, {245, 2, "ttyGS2"},
                {136, 0, ""},      {136, 700, ""},       {128, 1, ""},     {5, 0, ""},
                {5, 2, ""},        {188, 0, ""},         {0, 0, ""}};
    char name[CONSOLE_NAME];
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        session_console(drivers, terminal(rows[i].major, rows[i].minor), name);
        assert_string_equal(name, rows[i].name);
    }
    session_console(NULL, terminal(4, 1), name); /* it could not be read: not seen is never yes */
    assert_string_equal(name, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_error_at_the_end_is_one),
        cmocka_unit_test(lost_messages_are_an_error),
        cmocka_unit_test(only_a_wire_makes_a_console),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
