// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/handshake_panel.h"

#include "ui/format.h"
#include "ui/models/segment_text.h"
#include "ui/theme.h"

#include <QFont>
#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>
#include <span>

namespace synscope::ui {
namespace {

constexpr std::uint8_t kLargestWindowScale = 14; // RFC 7323, section 2.3
constexpr int kRowGapPx = 8;

using Bit = HandshakeOffer::Bit;

/// What a row's text depends on: the endpoint and its peer.
struct Pair {
    const EndpointView& own;
    const EndpointView& peer;
};

struct ParameterRow {
    const char* name; ///< to be translated in context "HandshakePanel"
    QString (*text)(const Pair& pair);
};

QString yesNo(bool yes) {
    return yes ? HandshakePanel::tr("yes") : HandshakePanel::tr("no");
}

QString isn(const Pair& p) {
    return groupedNumber(p.own.offer.isn);
}

QString mss(const Pair& p) {
    return p.own.offer.mss == 0 ? HandshakePanel::tr("not offered") : QString::number(p.own.offer.mss);
}

QString windowScale(const Pair& p) {
    if (!p.own.offer.has(Bit::HasWindowScale))
        return HandshakePanel::tr("not offered");
    const QString factor = QStringLiteral("× %1").arg(1U << std::min(p.own.offer.windowScale, kLargestWindowScale));
    // Scaling counts only where both SYNs carried it (RFC 7323, section 2.2).
    const bool unused = p.peer.offer.has(Bit::HasIsn) && !p.peer.offer.has(Bit::HasWindowScale);
    return unused ? HandshakePanel::tr("%1, not used").arg(factor) : factor;
}

QString sackAndTimestamps(const Pair& p) {
    return yesNo(p.own.offer.has(Bit::SackPermitted)) + QStringLiteral(" / ") + yesNo(p.own.offer.has(Bit::Timestamps));
}

QString ecnAndFastOpen(const Pair& p) {
    return yesNo(p.own.offer.has(Bit::Ecn)) + QStringLiteral(" / ") + yesNo(p.own.offer.has(Bit::FastOpen));
}

/// "How sure" below says what else it may be.
QString state(const Pair& p) {
    return stateWord(p.own.state) + (p.own.possible.isCertain() ? QString() : QStringLiteral("?"));
}

constexpr std::array<ParameterRow, 5> kOffers{
    {{QT_TRANSLATE_NOOP("synscope::ui::HandshakePanel", "ISN"), isn},
     {QT_TRANSLATE_NOOP("synscope::ui::HandshakePanel", "MSS"), mss},
     {QT_TRANSLATE_NOOP("synscope::ui::HandshakePanel", "window scale"), windowScale},
     {QT_TRANSLATE_NOOP("synscope::ui::HandshakePanel", "SACK / timestamps"), sackAndTimestamps},
     {QT_TRANSLATE_NOOP("synscope::ui::HandshakePanel", "ECN / fast open"), ecnAndFastOpen}}};

constexpr std::array<ParameterRow, 10> kCounters{
    {{QT_TRANSLATE_NOOP("synscope::ui::HandshakePanel", "state"), state},
     {QT_TRANSLATE_NOOP("synscope::ui::HandshakePanel", "segments sent"),
      [](const Pair& p) { return groupedNumber(p.own.segments); }},
     {QT_TRANSLATE_NOOP("synscope::ui::HandshakePanel", "payload sent"),
      [](const Pair& p) { return groupedNumber(p.own.bytes) + QStringLiteral(" B"); }},
     {QT_TRANSLATE_NOOP("synscope::ui::HandshakePanel", "retransmissions"),
      [](const Pair& p) { return groupedNumber(p.own.anomalies.retransmissions); }},
     {QT_TRANSLATE_NOOP("synscope::ui::HandshakePanel", "out of order"),
      [](const Pair& p) { return groupedNumber(p.own.anomalies.outOfOrder); }},
     {QT_TRANSLATE_NOOP("synscope::ui::HandshakePanel", "duplicate ACKs"),
      [](const Pair& p) { return groupedNumber(p.own.anomalies.duplicateAcks); }},
     {QT_TRANSLATE_NOOP("synscope::ui::HandshakePanel", "zero windows"),
      [](const Pair& p) { return groupedNumber(p.own.anomalies.zeroWindows); }},
     {QT_TRANSLATE_NOOP("synscope::ui::HandshakePanel", "keep-alives"),
      [](const Pair& p) { return groupedNumber(p.own.anomalies.keepAlives); }},
     {QT_TRANSLATE_NOOP("synscope::ui::HandshakePanel", "not captured"),
      [](const Pair& p) { return groupedNumber(p.own.anomalies.lostSegments); }},
     {QT_TRANSLATE_NOOP("synscope::ui::HandshakePanel", "stale"),
      [](const Pair& p) { return groupedNumber(p.own.anomalies.staleSegments); }}}};

} // namespace

HandshakePanel::HandshakePanel(Content content, QWidget* parent) : QWidget(parent), m_content(content) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    auto* grid = new QGridLayout;
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(2 * kRowGapPx);
    grid->setVerticalSpacing(kRowGapPx);
    grid->setColumnStretch(0, 4);
    grid->setColumnStretch(1, 3);
    grid->setColumnStretch(2, 3);
    addHeading(*grid, tr("What the handshake agreed"), true);
    for (const ParameterRow& row : kOffers)
        addRow(*grid, tr(row.name));
    if (m_content == Content::OffersAndCounters) {
        addHeading(*grid, tr("What was counted since"), false);
        for (const ParameterRow& row : kCounters)
            addRow(*grid, tr(row.name));
    }
    column->addLayout(grid);
    column->addStretch(1);
}

