// SPDX-License-Identifier: Apache-2.0
#include "core/diagram/ladder_text.h"

#include "core/base/say.h"
#include "core/diagnose/words.h"
#include "core/diagram/line_breaks.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <utility>

namespace synscope {
namespace {

constexpr std::int64_t kMicrosecond = 1'000;
constexpr std::int64_t kMillisecond = 1'000'000;
constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;

std::string padded(std::int64_t value, std::size_t digits) {
    std::string text = std::to_string(value);
    return text.size() < digits ? std::string(digits - text.size(), '0') + text : text;
}

/// value / unit with up to `decimals` decimals, rounded to nearest, without trailing zeros.
std::string decimalText(std::uint64_t value, std::uint64_t unit, int decimals) {
    std::uint64_t scale = 1;
    for (int i = 0; i < decimals; ++i)
        scale *= 10;
    const std::uint64_t step = unit / scale;
    const std::uint64_t steps = value / step + (value % step >= step - step / 2 ? 1 : 0);
    std::string text = std::to_string(steps / scale);
    if (steps % scale == 0)
        return text;
    text += '.' + padded(static_cast<std::int64_t>(steps % scale), static_cast<std::size_t>(decimals));
    text.erase(text.find_last_not_of('0') + 1);
    return text;
}

std::string twoUnits(std::int64_t ns, std::int64_t big, std::string_view bigName, std::int64_t small,
                     std::string_view smallName) {
    std::string text = std::to_string(ns / big) + ' ' + std::string(bigName);
    if (const std::int64_t rest = ns % big / small; rest > 0)
        text += ' ' + std::to_string(rest) + ' ' + std::string(smallName);
    return text;
}

std::string shortDurationText(std::int64_t ns) {
    const auto value = static_cast<std::uint64_t>(ns);
    if (ns < kMicrosecond)
        return std::to_string(ns) + " ns";
    if (ns < kMillisecond)
        return decimalText(value, kMicrosecond, ns < 10 * kMicrosecond ? 1 : 0) + " µs";
    if (ns < kSecond)
        return decimalText(value, kMillisecond, ns < 10 * kMillisecond ? 2 : ns < 100 * kMillisecond ? 1 : 0) + " ms";
    return decimalText(value, kSecond, ns < 10 * kSecond ? 3 : 2) + " s";
}

} // namespace

std::string durationText(Duration duration) {
    const std::int64_t ns = duration.count();
    if (ns < 0)
        return "-" + durationText(Duration(ns == INT64_MIN ? INT64_MAX : -ns));
    if (ns < kMinute)
        return shortDurationText(ns);
    if (ns < kHour)
        return twoUnits(ns, kMinute, "min", kSecond, "s");
    if (ns < kDay)
        return twoUnits(ns, kHour, "h", kMinute, "min");
    return twoUnits(ns, kDay, "d", kHour, "h");
}

std::string groupedNumber(std::uint64_t value) {
    std::string text = std::to_string(value);
    for (std::size_t at = text.size(); at > 3;) {
        at -= 3;
        text.insert(at, 1, ' ');
    }
    return text;
}

std::string byteCountText(std::uint64_t bytes) {
    static constexpr std::array<std::string_view, 6> kUnits{"kB", "MB", "GB", "TB", "PB", "EB"};
    if (bytes < 10'000)
        return groupedNumber(bytes) + " B";
    std::uint64_t unit = 1'000;
    std::size_t name = 0;
    while (name + 1 < kUnits.size() && bytes / unit >= 1'000) {
        unit *= 1'000;
        ++name;
    }
    return decimalText(bytes, unit, bytes / unit < 10 ? 1 : 0) + ' ' + std::string(kUnits[name]);
}

std::string segmentsText(std::uint64_t count, Language language) {
    return say(language, count == 1 ? phrase("{0} segment") : phrase("{0} segments"), {groupedNumber(count)});
}

std::string_view separatorIn(Language language) {
    return templateIn(language, phrase(", "));
}

std::string secondsText(Duration sinceStart) {
    const std::int64_t us = std::abs(sinceStart.count()) / kMicrosecond;
    const std::string sign = sinceStart.count() < 0 ? "-" : "";
    return sign + std::to_string(us / 1'000'000) + '.' + padded(us / 1'000 % 1'000, 3) + ' ' + padded(us % 1'000, 3);
}

std::string clockText(Timestamp time) {
    std::int64_t ns = nsSinceEpoch(time) % kDay;
    if (ns < 0)
        ns += kDay;
    return padded(ns / kHour, 2) + ':' + padded(ns % kHour / kMinute, 2) + ':' + padded(ns % kMinute / kSecond, 2) +
           '.' + padded(ns % kSecond / kMillisecond, 3);
}

std::string endText(const ConnectionDetail& detail) {
    const std::string clock = clockText(detail.captureEnd);
    return detail.isPartial ? say(detail.language, "{0}, the capture goes on", {clock})
                            : say(detail.language, "end of capture {0}", {clock});
}

std::string_view roleText(const ConnectionDetail& detail, Side side) {
    const bool initiator = side == Side::Initiator;
    switch (detail.origin) {
    case Origin::Handshake:
    case Origin::SocketTable:
        return templateIn(detail.language, initiator ? phrase("client") : phrase("server"));
    case Origin::Midstream:
        return templateIn(detail.language, initiator ? phrase("first seen sending") : phrase("other side"));
    }
    return "";
}

std::string theRole(const ConnectionDetail& detail, Side side) {
    return std::string(templateIn(detail.language, theRole(detail.origin, side)));
}

std::vector<std::string> wrapText(std::string_view text, Face face, double size, double width) {
    std::vector<std::string> lines;
    std::string line;
    for (const TextPiece& piece : piecesOf(text)) {
        std::string longer = line + (line.empty() || !piece.isAfterSpace ? "" : " ") + std::string(piece.text);
        if (!line.empty() && estimateTextWidth(longer, face, size) > width)
            lines.push_back(std::exchange(line, std::string(piece.text)));
        else
            line = std::move(longer);
    }
    if (!line.empty())
        lines.push_back(std::move(line));
    return lines;
}

std::string elideEnd(std::string_view text, Face face, double size, double width) {
    if (estimateTextWidth(text, face, size) <= width)
        return std::string(text);
    const std::vector<std::string> lines = wrapText(text, face, size, width - estimateTextWidth(" …", face, size));
    return lines.front() + " …";
}

std::string elideMiddle(std::string_view text, Face face, double size, double width) {
    if (estimateTextWidth(text, face, size) <= width)
        return std::string(text);
    // Only addresses and such are elided: ASCII, so bytes are characters.
    for (std::size_t kept = text.size(); kept > 2; --kept) {
        const std::size_t tail = kept / 2;
        std::string shorter =
            std::string(text.substr(0, kept - tail)) + "…" + std::string(text.substr(text.size() - tail));
        if (estimateTextWidth(shorter, face, size) <= width)
            return shorter;
    }
    return "…";
}

} // namespace synscope
