# SPDX-License-Identifier: Apache-2.0
# Made from --help: ./dev completions
_synscope_capture() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} words=""
    COMPREPLY=()
    case $COMP_CWORD/${COMP_WORDS[1]}/$previous in
    */*/-i) words="any $(command ls /sys/class/net)" ;;
    */*/-f) compopt +o default; return ;;
    */*/-s) compopt +o default; return ;;
    */*/-p) words='on off' ;;
    */*/-B) compopt +o default; return ;;
    */*/--format) words='json ndjson table' ;;
    */*/--check-filter) compopt +o default; return ;;
    */*/--compile-filter) compopt +o default; return ;;
    */*/--link-type) compopt +o default; return ;;
    *) [[ $current == -* ]] || return
        case ${COMP_WORDS[1]} in
        *) words='-i -f -s -p -B --list --format --check-filter --compile-filter --link-type --help --version' ;;
        esac
        ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -o default -F _synscope_capture synscope-capture
