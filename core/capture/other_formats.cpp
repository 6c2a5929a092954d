// SPDX-License-Identifier: Apache-2.0
//
// One row a format that people have at hand in place of a capture.
#include "core/capture/other_formats.h"

#include "core/base/told.h"

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
    OtherFormat{"snoop\0\0\0"sv, phrase("it begins with 'snoop': convert it with editcap")},
    OtherFormat{"RTSS"sv, phrase("it is a Network Monitor 1 capture: convert it with editcap")},
    OtherFormat{"GMBU"sv, phrase("it is a Network Monitor 2 capture: convert it with editcap")},
    OtherFormat{"TRSNIFF data"sv, phrase("it is a DOS Sniffer capture: convert it with editcap")},
    OtherFormat{"XCP\0"sv, phrase("it is a Windows Sniffer capture: convert it with editcap")},
    OtherFormat{"\xfd"
                "7zXZ\0"sv,
                phrase("it is compressed with xz: unpack it with xz -d")},
    OtherFormat{"BZh"sv, phrase("it is compressed with bzip2: unpack it with bzip2 -d")},
    OtherFormat{"\x1f\x9d"sv, phrase("it is compressed with compress: unpack it with gzip -d")},
    OtherFormat{"\x02\x21\x4c\x18"sv, phrase("it is compressed with the legacy format of lz4: unpack it with lz4 -d")},
    OtherFormat{"\x1f\x8b"sv, phrase("it is compressed twice: unpack it once with gzip -d")},
    OtherFormat{"PK\x03\x04"sv, phrase("it is a zip archive: unpack it with unzip")},
    OtherFormat{"7z\xbc\xaf\x27\x1c"sv, phrase("it is a 7-Zip archive: unpack it with 7z x")},
    OtherFormat{"\x7f"
                "ELF"sv,
                phrase("it is a program")},
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
        return told("it looks like text");
    return told("it begins with the bytes {0}; if another analyser opens it, convert it with editcap",
                {inHex(beginning.first(std::min<std::size_t>(beginning.size(), 4)))});
}

} // namespace synscope
