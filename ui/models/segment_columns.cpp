// SPDX-License-Identifier: Apache-2.0
#include "ui/models/segment_columns.h"

#include "ui/models/segment_text.h"

#include <QCoreApplication>

#include <array>

namespace synscope::ui {
namespace {

QString packetCell(const SegmentCell& cell) {
    return QString::number(indexOf(cell.segment().packet));
}

QString timeCell(const SegmentCell& cell) {
    const Timestamp time = cell.segment().time;
    switch (cell.time) {
    case SegmentTime::SinceFirst:
        return secondsWords(time - cell.detail.segments.front().time);
    case SegmentTime::SincePrevious:
        return cell.index == 0 ? secondsWords(Duration{})
                               : secondsWords(time - cell.detail.segments[cell.index - 1].time);
    case SegmentTime::Clock:
        return dayTimeText(time);
    case SegmentTime::LocalClock:
        return localDayTimeText(time);
    case SegmentTime::SinceBegin:
        return secondsWords(time - cell.detail.captureBegin);
    }
    return {};
}

QString fromCell(const SegmentCell& cell) {
    return directionWords(cell.detail, cell.segment().sender);
}

QString flagsCell(const SegmentCell& cell) {
    return flagWords(cell.segment().flags);
}

QString seqCell(const SegmentCell& cell) {
    const DetailSegment& s = cell.segment();
    return QString::number(cell.relativeNumbers ? s.relativeSeq : s.seq.value());
}

QString ackCell(const SegmentCell& cell) {
    const DetailSegment& s = cell.segment();
    return s.flags.ack() ? QString::number(cell.relativeNumbers ? s.relativeAck : s.ack.value()) : QString();
}

QString lengthCell(const SegmentCell& cell) {
    return QString::number(cell.segment().payloadBytes);
}

QString windowCell(const SegmentCell& cell) {
    return QString::number(cell.segment().window);
}

QString clientStateCell(const SegmentCell& cell) {
    return claimWord(claimAfter(cell.claims, Side::Initiator, cell.detail, cell.index));
}

QString serverStateCell(const SegmentCell& cell) {
    return claimWord(claimAfter(cell.claims, Side::Responder, cell.detail, cell.index));
}

QString notesCell(const SegmentCell& cell) {
    const DetailSegment& s = cell.segment();
    const QString marks = markWordsOf(s.marks);
    if (s.preview().empty())
        return marks;
    const QString preview = QString::fromUtf8(s.preview());
    return marks.isEmpty() ? preview : marks + QStringLiteral(" · ") + preview;
}

using Kind = SegmentColumnKind;
constexpr std::array<SegmentColumn, 11> kColumns{{
    {QT_TRANSLATE_NOOP("Segment", "Packet"),
     QT_TRANSLATE_NOOP("Segment", "Number of the packet in the capture, from 1"), Kind::Number, 7, packetCell},
    {QT_TRANSLATE_NOOP("Segment", "Time"),
     QT_TRANSLATE_NOOP("Segment",
                       "Seconds since the connection's first or previous segment or since the capture began, or the "
                       "time of day, in UTC or as this machine's clock shows it"),
     Kind::Number, 13, timeCell},
    {QT_TRANSLATE_NOOP("Segment", "From → to"),
     QT_TRANSLATE_NOOP("Segment", "Who sent it; the client opened the connection"), Kind::Words, 14, fromCell},
    {QT_TRANSLATE_NOOP("Segment", "Flags"), QT_TRANSLATE_NOOP("Segment", "Flags of the TCP header"), Kind::Words, 12,
     flagsCell},
    {QT_TRANSLATE_NOOP("Segment", "Seq"),
     QT_TRANSLATE_NOOP("Segment", "First sequence number; relative to the sender's initial one, or as on the wire"),
     Kind::Number, 11, seqCell},
    {QT_TRANSLATE_NOOP("Segment", "Ack"),
     QT_TRANSLATE_NOOP("Segment", "Next number expected from the peer; relative or as on the wire"), Kind::Number, 11,
     ackCell},
    {QT_TRANSLATE_NOOP("Segment", "Len"), QT_TRANSLATE_NOOP("Segment", "Payload in bytes"), Kind::Number, 7,
     lengthCell},
    {QT_TRANSLATE_NOOP("Segment", "Window"),
     QT_TRANSLATE_NOOP("Segment", "Receive window in bytes, scaled where the scale is known"), Kind::Number, 9,
     windowCell},
    {QT_TRANSLATE_NOOP("Segment", "Client after"),
     QT_TRANSLATE_NOOP("Segment", "State of the client after it; ? where the packets do not prove it"),
     Kind::ClientState, 14, clientStateCell},
    {QT_TRANSLATE_NOOP("Segment", "Server after"),
     QT_TRANSLATE_NOOP("Segment", "State of the server after it; ? where the packets do not prove it"),
     Kind::ServerState, 14, serverStateCell},
    {QT_TRANSLATE_NOOP("Segment", "Notes"),
     QT_TRANSLATE_NOOP("Segment", "What the tracker noticed, and how the payload begins"), Kind::Words, 30, notesCell},
}};

} // namespace

QStringList segmentTimeNames() {
    QStringList names;
    for (const char* name :
         {QT_TRANSLATE_NOOP("Segment", "Since the first segment"),
          QT_TRANSLATE_NOOP("Segment", "Since the previous segment"), QT_TRANSLATE_NOOP("Segment", "Time of day, UTC"),
          QT_TRANSLATE_NOOP("Segment", "Time of day, local"), QT_TRANSLATE_NOOP("Segment", "Since the capture began")})
        names += QCoreApplication::translate("Segment", name);
    return names;
}

std::span<const SegmentColumn> segmentColumns() {
    return kColumns;
}

} // namespace synscope::ui
