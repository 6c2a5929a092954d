// SPDX-License-Identifier: Apache-2.0
//
// "How sure": what the connection's picture rests on, a line each: how it began, who is who, where it was
// captured, what the capture lacks. What lowers the trust carries a question mark. The words come from core.
#pragma once

#include "core/diagram/certainty_text.h"

#include <QWidget>

#include <vector>

class QGridLayout;
class QLabel;

namespace synscope::ui {

class CertaintyPanel : public QWidget {
    Q_OBJECT
public:
    explicit CertaintyPanel(QWidget* parent = nullptr);

    /// Null empties it.
    void setDetail(const ConnectionDetail* detail);

private:
    struct Line {
        QLabel* topic = nullptr;
        QLabel* text = nullptr;
    };
    Line& lineAt(std::size_t index);

    QGridLayout* m_grid = nullptr;
    std::vector<Line> m_lines; ///< as many as were ever needed; the rest is hidden
};

/// What lowers the trust and where it was captured, a line each: "Not sure: opening not seen · roles guessed",
/// "Captured beside the server: ..."; empty where nothing lowers it and the place is not known.
[[nodiscard]] QString certaintyLines(const ConnectionDetail& detail);
/// Every line of "How sure", for a tip.
[[nodiscard]] QString certaintyTip(const ConnectionDetail& detail);

} // namespace synscope::ui
