// SPDX-License-Identifier: Apache-2.0
#include "core/diagram/ladder_show.h"

#include <algorithm>
#include <array>

namespace synscope {
namespace {

constexpr std::array kWords{
    LadderWord{"window", "the receive window of each segment", [](LadderOptions& o) { o.extras.window = true; }},
    LadderWord{"sack", "SACK blocks", [](LadderOptions& o) { o.extras.sack = true; }},
    LadderWord{"options", "the other TCP options", [](LadderOptions& o) { o.extras.options = true; }},
    LadderWord{"idle", "silence in full length (with true time)", [](LadderOptions& o) { o.compressGaps = false; }},
    LadderWord{"level", "arrows level, also where their way is known", [](LadderOptions& o) { o.slant = false; }},
    LadderWord{"all", "every segment of long runs", [](LadderOptions& o) { o.foldRuns = false; }},
    LadderWord{"no-legend", "no legend of the arrows", [](LadderOptions& o) { o.showLegend = false; }},
};

} // namespace

std::span<const LadderWord> ladderWords() {
    return kWords;
}

std::string applyLadderWords(LadderOptions& options, std::string_view words) {
    while (!words.empty()) {
        const std::size_t end = std::min(words.find(','), words.size());
        const std::string_view word = words.substr(0, end);
        const auto found =
            std::find_if(kWords.begin(), kWords.end(), [word](const LadderWord& w) { return w.word == word; });
        if (found == kWords.end())
            return word.empty() ? "," : std::string(word);
        found->apply(options);
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return {};
}

std::string ladderWordList() {
    std::string list;
    for (const LadderWord& word : kWords)
        list.append(list.empty() ? "" : ", ").append(word.word);
    return list;
}

} // namespace synscope
