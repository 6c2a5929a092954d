// SPDX-License-Identifier: Apache-2.0
#include "core/export/anonymised_detail.h"

#include <array>
#include <string>

namespace synscope {
namespace {

/// Letters, digits, colons and points make an address longer; a point that ends a sentence does not.
bool continuesAddress(const std::string& text, std::size_t at) {
    const auto isPart = [&](std::size_t i) {
        const char c = text[i];
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    };
    if (at >= text.size())
        return false;
    return isPart(at) || ((text[at] == '.') && at + 1 < text.size() && isPart(at + 1));
}

/// A colon before or behind an IPv6 address makes it longer; behind an IPv4 address stands the port.
bool standsAlone(const std::string& text, std::size_t begin, std::size_t end, bool isV6) {
    if (continuesAddress(text, end) || (isV6 && end < text.size() && text[end] == ':'))
        return false;
    if (begin == 0)
        return true;
    const char before = text[begin - 1];
    const bool isPart = (before >= '0' && before <= '9') || (before >= 'a' && before <= 'f') ||
                        (before >= 'A' && before <= 'F') || before == '.' || (isV6 && before == ':');
    return !isPart;
}

} // namespace

void replaceAddress(std::string& text, const std::string& address, const std::string& other) {
    const bool isV6 = address.find(':') != std::string::npos;
    for (std::size_t at = text.find(address); at != std::string::npos; at = text.find(address, at)) {
        const bool alone = standsAlone(text, at, at + address.size(), isV6);
        if (alone)
            text.replace(at, address.size(), other);
        at += alone ? other.size() : 1;
    }
}

ConnectionDetail anonymisedDetail(const ConnectionDetail& detail, AnonymisedAddresses& addresses) {
    ConnectionDetail other = detail;
    std::array<std::string, 2> before;
    std::array<std::string, 2> after;
    for (const EndpointView& endpoint : detail.endpoint)
        addresses.learn(endpoint.address.address);
    for (std::size_t side = 0; side < 2; ++side) {
        IpAddress& address = other.endpoint[side].address.address;
        before[side] = toText(address);
        address = addresses.of(address);
        after[side] = toText(address);
    }
    // In two steps: a stand-in of one end must not be taken for the other's address.
    const auto withoutAddresses = [&](std::string& text) {
        replaceAddress(text, before[0], "\x01");
        replaceAddress(text, before[1], "\x02");
        for (std::size_t at = 0; at < text.size(); ++at) {
            if (text[at] == '\x01' || text[at] == '\x02')
                text.replace(at, 1, after[text[at] == '\x01' ? 0 : 1]);
        }
    };
    for (Finding& finding : other.findings)
        withoutAddresses(finding.text);
    for (QualityNote& note : other.quality) {
        withoutAddresses(note.text);
        withoutAddresses(note.shortText);
    }
    for (auto* segments : {&other.segments, &other.strays, &other.seenElsewhere}) {
        for (DetailSegment& segment : *segments)
            segment.setPreview({});
    }
    return other;
}

} // namespace synscope
