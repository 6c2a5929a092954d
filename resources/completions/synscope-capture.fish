# SPDX-License-Identifier: Apache-2.0
# Made from --help: ./dev completions
complete -c synscope-capture -s i -x -a 'any (command ls /sys/class/net)' -d 'capture from it'
complete -c synscope-capture -s f -x -d 'only packets for which this holds, as tcpdump writes it: \'tcp port 443\''
complete -c synscope-capture -s s -x -d 'keep so much of each packet, 1 to 262144 (default 160: all headers, no payload)'
complete -c synscope-capture -s p -x -a 'on off' -d 'ask the card for other machines\' packets, too (default off)'
complete -c synscope-capture -s B -x -d 'the kernel\'s buffer for each interface, 64 to 2097151 (default 16384)'
complete -c synscope-capture -l list -d 'list the interfaces and whether they may be captured from'
complete -c synscope-capture -l format -x -a 'json ndjson table' -d 'how to list: json, ndjson, table (default json)'
complete -c synscope-capture -l check-filter -x -d 'say whether the filter is one'
complete -c synscope-capture -l compile-filter -x -d 'print the filter\'s steps as libpcap compiles it, a line each'
complete -c synscope-capture -l link-type -x -d 'check or compile it for packets of this LINKTYPE_ number (default 1, Ethernet)'
complete -c synscope-capture -l help -d 'print this and exit'
complete -c synscope-capture -l version -d 'print the version and exit'
