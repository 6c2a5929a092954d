// SPDX-License-Identifier: Apache-2.0
#include "core/diagram/certainty_text.h"

#include "core/diagnose/words.h"
#include "core/diagram/ladder_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <iterator>
#include <utility>

namespace synscope {
namespace {

constexpr std::array kSides{Side::Initiator, Side::Responder};

/// With a large letter where there are such.
std::string asSentence(std::string text) {
    if (static_cast<unsigned char>(text.front()) < 0x80)
        text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
    return text;
}

std::string topicName(QualityTopic topic, Language language) {
    static constexpr std::array kNames{phrase("capture"), phrase("beginning"), phrase("roles")};
    return std::string(templateIn(language, kNames[static_cast<std::size_t>(topic)]));
}

/// What quality says about the topic, or else what holds where it says nothing.
std::vector<CertaintyNote> notesAbout(const ConnectionDetail& detail, QualityTopic topic, std::string otherwise) {
    std::vector<CertaintyNote> notes;
    for (const QualityNote& note : detail.quality) {
        if (note.topic == topic)
            notes.push_back({topicName(topic, detail.language), note.text, true, note.shortText});
    }
    if (notes.empty() && !otherwise.empty())
        notes.push_back({topicName(topic, detail.language), std::move(otherwise), false, {}});
    return notes;
}

std::vector<CertaintyNote> beginningNotes(const ConnectionDetail& detail) {
    if (detail.origin == Origin::SocketTable && detail.segments.empty() && detail.goneSegments == 0)
        return {{topicName(QualityTopic::Beginning, detail.language),
                 say(detail.language,
                     "Known from the kernel's socket table; no packet captured yet. How old it is, is a lower "
                     "bound."),
                 true, say(detail.language, "no packets")}};
    if (detail.origin == Origin::SocketTable)
        return {
            {topicName(QualityTopic::Beginning, detail.language),
             say(detail.language, "It was there before the capture began, and the kernel's socket table told in which "
                                  "state; window scales are unknown."),
             true, say(detail.language, "opening not seen")}};
    return notesAbout(detail, QualityTopic::Beginning, say(detail.language, "The opening was captured."));
}

std::vector<CertaintyNote> roleNotes(const ConnectionDetail& detail) {
    const bool isSeen = detail.origin == Origin::Handshake;
    return notesAbout(detail, QualityTopic::Roles,
                      isSeen ? say(detail.language, "Who opened is known from the SYN or its answer.") : "");
}

std::vector<CertaintyNote> portNotes(const ConnectionDetail& detail) {
    const std::string reuse = reuseText(detail.reuse, detail.language);
    if (reuse.empty())
        return {};
    return {{say(detail.language, "ports"), reuse, false, {}}};
}

/// The endpoints' last states, where the packets leave more than one.
std::vector<CertaintyNote> undecidedNotes(const ConnectionDetail& detail) {
    std::vector<CertaintyNote> notes;
    for (const Side side : kSides) {
        const EndpointView& endpoint = detail.endpoint[static_cast<std::size_t>(side)];
        const std::string undecided = undecidedText(endpoint.state, endpoint.possible, detail.language);
        if (!undecided.empty())
            notes.push_back({say(detail.language, "states"),
                             asSentence(say(detail.language, "{0} is in {1}.", {theRole(detail, side), undecided})),
                             true, say(detail.language, "{0}'s state undecided", {roleText(detail, side)})});
    }
    return notes;
}

/// Where an opening was not captured, `beginning` says so already.
std::vector<CertaintyNote> placeNotes(const ConnectionDetail& detail) {
    if (detail.ends)
        return {{say(detail.language, "place"), endsText(detail), false, {}}};
    if (detail.tap)
        return {{say(detail.language, "place"),
                 say(detail.language, "{0} {1}",
                     {placeInWords(*detail.tap, detail.language), meaningInWords(*detail.tap, detail.language)}),
                 false,
                 {}}};
    if (detail.origin != Origin::Handshake)
        return {};
    return {
        {say(detail.language, "place"),
         say(detail.language, "Where it was captured is not known: its handshake was not seen whole and once, or the "
                              "times it took on both sides are too alike."),
         false,
         {}}};
}

std::vector<CertaintyNote> captureNotes(const ConnectionDetail& detail) {
    return notesAbout(detail, QualityTopic::Capture,
                      say(detail.language, "Nothing of this connection is known to be missing."));
}

} // namespace

std::string reuseText(ReuseReason reason, Language language) {
    switch (reason) {
    case ReuseReason::None:
        return {};
    case ReuseReason::AfterClose:
        return say(language, "A new connection: both ends of the one before were closed.");
    case ReuseReason::AfterReset:
        return say(language, "A new connection: the one before had ended with RST.");
    case ReuseReason::HigherIsn:
        return say(language, "A new connection: its ISN is above the last number used (RFC 9293, 3.6.1).");
    case ReuseReason::NewerTimestamp:
        return say(language, "A new connection: its timestamp is newer than the last one used (RFC 6191).");
    case ReuseReason::AnsweredSyn:
        return say(language,
                   "A new connection: its SYN was answered by SYN + ACK, though the one before looked alive.");
    case ReuseReason::NextAttempt:
        return say(language, "A new attempt: a SYN with another number, before anybody answered the first.");
    }
    return {};
}

std::vector<CertaintyNote> certaintyNotes(const ConnectionDetail& detail) {
    std::vector<CertaintyNote> notes;
    for (const auto part : {beginningNotes, roleNotes, portNotes, undecidedNotes, placeNotes, captureNotes})
        std::ranges::move(part(detail), std::back_inserter(notes));
    return notes;
}

std::string doubtText(const ConnectionDetail& detail) {
    std::string doubts;
    for (const CertaintyNote& note : certaintyNotes(detail)) {
        if (note.lowersTrust)
            doubts += (doubts.empty() ? "" : " · ") + note.shortText;
    }
    return doubts.empty() ? doubts : say(detail.language, "Not sure: {0}", {doubts});
}

std::string goneText(const ConnectionDetail& detail) {
    if (detail.goneSegments == 0)
        return {};
    if (detail.segments.empty())
        return say(detail.language, "The packets of this connection are no longer kept.");
    if (detail.goneSegments == 1)
        return say(detail.language, "1 packet of the beginning is no longer kept.");
    return say(detail.language, "{0} packets of the beginning are no longer kept.",
               {std::to_string(detail.goneSegments)});
}

std::string endsText(const ConnectionDetail& detail) {
    if (!detail.ends)
        return {};
    const TwoEnds& ends = *detail.ends;
    const Language language = detail.language;
    std::string text =
        say(language,
            "Captured beside {0}, and beside {1} in a second capture, which holds {2} of these segments, "
            "too.",
            {theRole(detail, ends.near), theRole(detail, other(ends.near)), groupedNumber(ends.matched)});
    if (ends.roundTrip > Duration{0})
        text += ' ' + say(language,
                          "Between the two a segment takes {0} at least, if both ways take as long: half of the "
                          "shortest round trip.",
                          {durationText(ends.roundTrip / 2)});
    const Duration apart = ends.offset < Duration{0} ? -ends.offset : ends.offset;
    text += ' ' + say(language,
                      ends.offset < Duration{0} ? phrase("The second one's clock is {0} behind.")
                                                : phrase("The second one's clock is {0} ahead."),
                      {durationText(apart)});
    if (ends.drift != 0)
        text += ' ' + say(language, "It gains {0} ppm.", {std::to_string(std::lround(ends.drift * 1e6))});
    if (ends.lost > 0)
        text += ' ' + say(language, "{0} lost on the way between them.", {segmentsText(ends.lost, language)});
    if (ends.onlyHere + ends.onlyThere > 0)
        text += ' ' + say(language, "{0} missed by one of the captures.",
                          {segmentsText(ends.onlyHere + ends.onlyThere, language)});
    return text;
}

std::vector<std::string> footnotes(const ConnectionDetail& detail, const StateClaims& claims) {
    std::vector<std::string> lines = claimLegend(claims, detail.language);
    if (std::string gone = goneText(detail); !gone.empty())
        lines.push_back(std::move(gone));
    if (std::string doubt = doubtText(detail); !doubt.empty())
        lines.push_back(std::move(doubt));
    if (detail.ends) {
        lines.push_back(endsText(detail));
    } else if (detail.tap) {
        lines.push_back(placeInWords(*detail.tap, detail.language));
        lines.push_back(meaningInWords(*detail.tap, detail.language));
    }
    return lines;
}

} // namespace synscope
