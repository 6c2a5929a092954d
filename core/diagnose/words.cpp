// SPDX-License-Identifier: Apache-2.0
#include "core/diagnose/words.h"

#include <cstdio>

namespace synscope {

std::string durationInWords(Duration duration) {
    const long long ns = duration.count();
    char text[64];
    const long long seconds = ns / 1'000'000'000;
    if (ns < 1'000'000)
        std::snprintf(text, sizeof(text), "%lld µs", ns / 1'000);
    else if (ns < 10'000'000 && ns % 1'000'000 >= 100'000)
        std::snprintf(text, sizeof(text), "%lld.%lld ms", ns / 1'000'000, ns / 100'000 % 10);
    else if (ns < 1'000'000'000)
        std::snprintf(text, sizeof(text), "%lld ms", ns / 1'000'000);
    else if (seconds < 60)
        std::snprintf(text, sizeof(text), "%lld.%lld s", seconds, ns / 100'000'000 % 10);
    else if (seconds < 3600)
        std::snprintf(text, sizeof(text), "%lld min %lld s", seconds / 60, seconds % 60);
    else if (seconds < 86400)
        std::snprintf(text, sizeof(text), "%lld h %lld min", seconds / 3600, seconds / 60 % 60);
    else
        std::snprintf(text, sizeof(text), "%lld d %lld h", seconds / 86400, seconds / 3600 % 24);
    return text;
}

std::string counted(std::uint64_t count, std::string_view thing) {
    return std::to_string(count) + " " + std::string(thing) + (count == 1 ? "" : "s");
}

std::string_view theRole(Origin origin, Side side) {
    const bool initiator = side == Side::Initiator;
    switch (origin) {
    case Origin::Handshake:
    case Origin::SocketTable:
        return initiator ? phrase("the client") : phrase("the server");
    case Origin::Midstream:
        return initiator ? phrase("the first sender") : phrase("the other side");
    }
    return "";
}

std::string statesInWords(Language language, State best, StateSet possible) {
    std::string text(toText(best));
    for (std::size_t i = 0; i < kStateCount; ++i) {
        const auto state = static_cast<State>(i);
        if (state != best && possible.has(state))
            text = say(language, "{0} or {1}", {text, toText(state)});
    }
    return text;
}

std::string_view withoutArticle(std::string_view role) {
    return role.substr(role.find(' ') + 1);
}

} // namespace synscope
