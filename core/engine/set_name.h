// SPDX-License-Identifier: Apache-2.0
//
// Names of files that capturing programs and log rotation give, one after the other: what in a name counts on, and what
// stays. Names only, no files.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synscope {

/// One way to read a name as that of a file in a rotated set.
struct SetName {
    std::string pattern;                      ///< the same for all files of a set: '#' for its number, '@' for its time
    std::optional<std::uint64_t> number = {}; ///< counts on by one; 0 for the file that has none yet or any more
    std::size_t digits = 0;                   ///< of the number
    std::string time = {};                    ///< digits of a time that goes on with the number; may be empty
    bool isBase = false;                      ///< has neither number nor time: belongs to a set only if others do
};

/// The ways that there are; empty where no set has such files. Known are
///  - dumpcap and Wireshark: NAME_00001_20240131120000.pcapng, NAME_20240131120000_00001.pcapng, NAME_00001.pcapng
///  - tcpdump -C, -W: NAME.pcap, NAME.pcap1 … and NAME.pcap0, NAME.pcap1 …
///  - tcpdump -G with a date in the name: year, month, day and what follows of hours, minutes and seconds; or %s
///  - log rotation: NAME.pcap, NAME.pcap.1, NAME.pcap.2.gz …, and NAME.pcap-20240131
/// each plain or with .gz, .zst or .lz4 behind it.
[[nodiscard]] std::vector<SetName> setNamesOf(std::string_view fileName);

/// Without .gz, .zst or .lz4.
[[nodiscard]] std::string_view withoutCompression(std::string_view fileName);

} // namespace synscope
