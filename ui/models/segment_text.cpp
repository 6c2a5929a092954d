// SPDX-License-Identifier: Apache-2.0
#include "ui/models/segment_text.h"

#include "core/diagram/evidence_text.h"
#include "core/diagram/ladder_remarks.h"
#include "core/diagram/ladder_text.h"
#include "ui/format.h"
#include "ui/language/ui_language.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QStringList>
#include <QTimeZone>

#include <algorithm>

namespace synscope::ui {
namespace {

constexpr std::uint8_t kLargestWindowScale = 14; // RFC 7323, section 2.3

QString tr(const char* text) {
    return QCoreApplication::translate("synscope::ui", text);
}

QString fromView(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// What this packet moved, seemed to move and shows besides, with the reasons: a line each.
QStringList evidenceOf(const ConnectionDetail& detail, PacketNumber packet) {
    QStringList lines;
    for (const DetailTransition& t : detail.transitions) {
        if (t.packet == packet)
            lines << QString::fromStdString(transitionText(detail, t));
    }
    for (const PlacedRemark& placed : remarksOf(detail)) {
        if (placed.packet == packet)
            lines << QString::fromStdString(placed.remark.sentence);
    }
    return lines;
}

/// Who went from which state to which, and why that is believed: a phrase a change this packet caused.
QStringList changesOf(const ConnectionDetail& detail, PacketNumber packet) {
    QStringList lines;
    for (const DetailTransition& t : detail.transitions) {
        if (t.packet != packet)
            continue;
        lines << tr("%1: %2 → %3 (%4)")
                     .arg(roleWord(detail, t.side), stateWord(t.from), stateWord(t.to), fromView(toText(t.basis)));
    }
    return lines;
}

QString numbersText(const DetailSegment& s) {
    QStringList parts{tr("seq %1 (%2 on the wire)").arg(groupedNumber(s.relativeSeq)).arg(s.seq.value())};
    if (s.flags.ack())
        parts << tr("ack %1 (%2)").arg(groupedNumber(s.relativeAck)).arg(s.ack.value());
    parts << tr("%1 B payload").arg(groupedNumber(s.payloadBytes)) << tr("window %1").arg(groupedNumber(s.window));
    return parts.join(QStringLiteral(", "));
}

QDateTime dateTime(Timestamp time) {
    // Flooring, so that the fraction printed beside it is never negative.
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
    return QDateTime::fromSecsSinceEpoch(seconds, QTimeZone::utc());
}

std::int64_t nanosecondsWithinSecond(Timestamp time) {
    return (time - std::chrono::floor<std::chrono::seconds>(time)).count();
}

QString withMicroseconds(const QDateTime& clock, Timestamp time) {
    return clock.toString(QStringLiteral("HH:mm:ss")) +
           QStringLiteral(".%1").arg(nanosecondsWithinSecond(time) / 1'000, 6, 10, QLatin1Char('0'));
}

} // namespace

QString flagWords(TcpFlags flags) {
    return QString::fromStdString(flagsText(flags));
}

QString markWordsOf(Marks marks) {
    QStringList words;
    for (int i = 0; i < kMarkCount; ++i) {
        const auto mark = static_cast<Mark>(1U << i);
        if (!marks.has(mark) || mark == Mark::OpensConnection)
            continue;
        words << fromView(toText(mark)).replace(u'-', u' ');
    }
    return words.join(QStringLiteral(", "));
}

QString optionWords(const TcpOptions& o) {
    QStringList parts;
    if (o.hasMss)
        parts << tr("mss %1").arg(o.mss);
    if (o.hasWindowScale)
        parts << tr("window scale × %1").arg(1U << std::min(o.windowScale, kLargestWindowScale));
    if (o.sackPermitted)
        parts << tr("sack permitted");
    if (o.hasTimestamps)
        parts << tr("timestamps %1 / %2").arg(o.tsValue).arg(o.tsEcho);
    for (std::uint8_t i = 0; i < o.sackCount; ++i)
        parts << tr("sack %1 to %2").arg(o.sack[i].left.value()).arg(o.sack[i].right.value());
    if (o.hasFastOpen)
        parts << (o.fastOpenCookieBytes > 0 ? tr("fast open cookie") : tr("fast open cookie request"));
    if (o.hasMultipath)
        parts << tr("multipath");
    if (o.malformed)
        parts << tr("malformed options");
    if (o.cut)
        parts << tr("options cut by the snap length");
    return parts.join(QStringLiteral(", "));
}

QString roleWord(const ConnectionDetail& detail, Side side) {
    return fromView(roleText(detail, side));
}

QString directionWords(const ConnectionDetail& detail, Side sender) {
    return roleWord(detail, sender) + QStringLiteral(" → ") + roleWord(detail, other(sender));
}

QString secondsWords(Duration duration) {
    return QString::fromStdString(secondsText(duration));
}

QString dayTimeText(Timestamp time) {
    return withMicroseconds(dateTime(time), time);
}

QString localDayTimeText(Timestamp time) {
    return withMicroseconds(dateTime(time).toLocalTime(), time);
}

QString fullTimeText(Timestamp time) {
    return dateTime(time).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")) +
           QStringLiteral(".%1 UTC").arg(nanosecondsWithinSecond(time), 9, 10, QLatin1Char('0'));
}

QString stateWord(State state) {
    if (state == State::Unknown)
        return tr("unknown");
    return fromView(toText(state));
}

QString claimWords(const StateClaim& claim) {
    return claim.state == State::Unknown && !claim.isUndecided()
               ? stateWord(claim.state)
               : QString::fromStdString(claimText(claim, spokenLanguage()));
}

QString claimWord(const StateClaim& claim) {
    return claim.isSure() ? stateWord(claim.state) : QString::fromStdString(claimName(claim));
}

QString segmentText(const ConnectionDetail& detail, const StateClaims& claims, std::size_t index) {
    const DetailSegment& s = detail.segments[index];
    QStringList lines;
    lines << tr("Packet %1   %2").arg(groupedNumber(indexOf(s.packet)), fullTimeText(s.time));
    lines << tr("%1   %2").arg(directionWords(detail, s.sender), flagWords(s.flags));
    lines << numbersText(s);
    if (const QString options = optionWords(s.options()); !options.isEmpty())
        lines << tr("Options: %1").arg(options);
    if (const std::string_view preview = s.preview(); !preview.empty())
        lines << tr("Payload begins: %1").arg(QString::fromUtf8(preview));
    if (const QString marks = markWordsOf(s.marks); !marks.isEmpty())
        lines << tr("Marked: %1").arg(marks);
    if (const std::string way = wayText(s, detail.language); !way.empty())
        lines << tr("On its way: %1").arg(QString::fromStdString(way));
    lines << tr("After it: %1 %2, %3 %4")
                 .arg(roleWord(detail, Side::Initiator), claimWords(claimAfter(claims, Side::Initiator, detail, index)),
                      roleWord(detail, Side::Responder),
                      claimWords(claimAfter(claims, Side::Responder, detail, index)));
    lines << evidenceOf(detail, s.packet);
    return lines.join(u'\n');
}

QString segmentSummary(const ConnectionDetail& detail, std::size_t index) {
    const DetailSegment& s = detail.segments[index];
    QStringList parts{tr("packet %1").arg(indexOf(s.packet)), directionWords(detail, s.sender).replace(u'→', tr("to")),
                      flagWords(s.flags)};
    if (s.payloadBytes > 0)
        parts << tr("%1 bytes").arg(s.payloadBytes);
    if (const QString marks = markWordsOf(s.marks); !marks.isEmpty())
        parts << marks;
    parts << changesOf(detail, s.packet);
    return parts.join(QStringLiteral(", "));
}

} // namespace synscope::ui
