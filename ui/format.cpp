// SPDX-License-Identifier: Apache-2.0
#include "ui/format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QStringList>
#include <QTimeZone>

#include <array>
#include <cmath>

namespace synscope::ui {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

QString translated(const char* text) {
    return QCoreApplication::translate("synscope::ui", text);
}

QDateTime utcTime(Timestamp time) {
    const std::int64_t ns = nsSinceEpoch(time);
    const std::int64_t ms = ns >= 0 ? ns / 1'000'000 : -((-ns + 999'999) / 1'000'000);
    return QDateTime::fromMSecsSinceEpoch(ms, QTimeZone::utc());
}

QString fateText(PacketFate fate) {
    switch (fate) {
    case PacketFate::Tracked:
        return translated("tracked");
    case PacketFate::NotIp:
        return translated("not IP");
    case PacketFate::NotTcp:
        return translated("not TCP");
    case PacketFate::Fragment:
        return translated("fragments");
    case PacketFate::Malformed:
        return translated("malformed");
    case PacketFate::CutBySnapLength:
        return translated("cut too short");
    case PacketFate::UnknownLinkType:
        return translated("of unknown link type");
    case PacketFate::ProtectedFrame:
        return translated("encrypted frames");
    }
    return {};
}

QString accountingLine(std::uint64_t count, const QString& what) {
    return QStringLiteral("<tr><td align='right'>%1</td><td>&nbsp;&nbsp;%2</td></tr>")
        .arg(groupedNumber(count), what.toHtmlEscaped());
}

} // namespace

QString groupedNumber(std::uint64_t value) {
    QString text = QString::number(value);
    for (qsizetype i = text.size() - 3; i > 0; i -= 3)
        text.insert(i, QChar(0x2009));
    return text;
}

QString byteCount(std::uint64_t bytes) {
    if (bytes < 1000)
        return QStringLiteral("%1 B").arg(bytes);
    static constexpr std::array<const char*, 5> kUnits{"kB", "MB", "GB", "TB", "PB"};
    double value = static_cast<double>(bytes) / 1000;
    std::size_t unit = 0;
    while (value >= 999.5 && unit + 1 < kUnits.size()) {
        value /= 1000;
        ++unit;
    }
    return QStringLiteral("%1 %2").arg(QString::number(value, 'f', value < 99.95 ? 1 : 0), QLatin1String(kUnits[unit]));
}

QString ageText(Duration age) {
    const std::int64_t seconds = std::max<std::int64_t>(0, age.count() / kSecond);
    const auto two = [](std::int64_t n) { return QString::number(n).rightJustified(2, QLatin1Char('0')); };
    const std::int64_t minutes = seconds / 60 % 60;
    const std::int64_t hours = seconds / 3600;
    if (hours >= 24)
        return translated("%1 d %2:%3").arg(QString::number(hours / 24), two(hours % 24), two(minutes));
    if (hours > 0)
        return QStringLiteral("%1:%2:%3").arg(QString::number(hours), two(minutes), two(seconds % 60));
    return QStringLiteral("%1:%2").arg(QString::number(minutes), two(seconds % 60));
}

QString lengthText(Duration length) {
    const std::int64_t ns = std::max<std::int64_t>(0, length.count());
    if (ns >= 60 * kSecond)
        return ageText(length);
    if (ns >= kSecond)
        return QStringLiteral("%1 s").arg(static_cast<double>(ns) / 1e9, 0, 'f', 1);
    if (ns >= 1'000'000)
        return QStringLiteral("%1 ms").arg(static_cast<double>(ns) / 1e6, 0, 'f', ns >= 10'000'000 ? 0 : 1);
    if (ns == 0)
        return QStringLiteral("0");
    return QStringLiteral("%1 µs").arg(static_cast<double>(ns) / 1e3, 0, 'f', 0);
}

QString clockText(Timestamp time, bool milliseconds) {
    return utcTime(time).toString(milliseconds ? QStringLiteral("HH:mm:ss.zzz") : QStringLiteral("HH:mm:ss"));
}

AxisEnds axisEnds(Timestamp begin, Timestamp end) {
    const std::int64_t span = nsSinceEpoch(end) - nsSinceEpoch(begin);
    const QDateTime from = utcTime(begin);
    const QDateTime to = utcTime(end);
    QString pattern = QStringLiteral("HH:mm");
    if (span < 10 * kSecond)
        pattern = QStringLiteral("HH:mm:ss.zzz");
    else if (span < 300 * kSecond)
        pattern = QStringLiteral("HH:mm:ss");
    else if (from.date() != to.date())
        pattern = translated("d MMM HH:mm");
    return {from.toString(pattern), to.toString(pattern)};
}

QString accountingText(const PacketCounts& counts) {
    QStringList parts;
    for (std::size_t i = 0; i < kPacketFateCount; ++i) {
        const auto fate = static_cast<PacketFate>(i);
        if (counts[fate] > 0)
            parts += groupedNumber(counts[fate]) + QLatin1Char(' ') + fateText(fate);
    }
    const QString total = translated("%1 packets").arg(groupedNumber(counts.total()));
    return parts.isEmpty() ? total : total + QStringLiteral(": ") + parts.join(QStringLiteral(", "));
}

QString fullAccountingText(const Snapshot& snapshot) {
    QString text = QStringLiteral("<table cellspacing='0' cellpadding='2'>");
    text += QStringLiteral("<tr><td align='right'><b>%1</b></td><td>&nbsp;&nbsp;<b>%2</b></td></tr>")
                .arg(groupedNumber(snapshot.counts.total()), translated("packets read, of which"));
    for (std::size_t i = 0; i < kPacketFateCount; ++i) {
        const auto fate = static_cast<PacketFate>(i);
        text += accountingLine(snapshot.counts[fate], fateText(fate));
    }
    text += QStringLiteral("<tr><td></td><td><br>&nbsp;&nbsp;<b>%1</b></td></tr>")
                .arg(translated("How good the capture is"));
    text += accountingLine(snapshot.load.kernelDrops, translated("dropped by the kernel while capturing"));
    text += accountingLine(snapshot.load.cutPackets, translated("captured shorter than on the wire"));
    text += accountingLine(snapshot.load.clockBackwards, translated("earlier than the packet before"));
    text +=
        accountingLine(snapshot.load.superSegments, translated("larger than the peer's MSS (segmentation offload)"));
    return text + QStringLiteral("</table>");
}

} // namespace synscope::ui
