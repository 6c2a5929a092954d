// SPDX-License-Identifier: Apache-2.0
//
// One row a format that people have at hand in place of a capture.
#include "core/capture/other_formats.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace synscope {

namespace {

using namespace std::string_view_literals;

struct OtherFormat {
    std::string_view beginning;
    std::string_view advice;
};

constexpr std::array kOtherFormats = {
    OtherFormat{"snoop\0\0\0"sv, "it begins with 'snoop': convert it with editcap"sv},
    OtherFormat{"RTSS"sv, "it is a Network Monitor 1 capture: convert it with editcap"sv},
    OtherFormat{"GMBU"sv, "it is a Network Monitor 2 capture: convert it with editcap"sv},
    OtherFormat{"TRSNIFF data"sv, "it is a DOS Sniffer capture: convert it with editcap"sv},
    OtherFormat{"XCP\0"sv, "it is a Windows Sniffer capture: convert it with editcap"sv},
    OtherFormat{"\xfd"
                "7zXZ\0"sv,
                "it is compressed with xz: unpack it with xz -d"sv},
    OtherFormat{"BZh"sv, "it is compressed with bzip2: unpack it with bzip2 -d"sv},
    OtherFormat{"\x1f\x9d"sv, "it is compressed with compress: unpack it with gzip -d"sv},
    OtherFormat{"\x02\x21\x4c\x18"sv, "it is compressed with the legacy format of lz4: unpack it with lz4 -d"sv},
    OtherFormat{"\x1f\x8b"sv, "it is compressed twice: unpack it once with gzip -d"sv},
    OtherFormat{"PK\x03\x04"sv, "it is a zip archive: unpack it with unzip"sv},
    OtherFormat{"7z\xbc\xaf\x27\x1c"sv, "it is a 7-Zip archive: unpack it with 7z x"sv},
    OtherFormat{"\x7f"
                "ELF"sv,
                "it is a program"sv},
};

std::string inHex(std::span<const std::byte> bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (const std::byte b : bytes) {
        const auto value = std::to_integer<unsigned>(b);
        text += text.empty() ? "" : " ";
        text += kDigits[value >> 4];
        text += kDigits[value & 0xf];
    }
    return text;
}

} // namespace

std::string describeOtherFormat(std::span<const std::byte> beginning) {
    const std::string_view text(reinterpret_cast<const char*>(beginning.data()), beginning.size());
    for (const OtherFormat& format : kOtherFormats) {
        if (text.starts_with(format.beginning))
            return std::string(format.advice);
    }
    const bool isText = std::all_of(text.begin(), text.end(), [](char c) {
        return std::isprint(static_cast<unsigned char>(c)) != 0 || c == '\n' || c == '\r' || c == '\t';
    });
    if (isText)
        return "it looks like text";
    return "it begins with the bytes " + inHex(beginning.first(std::min<std::size_t>(beginning.size(), 4))) +
           "; if another analyser opens it, convert it with editcap";
}

} // namespace synscope
