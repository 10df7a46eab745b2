#include "backends/desk/desk.h"
#include "tui/cli/cli.h"

int main(int argc, char **argv)
{
    return cli_run(argc, argv, &machine_desk);
}
