# SPDX-License-Identifier: Apache-2.0
# Made from --help: ./dev completions
_synscope() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} words=""
    COMPREPLY=()
    case $COMP_CWORD/${COMP_WORDS[1]}/$previous in
    */*/-i) words="any $(command ls /sys/class/net)" ;;
    */*/-f) compopt +o default; return ;;
    */*/--filter) compopt +o default; return ;;
    */*/--theme) words='light dark print' ;;
    */*/--language) words='en zh_CN' ;;
    */*/--export) return ;;
    */*/--picture) return ;;
    */*/--connection) compopt +o default; return ;;
    */*/--segments) compopt +o default; return ;;
    */*/--scale) compopt +o default; return ;;
    */*/--time) words='rows true' ;;
    */*/--show) compopt +o default; return ;;
    *) [[ $current == -* ]] || return
        case ${COMP_WORDS[1]} in
        *) words='--set -i -f --sockets --filter --theme --language --export --picture --connection --segments --scale --anonymise --time --show --explain --help --version' ;;
        esac
        ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -o default -F _synscope synscope
