// SPDX-License-Identifier: Apache-2.0
//
// The label of one arrow: flags, marks and figures, shortened by importance until it fits its lifelines.
#include "core/diagram/ladder_layout.h"
#include "core/diagram/ladder_text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace synscope {
namespace {

/// A figure and how long it stays: the lowest `worth` is dropped first.
struct Figure {
    std::string text;
    int worth = 0;
    bool byWords = false; ///< gives up its last word before the whole of it goes
};

/// Scale as the factor that windows are multiplied with (RFC 7323: shifts over 14 count as 14).
std::string scaleText(std::uint8_t shift) {
    return std::to_string(1U << std::min<unsigned>(shift, 14));
}

void addOptions(std::vector<Figure>& figures, const TcpOptions& options) {
    if (options.hasMss)
        figures.push_back({"mss " + std::to_string(options.mss), 40});
    if (options.hasWindowScale)
        figures.push_back({"ws " + scaleText(options.windowScale), 30});
    if (options.sackPermitted)
        figures.push_back({"sack", 20});
    if (options.hasTimestamps)
        figures.push_back({"ts", 10});
}

std::vector<Figure> figuresOf(const DetailSegment& segment, bool relativeNumbers) {
    const bool pureAck =
        segment.payloadBytes == 0 && !segment.flags.syn() && !segment.flags.fin() && !segment.flags.rst();
    const bool plainAck = pureAck && !segment.marks.has(Mark::KeepAlive) && !segment.marks.has(Mark::WindowProbe);
    std::vector<Figure> figures;
    if (!plainAck) {
        const std::uint32_t seq = relativeNumbers ? segment.relativeSeq : segment.seq.value();
        figures.push_back({"seq " + std::to_string(seq), segment.payloadBytes > 0 ? 60 : 90});
    }
    if (segment.payloadBytes > 0)
        figures.push_back({std::to_string(segment.payloadBytes) + " B", 100});
    if (segment.flags.ack()) {
        const std::uint32_t ack = relativeNumbers ? segment.relativeAck : segment.ack.value();
        figures.push_back({"ack " + std::to_string(ack), plainAck ? 90 : segment.payloadBytes > 0 ? 50 : 80});
    }
    if (segment.flags.syn())
        addOptions(figures, segment.options());
    if (plainAck && segment.options().sackCount > 0)
        figures.push_back({"sack", 20});
    if (const std::string_view preview = segment.preview(); !preview.empty())
        figures.push_back({std::string(preview), 70, true});
    return figures;
}

/// Takes what matters least away: a word of a preview, else a figure.
void dropLeast(std::vector<Figure>& figures) {
    const auto least = std::min_element(figures.begin(), figures.end(),
                                        [](const Figure& a, const Figure& b) { return a.worth < b.worth; });
    const std::size_t lastSpace = least->byWords ? least->text.rfind(' ') : std::string::npos;
    if (lastSpace == std::string::npos || lastSpace == 0)
        figures.erase(least);
    else
        least->text.resize(lastSpace);
}

std::string joined(const std::vector<Figure>& figures) {
    std::string text;
    for (const Figure& figure : figures)
        text += (text.empty() ? "" : " ") + figure.text;
    return text;
}

std::string joined(const std::vector<std::string>& words, Language language) {
    std::string text;
    for (const std::string& word : words)
        text.append(text.empty() ? "" : separatorIn(language)).append(word);
    return text;
}

/// "1001-2449 3897-5345": the numbers of the peer's that arrived beyond the acknowledged ones.
std::string sackText(const DetailSegment& segment, const TcpOptions& options, bool relativeNumbers) {
    const std::uint32_t base = relativeNumbers ? segment.ack.value() - segment.relativeAck : 0;
    std::string text;
    for (std::size_t i = 0; i < std::min<std::size_t>(options.sackCount, options.sack.size()); ++i) {
        const SackBlock& block = options.sack[i];
        text += (text.empty() ? "" : " ") + std::to_string(block.left.value() - base) + '-' +
                std::to_string(block.right.value() - base);
    }
    return text;
}

std::string optionsText(const TcpOptions& options, Language language) {
    std::vector<std::string> words;
    if (options.hasMss)
        words.push_back("mss " + std::to_string(options.mss));
    if (options.hasWindowScale)
        words.push_back("ws " + scaleText(options.windowScale));
    if (options.sackPermitted)
        words.push_back(say(language, "sack permitted"));
    if (options.hasTimestamps)
        words.push_back("ts " + std::to_string(options.tsValue) + '/' + std::to_string(options.tsEcho));
    if (options.hasFastOpen)
        words.push_back(say(language, "fast open {0} B", {std::to_string(options.fastOpenCookieBytes)}));
    if (options.hasMultipath)
        words.push_back("mptcp " + std::to_string(options.multipathSubtype));
    if (options.malformed)
        words.push_back(say(language, "options malformed"));
    if (options.cut)
        words.push_back(say(language, "options cut"));
    return joined(words, language);
}

} // namespace

