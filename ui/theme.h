// SPDX-License-Identifier: Apache-2.0
//
// From core's table of colours to Qt: palette, style sheet and fonts of the light and the dark theme.
// Sizes are px at zoom 1. Nothing here keeps state; ViewState knows which theme and zoom are in use.
#pragma once

#include "core/diagram/theme.h"

#include <QColor>
#include <QFont>
#include <QPalette>
#include <QString>

class QApplication;

namespace synscope::ui {

[[nodiscard]] QColor colour(Ink ink, Theme theme);
[[nodiscard]] QColor colour(State state, Theme theme);
/// The pale form of a state's colour, for chips.
[[nodiscard]] QColor paleColour(State state, Theme theme);

/// What the desktop uses, judged by the palette's lightness: Qt 6.4 does not say it outright.
[[nodiscard]] Theme themeOf(const QPalette& palette);

/// The application's typeface for words, and the one for numbers and addresses.
[[nodiscard]] QFont wordsFont(double px, QFont::Weight weight = QFont::Normal);
[[nodiscard]] QFont numbersFont(double px, QFont::Weight weight = QFont::Normal);

/// Gives the whole application palette, font and style sheet. Cost: every widget is polished again.
void applyTheme(QApplication& application, Theme theme, double zoom);

} // namespace synscope::ui
