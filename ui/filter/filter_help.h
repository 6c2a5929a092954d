// SPDX-License-Identifier: Apache-2.0
//
// The language of filters on one sheet, shown below the filter bar until Escape, F1 or a click elsewhere.
#pragma once

#include "core/diagram/theme.h"

#include <QFrame>

class QTextBrowser;

namespace synscope::ui {

/// Examples, operators and every field, as HTML.
[[nodiscard]] QString filterHelpText(Theme theme);

class FilterHelp : public QFrame {
    Q_OBJECT

public:
    FilterHelp(Theme theme, double zoom, QWidget* parent);

    /// Below `anchor`, as large as the window it is in allows.
    void showBelow(const QWidget& anchor);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    double m_zoom;
    QTextBrowser* m_text;
};

} // namespace synscope::ui
