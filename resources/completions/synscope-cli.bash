# SPDX-License-Identifier: Apache-2.0
# Made from --help: ./dev completions
_synscope_cli() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} words=""
    COMPREPLY=()
    case $COMP_CWORD/${COMP_WORDS[1]}/$previous in
    1/*) words='summary connections segments diagram report leaks check interfaces watch --help --version' ;;
    */summary/--format) words='text json' ;;
    */summary/--threads) compopt +o default; return ;;
    */connections/--format) words='table ndjson csv' ;;
    */connections/--filter) compopt +o default; return ;;
    */connections/--time-wait) compopt +o default; return ;;
    */connections/--threads) compopt +o default; return ;;
    */segments/--connection) compopt +o default; return ;;
    */segments/--other) return ;;
    */segments/--format) words='table ndjson' ;;
    */segments/--threads) compopt +o default; return ;;
    */diagram/--connection) compopt +o default; return ;;
    */diagram/--other) return ;;
    */diagram/--format) words='svg mermaid plantuml text' ;;
    */diagram/--time) words='rows true' ;;
    */diagram/--show) compopt +o default; return ;;
    */diagram/--segments) compopt +o default; return ;;
    */diagram/--language) words='en zh_CN' ;;
    */diagram/--threads) compopt +o default; return ;;
    */report/--output) mapfile -t COMPREPLY < <(compgen -d -- "$current"); return ;;
    */report/--connection) compopt +o default; return ;;
    */report/--filter) compopt +o default; return ;;
    */report/--threads) compopt +o default; return ;;
    */leaks/-i) words="any $(command ls /sys/class/net)" ;;
    */leaks/--seconds) compopt +o default; return ;;
    */leaks/--older-than) compopt +o default; return ;;
    */leaks/--leak-after) compopt +o default; return ;;
    */leaks/--half-close-from) compopt +o default; return ;;
    */leaks/--most-in-pool) compopt +o default; return ;;
    */leaks/--format) words='table ndjson' ;;
    */leaks/--threads) compopt +o default; return ;;
    */check/--fail-on) compopt +o default; return ;;
    */check/--format) words='table ndjson' ;;
    */check/--time-wait) compopt +o default; return ;;
    */check/--threads) compopt +o default; return ;;
    */interfaces/--format) words='table ndjson' ;;
    */watch/-i) words="any $(command ls /sys/class/net)" ;;
    */watch/--metrics) compopt +o default; return ;;
    */watch/--textfile) mapfile -t COMPREPLY < <(compgen -d -- "$current"); return ;;
    */watch/--interval) compopt +o default; return ;;
    */watch/--top) compopt +o default; return ;;
    */watch/--most-in-pool) compopt +o default; return ;;
    *) [[ $current == -* ]] || return
        case ${COMP_WORDS[1]} in
        summary) words='--format --set --threads --help --version' ;;
        connections) words='--format --filter --time-wait --set --threads --help --version' ;;
        segments) words='--connection --other --format --set --threads --help --version' ;;
        diagram) words='--connection --other --format --time --show --explain --segments --anonymise --language --set --threads --help --version' ;;
        report) words='--output --connection --filter --anonymise --keep-payload --set --threads --help --version' ;;
        leaks) words='-i --seconds --older-than --leak-after --half-close-from --most-in-pool --format --set --threads --help --version' ;;
        check) words='--fail-on --format --time-wait --set --threads --help --version' ;;
        interfaces) words='--format --help --version' ;;
        watch) words='-i --metrics --textfile --interval --top --most-in-pool --help --version' ;;
        esac
        ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -o default -F _synscope_cli synscope-cli
