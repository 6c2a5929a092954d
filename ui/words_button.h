// SPDX-License-Identifier: Apache-2.0
//
// A button whose words wrap: a line, and under it a quieter one.
#pragma once

#include <QPushButton>

class QLabel;

namespace synscope::ui {

class WordsButton : public QPushButton {
    Q_OBJECT

public:
    /// `quiet` may be empty. `objectName` chooses the style.
    WordsButton(const QString& words, const QString& quiet, const char* objectName, QWidget* parent);

    [[nodiscard]] QString words() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

private:
    QLabel* m_words;
};

} // namespace synscope::ui
