// SPDX-License-Identifier: Apache-2.0
#include "core/store/process_comment.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace synscope {
namespace {

constexpr std::string_view kBegin = "process of ";
constexpr std::string_view kNextEnd = "; process of ";
constexpr std::string_view kPid = "pid ";
constexpr std::string_view kUser = "user ";
constexpr std::string_view kUnknown = "unknown";
constexpr std::size_t kMostComment = 4096; ///< bytes looked at
constexpr std::size_t kMostName = 15;      ///< as the kernel keeps it
constexpr std::size_t kMostWord = 128;     ///< of users, containers and units

std::string holderText(const std::string& name, std::int32_t pid) {
    return name + " (pid " + std::to_string(pid);
}

std::string ownerText(const SocketOwner& owner) {
    std::string text = owner.isKnown() ? holderText(owner.name, owner.pid) : std::string(kUnknown) + " (";
    if (!owner.userName.empty())
        text.append(owner.isKnown() ? ", " : "").append(kUser).append(owner.userName);
    if (!owner.confinement.empty())
        text.append(", ").append(owner.confinement);
    text += ')';
    for (const SocketOwner::Holder& holder : owner.also)
        text += ", " + holderText(holder.name, holder.pid) + ")";
    return text;
}

/// Of somebody else's text.
std::string cleanWord(std::string_view word, std::size_t most) {
    std::string clean(word.substr(0, most));
    std::replace_if(
        clean.begin(), clean.end(), [](unsigned char c) { return c < ' ' || c == 0x7f; }, '?');
    return clean;
}

/// Takes what stands before `sign` off the front of `text`, and the sign; all of it where there is none.
std::string_view takeUntil(std::string_view& text, std::string_view sign) {
    const std::size_t end = text.find(sign);
    const std::string_view taken = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + sign.size());
    return taken;
}

std::int32_t pidOf(std::string_view digits) {
    std::int32_t pid = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), pid);
    return error == std::errc{} && end == digits.data() + digits.size() && pid > 0 ? pid : 0;
}

/// "nginx (pid 4711, user www-data, nginx.service)", taken off the front of `text`; empty where that is something else.
std::optional<SocketOwner> takeOwner(std::string_view& text) {
    const std::size_t open = std::min(text.find(" (pid "), text.find(" (user "));
    if (open == std::string_view::npos)
        return std::nullopt;
    SocketOwner owner;
    owner.name = cleanWord(text.substr(0, open), kMostName);
    text.remove_prefix(open + 2);
    for (std::string_view words = takeUntil(text, ")"); !words.empty();) {
        const std::string_view word = takeUntil(words, ", ");
        if (word.starts_with(kPid))
            owner.pid = pidOf(word.substr(kPid.size()));
        else if (word.starts_with(kUser))
            owner.userName = cleanWord(word.substr(kUser.size()), kMostWord);
        else
            owner.confinement = cleanWord(word, kMostWord);
    }
    if (text.starts_with(", "))
        text.remove_prefix(2);
    if (!owner.isKnown())
        owner.name.clear();
    return owner.isKnown() || !owner.userName.empty() ? std::optional(owner) : std::nullopt;
}

/// "10.0.0.2:80", "[2001:db8::1]:80".
std::optional<SocketAddress> addressIn(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos)
        return std::nullopt;
    std::string_view host = text.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']'))
        host = host.substr(1, host.size() - 2);
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data() + colon + 1, text.data() + text.size(), port);
    const std::optional<IpAddress> address = parseIpAddress(host);
    if (!address || error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return SocketAddress{*address, port};
}

} // namespace

std::string processComment(const Snapshot& snapshot, ConnectionId id) {
    std::string text;
    for (const Side side : {Side::Initiator, Side::Responder}) {
        const SocketOwner* const owner = snapshot.owners.of(id, side);
        if (owner == nullptr || !(owner->isKnown() || !owner->userName.empty()))
            continue;
        text += text.empty() ? kBegin : kNextEnd;
        text += toText(snapshot.addressOf(snapshot.row(id), side)) + ": " + ownerText(*owner);
    }
    return text;
}

std::vector<CommentedOwner> parseProcessComment(std::string_view comment) {
    std::vector<CommentedOwner> owners;
    if (!comment.starts_with(kBegin))
        return owners;
    comment = comment.substr(kBegin.size(), kMostComment);
    while (!comment.empty() && owners.size() < 2) {
        std::string_view end = takeUntil(comment, kNextEnd);
        const std::optional<SocketAddress> local = addressIn(takeUntil(end, ": "));
        std::optional<SocketOwner> owner = takeOwner(end);
        if (!local || !owner)
            continue;
        while (std::optional<SocketOwner> holder = takeOwner(end))
            owner->also.push_back({holder->pid, std::move(holder->name)});
        owners.push_back({*local, *std::move(owner)});
    }
    return owners;
}

void noteCommented(ConnectionOwners& owners, ConnectionId id, const Segment& segment, Side sender,
                   const CommentedOwner& said) {
    if (said.local == segment.source)
        owners.note(id, sender, said.owner);
    else if (said.local == segment.destination)
        owners.note(id, other(sender), said.owner);
}

} // namespace synscope
