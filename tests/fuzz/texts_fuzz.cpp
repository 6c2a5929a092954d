// SPDX-License-Identifier: Apache-2.0
//
// Small texts from outside, each with a parser of its own (first byte): what the kernel tells of processes and
// listeners, what the capturing program says of its trouble, addresses, comments in captures, patterns.
#include "core/engine/helper_trouble.h"
#include "core/sockets/linux/listen_counters.h"
#include "core/sockets/linux/process_facts.h"
#include "core/store/process_comment.h"
#include "core/store/text_pattern.h"
#include "core/wire/ip_address.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>
#include <array>

namespace synscope::test {
namespace {

void readStat(std::string_view text) {
    (void)parseProcessStat(text);
}

void readStatus(std::string_view text) {
    (void)parseEffectiveUid(text);
}

void readArguments(std::string_view text) {
    require(joinArguments(text).size() <= text.size(), "arguments do not grow");
}

void readControlGroups(std::string_view text) {
    (void)parseConfinement(text);
}

void readLimits(std::string_view text) {
    (void)parseOpenFilesLimit(text);
}

void readNetstat(std::string_view text) {
    (void)parseNetstat(text);
}

void readTrouble(std::string_view text) {
    require(!parseTrouble(text).code.empty(), "a trouble has a code");
}

void readComment(std::string_view text) {
    for (const CommentedOwner& said : parseProcessComment(text))
        for (const char letter : said.owner.name)
            require(static_cast<unsigned char>(letter) >= ' ', "names hold no control characters");
}

void readAddress(std::string_view text) {
    if (const std::optional<IpAddress> address = parseIpAddress(text))
        require(parseIpAddress(toText(*address)) == address, "an address is read as it is written");
}

/// The pattern ends with the line; the rest is what it is looked for in.
void readPattern(std::string_view text) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const Result<TextPattern> pattern = TextPattern::compile(text.substr(0, end));
    if (pattern)
        (void)pattern.value().isIn(text.substr(end));
    else
        require(pattern.error().byteOffset.value_or(0) <= end, "a fault lies in the pattern");
}

constexpr std::array kParsers{&readStat,    &readStatus,  &readArguments, &readControlGroups, &readLimits,
                              &readNetstat, &readTrouble, &readComment,   &readAddress,       &readPattern};

} // namespace
} // namespace synscope::test

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace synscope::test;
    FuzzInput input(data, size);
    const std::size_t which = input.u8();
    const ExactBytes copy(input.rest());
    kParsers[which % kParsers.size()](copy.text());
    return 0;
}