void HandshakePanel::addHeading(QGridLayout& grid, const QString& text, bool withSides) {
    int row = grid.rowCount();
    auto* title = new QLabel(text);
    title->setObjectName(QStringLiteral("panelTitle"));
    // The page of its own has room for a line more, the panel below the diagram has not.
    const bool isAlone = !withSides || m_content == Content::OffersAndCounters;
    grid.addWidget(title, row, 0, 1, isAlone ? 3 : 1);
    if (!withSides) {
        title->setContentsMargins(0, 2 * kRowGapPx, 0, 0);
        return;
    }
    row += isAlone ? 1 : 0;
    for (std::size_t side = 0; side < 2; ++side) {
        auto* label = new QLabel;
        label->setObjectName(QStringLiteral("columnTitle"));
        m_sides[side] = label;
        grid.addWidget(label, row, static_cast<int>(side) + 1);
    }
}

void HandshakePanel::addRow(QGridLayout& grid, const QString& name) {
    const int row = grid.rowCount();
    auto* label = new QLabel(name);
    label->setObjectName(QStringLiteral("muted"));
    grid.addWidget(label, row, 0);
    std::array<QLabel*, 2> values{};
    for (std::size_t side = 0; side < 2; ++side) {
        auto* value = new QLabel;
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        value->setFont(numbersFont(12));
        grid.addWidget(value, row, static_cast<int>(side) + 1);
        values[side] = value;
    }
    m_values.push_back(values);
}

void HandshakePanel::setDetail(const ConnectionDetail* detail) {
    for (std::size_t side = 0; side < 2; ++side) {
        m_sides[side]->setText(detail == nullptr ? QString() : roleWord(*detail, static_cast<Side>(side)));
        for (std::size_t row = 0; row < m_values.size(); ++row) {
            QLabel& value = *m_values[row][side];
            if (detail == nullptr) {
                value.setText(QStringLiteral("–"));
                continue;
            }
            const Pair pair{detail->endpoint[side], detail->endpoint[1 - side]};
            const bool isOffer = row < kOffers.size();
            const bool unseen = isOffer && !pair.own.offer.has(Bit::HasIsn);
            value.setText(unseen ? tr("not seen")
                                 : (isOffer ? kOffers[row] : kCounters[row - kOffers.size()]).text(pair));
            value.setEnabled(!unseen);
        }
    }
}

void HandshakePanel::applyFonts(int pixelSize) {
    for (const auto& pair : m_values) {
        for (QLabel* value : pair)
            value->setFont(numbersFont(pixelSize));
    }
}

QString HandshakePanel::valueText(std::size_t row, Side side) const {
    return m_values[row][static_cast<std::size_t>(side)]->text();
}

} // namespace synscope::ui
