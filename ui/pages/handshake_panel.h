// SPDX-License-Identifier: Apache-2.0
//
// "What the handshake agreed": the options of both SYNs side by side, and on request what was counted since.
// "not seen" where a SYN was not captured, so that nobody takes a gap for a zero.
#pragma once

#include "core/store/replay.h"

#include <QWidget>

#include <array>
#include <vector>

class QGridLayout;
class QLabel;

namespace synscope::ui {

class HandshakePanel : public QWidget {
    Q_OBJECT
public:
    enum class Content { Offers, OffersAndCounters };

    explicit HandshakePanel(Content content, QWidget* parent = nullptr);

    /// Null shows dashes.
    void setDetail(const ConnectionDetail* detail);
    void applyFonts(int pixelSize);
    /// The text of a value, for tests: row as shown, from 0.
    [[nodiscard]] QString valueText(std::size_t row, Side side) const;

private:
    void addHeading(QGridLayout& grid, const QString& text, bool withSides);
    void addRow(QGridLayout& grid, const QString& name);

    Content m_content;
    std::array<QLabel*, 2> m_sides{};
    std::vector<std::array<QLabel*, 2>> m_values;
};

} // namespace synscope::ui
