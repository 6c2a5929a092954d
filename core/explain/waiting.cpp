// SPDX-License-Identifier: Apache-2.0
//
// Connections that wait: a closed window and the probes for it, keep-alives.
#include "core/diagram/ladder_text.h"
#include "core/explain/story.h"

#include <algorithm>
#include <iterator>

namespace synscope {
namespace {

/// The first later segment with which the side opens its window again.
std::optional<std::size_t> reopening(const Story& s, std::size_t closed) {
    for (std::size_t i = closed + 1; i < s.segments.size(); ++i) {
        const DetailSegment& later = s.segments[i];
        if (later.sender == s.segments[closed].sender && later.window > 0 && !later.flags.rst() && isAccepted(later))
            return i;
    }
    return std::nullopt;
}

void tellZeroWindow(const Story& s, Explanations& told) {
    const std::vector<std::size_t>& zeros = s.marked(Mark::ZeroWindow);
    if (zeros.empty())
        return;
    const std::size_t closed = zeros.front();
    const Side side = s.segments[closed].sender;
    Explanation e = explanationAt(s, ExplanationKind::ZeroWindow, closed, side);
    e.rfc = "RFC 9293, 3.8.6";
    e.title = say(s.language, "Window 0: {0} asks to wait", {s.who(side)});
    e.sentences.push_back(say(s.language,
                              "{0} announces a window of 0: its buffer is full, since its program does not read fast "
                              "enough. {1} may send no more data for now.",
                              {s.whoFirst(side), s.whoFirst(other(side))}));
    if (const std::optional<std::size_t> open = reopening(s, closed)) {
        e.sentences.push_back(
            say(s.language, "After {0} the window is open again: {1} (packet {2}).",
                {durationText(s.between(closed, *open)), byteCountText(s.segments[*open].window), s.packet(*open)}));
        restOn(s, e, open);
    } else {
        e.sentences.push_back(say(s.language, "The capture does not show it open again."));
    }
    e.sentences.push_back(
        say(s.language, "Nothing is wrong with the network here; look at the program that should read."));
    told.push_back(std::move(e));
}

/// The newest window that the segment's receiver had announced was 0.
bool meetsClosedWindow(const Story& s, std::size_t segment) {
    constexpr std::size_t kFarthest = 64;
    for (std::size_t i = segment; i-- > segment - std::min(segment, kFarthest);) {
        if (s.segments[i].sender != s.segments[segment].sender && isAccepted(s.segments[i]))
            return s.segments[i].window == 0;
    }
    return false;
}

/// Keep-alives and probes of a closed window look alike where a probe carries no byte, as Linux sends it.
std::vector<std::size_t> keepAlives(const Story& s, bool areProbes) {
    std::vector<std::size_t> chosen;
    std::copy_if(s.marked(Mark::KeepAlive).begin(), s.marked(Mark::KeepAlive).end(), std::back_inserter(chosen),
                 [&](std::size_t i) { return meetsClosedWindow(s, i) == areProbes; });
    return chosen;
}

void tellWindowProbe(const Story& s, Explanations& told) {
    std::vector<std::size_t> probes = keepAlives(s, true);
    probes.insert(probes.end(), s.marked(Mark::WindowProbe).begin(), s.marked(Mark::WindowProbe).end());
    std::sort(probes.begin(), probes.end());
    probes.erase(std::unique(probes.begin(), probes.end()), probes.end());
    if (probes.empty())
        return;
    const Side side = s.segments[probes.front()].sender;
    Explanation e = explanationAt(s, ExplanationKind::WindowProbe, probes.front(), side);
    e.lastSegment = probes.back();
    restOn(s, e, probes.back());
    e.rfc = "RFC 9293, 3.8.6.1";
    e.title = say(s.language, "Is the window open again?");
    e.sentences.push_back(say(s.language, "{0} asks {1} whether {2} takes data again, as the window was closed.",
                              {s.whoFirst(side), s.times(probes.size()), s.who(other(side))}));
    e.sentences.push_back(
        say(s.language, "It has to ask: were the news of an open window lost, both would wait for ever."));
    told.push_back(std::move(e));
}

/// The silence before the first keep-alive.
Duration silenceBefore(const Story& s, std::size_t segment) {
    return segment == 0 ? s.segments[0].time - s.detail.captureBegin : s.between(segment - 1, segment);
}

void tellKeepAlive(const Story& s, Explanations& told) {
    const std::vector<std::size_t> probes = keepAlives(s, false);
    if (probes.empty())
        return;
    const std::size_t first = probes.front();
    const Side side = s.segments[first].sender;
    std::vector<std::size_t> answers = s.marked(Mark::KeepAliveAck);
    answers.erase(answers.begin(), std::upper_bound(answers.begin(), answers.end(), first));
    Explanation e = explanationAt(s, ExplanationKind::KeepAlive, first, side);
    e.lastSegment = probes.back();
    restOn(s, e, probes.back());
    e.rfc = "RFC 9293, 3.8.4";
    e.title = say(s.language, "Keep-alive: are you still there?");
    e.sentences.push_back(say(s.language,
                              "After {0} of silence {1} sends a segment whose number is acknowledged already. It "
                              "carries nothing new, but {2} has to answer.",
                              {durationText(silenceBefore(s, first)), s.who(side), s.who(other(side))}));
    if (answers.empty())
        e.sentences.push_back(say(s.language, "No answer was captured."));
    else
        e.sentences.push_back(say(s.language,
                                  "The answer in packet {0} shows that the other side still knows the connection; "
                                  "whether its program still cares, it does not show.",
                                  {s.packet(answers.front())}));
    restOn(s, e, answers.empty() ? std::nullopt : std::optional(answers.front()));
    if (probes.size() > 1)
        e.sentences.push_back(say(s.language, "It is asked {0} in this connection, the last time in packet {1}.",
                                  {s.times(probes.size()), s.packet(probes.back())}));
    told.push_back(std::move(e));
}

} // namespace

void tellWaiting(const Story& s, Explanations& told) {
    tellZeroWindow(s, told);
    tellWindowProbe(s, told);
    tellKeepAlive(s, told);
}

} // namespace synscope
