// SPDX-License-Identifier: Apache-2.0
//
// What is remarkable about a connection, the most urgent in a sentence, with links to the packet that shows it and
// to the one that proves it. A link opens the other findings. Links are reached by Tab and followed by Enter.
#pragma once

#include "core/diagram/theme.h"
#include "core/store/replay.h"

#include <QLabel>

#include <memory>
#include <vector>

namespace synscope::ui {

class FindingsLabel : public QLabel {
    Q_OBJECT

public:
    explicit FindingsLabel(QWidget* parent = nullptr);

    /// Null, or a connection without findings, hides it. All of them stay open while it is the same connection.
    void setDetail(std::shared_ptr<const ConnectionDetail> detail);
    void setTheme(Theme theme);

Q_SIGNALS:
    /// A link to a packet was followed (index into ConnectionDetail::segments).
    void segmentChosen(std::size_t index);

protected:
    void focusInEvent(QFocusEvent* event) override;

private:
    void follow(const QString& link);
    void showFindings();
    [[nodiscard]] QString markupOf(const Finding& finding) const;
    [[nodiscard]] QString packetMarkup(const QString& name, PacketNumber packet) const;
    [[nodiscard]] QString linkMarkup(const QString& target, const QString& text) const;

    std::shared_ptr<const ConnectionDetail> m_detail;
    std::vector<Finding> m_findings; ///< the most urgent first
    bool m_isOpen = false;           ///< all findings are shown
    Theme m_theme = Theme::Light;
};

} // namespace synscope::ui
