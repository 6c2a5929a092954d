// SPDX-License-Identifier: Apache-2.0
#include "core/store/filter_text.h"

#include "core/store/filter.h"
#include "core/store/filter_reader.h"

#include <algorithm>

namespace synscope {
namespace {

std::string inParenthesesIf(bool needs, std::string_view text) {
    return needs ? "(" + std::string(text) + ")" : std::string(text);
}

std::string trimmed(std::string_view text) {
    constexpr std::string_view kSpace = " \t\r\n";
    const std::size_t begin = text.find_first_not_of(kSpace);
    if (begin == std::string_view::npos)
        return {};
    return std::string(text.substr(begin, text.find_last_not_of(kSpace) - begin + 1));
}

bool isUsedAgain(const Snapshot& snapshot, ConnectionId id) {
    if (snapshot.row(id).incarnation > 0)
        return true;
    const ConnectionIds ids = snapshot.connections();
    for (std::size_t i = ids.rankOf(id) + 1; i < ids.size(); ++i)
        if (snapshot.row(ids.at(i)).previous == id)
            return true;
    return false;
}

} // namespace

std::string joinedFilter(std::string_view before, FilterJoin join, std::string_view term) {
    std::string added = join == FilterJoin::Exclude ? "!(" + std::string(term) + ")" : std::string(term);
    const std::string kept = trimmed(before);
    const Result<Filter> old = Filter::parse(kept);
    if (join == FilterJoin::Replace || !old || old.value().empty())
        return added;
    if (join == FilterJoin::Or)
        return kept + " || " + added;
    const Result<Filter> whole = Filter::parse(added);
    const bool isAddedOr = whole && whole.value().isDisjunction();
    return inParenthesesIf(old.value().isDisjunction(), kept) + " && " + inParenthesesIf(isAddedOr, added);
}

std::string filterValueText(std::string_view text) {
    FilterReader reader(text);
    const Result<FilterWord> word = reader.takeWord();
    if (!text.empty() && text.front() != '"' && word && word.value().text == text &&
        text.find("..") == std::string::npos)
        return std::string(text);
    std::string quotation = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            quotation += '\\';
        quotation += c;
    }
    return quotation + '"';
}

FilterStretch filterStretchAt(std::string_view text, std::size_t place) {
    const std::size_t begin = std::min(place, text.size());
    FilterReader reader(text);
    reader.moveTo(begin);
    const Result<FilterWord> word = reader.takeWord();
    if (!word)
        return {begin, text.size()};
    if (reader.lastEnd() > begin && word.value().place == begin)
        return {begin, reader.lastEnd()};
    return {begin, std::min(begin + 1, text.size())};
}

std::string displayFilterOf(const Snapshot& snapshot, ConnectionId id) {
    const ConnectionRow& row = snapshot.row(id);
    const SocketAddress client = snapshot.addressOf(row, Side::Initiator);
    const SocketAddress server = snapshot.addressOf(row, Side::Responder);
    const std::string_view address = client.address.isV6 ? "ipv6.addr == " : "ip.addr == ";
    std::string text;
    for (const SocketAddress& end : {client, server})
        text.append(address).append(toText(end.address)).append(" && ");
    text += "tcp.port == " + std::to_string(client.port) + " && tcp.port == " + std::to_string(server.port);
    if (!isUsedAgain(snapshot, id) || row.firstSegment == kNoSegment)
        return text;
    return text + " && frame.number >= " + std::to_string(indexOf(snapshot.packetOf(row.firstSegment))) +
           " && frame.number <= " + std::to_string(indexOf(snapshot.packetOf(row.lastSegment)));
}

} // namespace synscope
