#include "tui/picture/parts.h"

bool picture_on_left(const struct parts *parts, const struct bundle *bundle, const struct member *member)
{
    return parts->groups[member->group].column == bundle->gap;
}

int picture_row(const struct parts *parts, const struct member *member)
{
    return parts->groups[member->group].row + member->row;
}
