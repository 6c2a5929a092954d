#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Runs the fuzzers of a build folder: run.sh FOLDER NAME|all SECONDS. As many at once as there are processors. What they
# find new is kept in FOLDER/found/NAME for the next run; an input that fails goes to tests/fuzz/failed/NAME.
set -euo pipefail
readonly folder=$1 which=$2 seconds=$3
readonly tests=tests/fuzz
# Some unpack into a file, which costs least in memory.
[[ -w /dev/shm ]] && export TMPDIR=/dev/shm
export UBSAN_OPTIONS=print_stacktrace=1
# Each run takes and frees some megabytes, which need not be kept for long.
export ASAN_OPTIONS=quarantine_size_mb=32

# One fuzzer; its log is printed when it fails.
run_one() {
    local name=$1 places=()
    local log=$folder/found/$name.log
    mkdir -p "$folder/found/$name" "$folder/seeds/$name" "$tests/failed/$name"
    places=("$folder/found/$name" "$folder/seeds/$name" "$tests/failed/$name")
    [[ -d $tests/corpus/$name ]] && places+=("$tests/corpus/$name")
    local status=0
    "$folder/fuzzers/${name}_fuzz" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=1024 -print_final_stats=1 \
        -verbosity=1 -artifact_prefix="$tests/failed/$name/" "${places[@]}" >"$log" 2>&1 || status=$?
    rmdir --ignore-fail-on-non-empty "$tests/failed/$name"
    if ((status != 0)); then
        tail -n 60 "$log"
        echo "$name: FAILED"
        return 1
    fi
    printf '%-14s %10d runs, %7d a second\n' "$name" "$(stat_of number_of_executed_units "$log")" \
        "$(stat_of average_exec_per_sec "$log")"
}
stat_of() { sed -n "s/^stat::$1: *//p" "$2"; }
export -f run_one stat_of
export folder tests seconds

names=()
for program in "$folder"/fuzzers/*_fuzz; do
    name=$(basename "${program%_fuzz}")
    [[ $which == all || $which == "$name" ]] && names+=("$name")
done
((${#names[@]} > 0)) || {
    echo "there is no fuzzer $which" >&2
    exit 2
}
captures=(resources/lessons/*.pcap)
[[ -n ${SYNSCOPE_CAPTURES:-} ]] && captures+=("$SYNSCOPE_CAPTURES")
"$folder/fuzzers/make_seeds" "$folder/seeds" "${captures[@]}"
printf '%s\n' "${names[@]}" | xargs -P "$(nproc)" -I{} bash -c 'run_one {}'