std::string flagsText(TcpFlags flags, Language language) {
    static constexpr std::array<std::pair<TcpFlag, std::string_view>, 8> kOrder{{
        {TcpFlag::Syn, "SYN"},
        {TcpFlag::Fin, "FIN"},
        {TcpFlag::Rst, "RST"},
        {TcpFlag::Psh, "PSH"},
        {TcpFlag::Urg, "URG"},
        {TcpFlag::Ece, "ECE"},
        {TcpFlag::Cwr, "CWR"},
        {TcpFlag::Ack, "ACK"},
    }};
    std::string text;
    for (const auto& [flag, name] : kOrder) {
        // FIN and SYN say enough: a PSH beside them carries no news.
        const bool silent = flag == TcpFlag::Psh && (flags.fin() || flags.syn());
        if (flags.has(flag) && !silent)
            text += (text.empty() ? "" : " + ") + std::string(name);
    }
    return text.empty() ? say(language, "no flags") : text;
}

std::vector<std::string> markWords(Marks marks, Language language) {
    static constexpr std::array<std::pair<Mark, std::string_view>, 12> kWords{{
        {Mark::Stale, phrase("stale")},
        {Mark::Discarded, phrase("discarded")},
        {Mark::DuplicateFrame, phrase("captured twice")},
        {Mark::BadFlags, phrase("impossible flags")},
        {Mark::Retransmission, phrase("retransmission")},
        {Mark::OutOfOrder, phrase("out of order")},
        {Mark::DuplicateAck, phrase("dup ACK")},
        {Mark::KeepAlive, phrase("keep-alive")},
        {Mark::KeepAliveAck, phrase("keep-alive answer")},
        {Mark::WindowProbe, phrase("window probe")},
        {Mark::WindowUpdate, phrase("window update")},
        {Mark::ChallengeAck, phrase("challenge ACK")},
    }};
    std::vector<std::string> words;
    for (const auto& [mark, word] : kWords) {
        if (marks.has(mark))
            words.emplace_back(templateIn(language, word));
    }
    if (marks.has(Mark::ZeroWindow))
        words.push_back(say(language, "window 0"));
    return words;
}

SegmentLabel segmentLabel(const DetailSegment& segment, bool relativeNumbers, const LabelFits& fits,
                          Language language) {
    std::vector<std::string> words = markWords(segment.marks, language);
    std::vector<Figure> figures = figuresOf(segment, relativeNumbers);
    SegmentLabel label{flagsText(segment.flags, language), joined(words, language), joined(figures)};
    while (!figures.empty() && !fits(label)) {
        dropLeast(figures);
        label.figures = joined(figures);
    }
    while (!words.empty() && !fits(label)) {
        words.pop_back();
        label.marks = joined(words, language);
    }
    return label;
}

std::string segmentExtras(const DetailSegment& segment, const LadderOptions& options, Language language) {
    std::vector<std::string> parts;
    if (options.extras.window)
        parts.push_back("win " + groupedNumber(segment.window));
    const TcpOptions sent = segment.options();
    if (options.extras.sack && sent.sackCount > 0)
        parts.push_back("sack " + sackText(segment, sent, options.relativeNumbers));
    if (options.extras.options) {
        if (std::string words = optionsText(sent, language); !words.empty())
            parts.push_back(std::move(words));
    }
    std::string text;
    for (const std::string& part : parts)
        text += (text.empty() ? "" : " · ") + part;
    return text;
}

std::string wayText(const DetailSegment& segment, Language language) {
    if (segment.isLost)
        return say(language, "lost on its way");
    const std::optional<Timestamp> elsewhere = segment.elsewhere();
    if (!elsewhere)
        return {};
    const Duration way = segment.time - *elsewhere;
    return say(language, "travelled {0}", {durationText(way < Duration{0} ? -way : way)});
}

std::string segmentTip(const ConnectionDetail& detail, const DetailSegment& segment) {
    const Language language = detail.language;
    const Timestamp start = detail.segments.empty() ? segment.time : detail.segments.front().time;
    std::string tip = say(language, "packet {0} at {1} s from {2}: {3}",
                          {std::to_string(indexOf(segment.packet)), secondsText(segment.time - start),
                           theRole(detail, segment.sender), flagsText(segment.flags, language)});
    for (const std::string& word : markWords(segment.marks, language))
        tip.append(separatorIn(language)).append(word);
    tip += say(language, ", seq {0} ({1})", {std::to_string(segment.relativeSeq), groupedNumber(segment.seq.value())});
    if (segment.flags.ack())
        tip +=
            say(language, ", ack {0} ({1})", {std::to_string(segment.relativeAck), groupedNumber(segment.ack.value())});
    tip +=
        say(language, segment.payloadBytes == 1 ? phrase(", {0} byte, window {1}") : phrase(", {0} bytes, window {1}"),
            {groupedNumber(segment.payloadBytes), groupedNumber(segment.window)});
    if (const std::string way = wayText(segment, language); !way.empty())
        tip.append(separatorIn(language)).append(way);
    if (const std::string_view preview = segment.preview(); !preview.empty())
        tip.append(separatorIn(language)).append(preview);
    return tip;
}

} // namespace synscope
