# Sourced under `set -eEu`: the command that fails is named with its file and line, and the calls that led to it.
tell_failure() {
    local status=$1 command=$2 i
    printf '%s:%d: exit %d: %s\n' "${BASH_SOURCE[1]}" "${BASH_LINENO[0]}" "$status" "$command" >&2
    for ((i = 1; i < ${#FUNCNAME[@]} - 1; i++)); do
        [ "${FUNCNAME[i]}" = source ] ||
            printf '%s:%d: in %s\n' "${BASH_SOURCE[i + 1]}" "${BASH_LINENO[i]}" "${FUNCNAME[i]}" >&2
    done
}
trap 'tell_failure $? "$BASH_COMMAND"' ERR
