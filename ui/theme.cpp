// SPDX-License-Identifier: Apache-2.0
#include "ui/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QStringList>
#include <QStyleFactory>

namespace synscope::ui {
namespace {

QColor toQColor(Colour c) {
    return QColor(c.red, c.green, c.blue);
}

QPalette paletteOf(Theme theme) {
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, Ink ink) { palette.setColor(role, colour(ink, theme)); };
    set(QPalette::Window, Ink::Background);
    set(QPalette::WindowText, Ink::Text);
    set(QPalette::Base, Ink::Surface);
    set(QPalette::AlternateBase, Ink::Background);
    set(QPalette::Text, Ink::Text);
    set(QPalette::Button, Ink::Surface);
    set(QPalette::ButtonText, Ink::Text);
    set(QPalette::BrightText, Ink::Reset);
    set(QPalette::ToolTipBase, Ink::Surface);
    set(QPalette::ToolTipText, Ink::Text);
    set(QPalette::PlaceholderText, Ink::FaintText);
    set(QPalette::Highlight, Ink::AccentSurface);
    set(QPalette::HighlightedText, Ink::Text);
    set(QPalette::Link, Ink::Accent);
    set(QPalette::Mid, Ink::Border);
    set(QPalette::Midlight, Ink::Border);
    for (const auto role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, colour(Ink::FaintText, theme));
    return palette;
}

/// `@name` stands for a colour, `#n#` for n px at the zoom in use.
constexpr char kStyleTemplate[] = R"(
QMainWindow, QWidget#page { background: @background; }
QMenuBar { background: @surface; border: none; padding: 0 #8#; }
QMenuBar::item { padding: #4# #8#; border-radius: #4#; background: transparent; }
QMenuBar::item:selected { background: @accentSurface; }
QMenu { background: @surface; border: 1px solid @border; padding: #4# 0; }
QMenu::item { padding: #5# #28# #5# #24#; }
QMenu::item:selected { background: @accentSurface; color: @text; }
QMenu::item:disabled { color: @faint; }
QMenu::separator { height: 1px; background: @border; margin: #4# 0; }
QToolTip { background: @surface; color: @text; border: 1px solid @border; padding: #4#; }
QFrame#panel { background: @surface; border: 1px solid @border; border-radius: #8#; }
QWidget#topBar { background: @surface; border-bottom: 1px solid @border; }
QLabel#programName { font-size: #16#; font-weight: 700; }
QLabel#panelTitle { font-size: #14#; font-weight: 700; }
QLabel#stripTitle, QLabel#columnTitle { font-size: #11#; font-weight: 600; color: @muted; }
QLabel#muted { color: @muted; }
QLabel#faint { color: @faint; font-size: #11#; }
QLabel#waiting { color: @attention; font-size: #16#; font-weight: 700; }
QLabel#filterError { color: @reset; }
QLabel#pageTitle { font-size: #24#; font-weight: 700; }
QLabel#lessonTitle { font-size: #20#; font-weight: 700; }
QLabel#lessonQuestion { font-size: #14#; font-weight: 600; }
QLabel#lessonText { font-size: #14#; }
QLabel#lessonVerdict { font-size: #14#; font-weight: 700; color: @accent; }
QLabel#groupTitle { font-size: #16#; font-weight: 700; }
QLabel#errorTitle { font-size: #16#; font-weight: 700; color: @reset; }
QFrame#notice { background: @surface; border: 1px solid @anomaly; border-radius: #8#; }
QFrame#notice QLabel { color: @anomaly; }
QFrame#notice[calm="true"] { border-color: @border; }
QFrame#notice[calm="true"] QLabel { color: @text; }
QFrame#dropArea { border: 1px dashed @faint; border-radius: #8#; background: @surface; }
QPushButton { background: @background; color: @text; border: 1px solid @background; border-radius: #6#;
  padding: #4# #12#; min-height: #16#; font-weight: 500; }
QPushButton:hover { border-color: @border; }
QPushButton:pressed { background: @accentSurface; }
QPushButton:focus { border-color: @accent; }
QPushButton:disabled { color: @faint; }
QPushButton#primary { background: @accent; color: @onAccent; border-color: @accent; font-weight: 600; }
QPushButton#primary:focus { border-color: @text; }
QPushButton#primary:disabled { background: @border; color: @faint; border-color: @border; }
QPushButton::menu-indicator { image: none; width: 0; }
QPushButton#link, QToolButton#link { background: transparent; border: 1px solid transparent; border-radius: #4#;
  color: @muted; text-align: left; padding: #2# #4#; font-weight: 400; }
QPushButton#link:hover, QToolButton#link:hover { color: @text; background: @background; }
QPushButton#link:focus, QToolButton#link:focus { border-color: @accent; }
QToolButton#chip { background: @accentSurface; border: 1px solid @accentSurface; border-radius: #4#; color: @accent;
  padding: #1# #6#; font-weight: 500; }
QToolButton#chip:hover, QToolButton#chip:focus { border-color: @accent; }
QPushButton#row { background: transparent; border: 1px solid transparent; border-radius: #6#; text-align: left;
  padding: #6# #8#; font-weight: 400; }
QPushButton#row:hover { background: @background; }
QPushButton#row:focus { border-color: @accent; }
QPushButton#row QLabel#buttonWords { font-weight: 600; }
QPushButton#answer { background: @surface; border: 1px solid @border; border-radius: #8#; }
QPushButton#answer:hover { background: @background; }
QPushButton#answer:focus { border-color: @accent; }
QPushButton#answer:pressed { background: @accentSurface; }
QPushButton#answer QLabel { font-size: #13#; }
QPushButton#answer:disabled { background: transparent; }
QPushButton#answer QLabel:disabled { color: @muted; }
QPushButton#answer[right="true"] { background: @accentSurface; border-color: @accent; }
QPushButton#answer[right="true"] QLabel { color: @text; font-weight: 600; }
QProgressBar { background: @border; border: none; border-radius: #2#; }
QProgressBar::chunk { background: @accent; border-radius: #2#; }
QLineEdit#filter { background: @surface; border: 1px solid @border; border-radius: #6#; padding: 0 #12#;
  min-height: #24#; selection-background-color: @accent; selection-color: @onAccent; }
QLineEdit#filter:focus { border-color: @accent; }
QLineEdit#filter[wrong="true"] { border-color: @reset; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QFrame#filterHelp { background: @surface; border: 1px solid @border; border-radius: #6#; }
QFrame#filterHelp QTextBrowser { background: @surface; color: @text; }
QListView#completion { background: @surface; border: 1px solid @border; outline: none; }
QListView#completion::item { padding: #4# #8#; }
QListView#completion::item:selected { background: @accentSurface; color: @text; }
QTableView { background: transparent; border: none; outline: none; }
QTreeWidget { background: @surface; border: 1px solid @border; border-radius: #6#; outline: none; }
QTreeWidget::item { padding: #4#; border: 0px; background: transparent; }
QTreeWidget::item:selected { background: @accentSurface; color: @text; }
QTreeWidget::item:disabled { color: @faint; }
QTreeWidget::indicator:unchecked, QCheckBox::indicator:unchecked { border: 1px solid @faint; border-radius: #2#;
  width: #11#; height: #11#; }
QDialog QPushButton { border-color: @border; }
QHeaderView { background: @surface; border: none; }
QHeaderView::section { background: @surface; color: @muted; border: none; padding: #4#; }
synscope--ui--ConnectionsHeader { background: transparent; }
QScrollBar:vertical { background: transparent; width: #10#; margin: 0; }
QScrollBar:horizontal { background: transparent; height: #10#; margin: 0; }
QScrollBar::handle { background: @border; border-radius: #3#; margin: #2#; }
QScrollBar::handle:hover { background: @faint; }
QScrollBar::handle:vertical { min-height: #32#; }
QScrollBar::handle:horizontal { min-width: #32#; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: none; border: none;
  width: 0; height: 0; }
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget#scrolled { background: transparent; }
QMainWindow::separator { background: transparent; width: 12px; height: 12px; }
QMainWindow::separator:hover { background: @border; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: @border; }
)";

/// Replaces every `#n#` by n px, scaled.
QString scaled(const QString& sheet, double zoom) {
    QString out;
    const QStringList parts = sheet.split(QLatin1Char('#'));
    out += parts.first();
    for (qsizetype i = 1; i < parts.size(); ++i) {
        bool isNumber = false;
        const int px = parts[i].toInt(&isNumber);
        if (!isNumber || i + 1 == parts.size()) {
            out += QLatin1Char('#') + parts[i];
            continue;
        }
        out += QString::number(qRound(px * zoom)) + QStringLiteral("px") + parts[++i];
    }
    return out;
}

QString styleSheet(Theme theme, double zoom) {
    const QString onAccent = theme == Theme::Dark ? QStringLiteral("#10131a") : QStringLiteral("#ffffff");
    QString sheet = scaled(QString::fromLatin1(kStyleTemplate), zoom);
    const auto set = [&](const char* name, const QString& value) { sheet.replace(QLatin1String(name), value); };
    // Longer names first: "@accent" is the beginning of "@accentSurface".
    set("@accentSurface", colour(Ink::AccentSurface, theme).name());
    set("@accent", colour(Ink::Accent, theme).name());
    set("@onAccent", onAccent);
    set("@attention", colour(Ink::Attention, theme).name());
    set("@anomaly", colour(Ink::Anomaly, theme).name());
    set("@background", colour(Ink::Background, theme).name());
    set("@surface", colour(Ink::Surface, theme).name());
    set("@border", colour(Ink::Border, theme).name());
    set("@text", colour(Ink::Text, theme).name());
    set("@muted", colour(Ink::MutedText, theme).name());
    set("@faint", colour(Ink::FaintText, theme).name());
    set("@reset", colour(Ink::Reset, theme).name());
    return sheet;
}

/// The first of `wanted` that is installed, in front of `fallback`.
QString installedFamily(const QStringList& wanted, const QString& fallback) {
    for (const QString& family : wanted)
        if (QFontDatabase::hasFamily(family))
            return family;
    return fallback;
}

} // namespace

QColor colour(Ink ink, Theme theme) {
    return toQColor(colourOf(Brush{ink}, theme));
}

QColor colour(State state, Theme theme) {
    return toQColor(colourOf(state, theme));
}

QColor paleColour(State state, Theme theme) {
    return toQColor(colourOf(Brush{Ink::StateSurface, state}, theme));
}

Theme themeOf(const QPalette& palette) {
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness() ? Theme::Dark
                                                                                                         : Theme::Light;
}

QFont wordsFont(double px, QFont::Weight weight) {
    static const QString family = installedFamily({QStringLiteral("Inter"), QStringLiteral("Noto Sans")},
                                                  QFontDatabase::systemFont(QFontDatabase::GeneralFont).family());
    QFont font(family);
    font.setPixelSize(qMax(1, qRound(px)));
    font.setWeight(weight);
    return font;
}

QFont numbersFont(double px, QFont::Weight weight) {
    static const QString family =
        installedFamily({QStringLiteral("DejaVu Sans Mono"), QStringLiteral("Noto Sans Mono")},
                        QFontDatabase::systemFont(QFontDatabase::FixedFont).family());
    QFont font(family);
    font.setStyleHint(QFont::Monospace);
    font.setPixelSize(qMax(1, qRound(px)));
    font.setWeight(weight);
    return font;
}

void applyTheme(QApplication& application, Theme theme, double zoom) {
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setPalette(paletteOf(theme));
    QApplication::setFont(wordsFont(12 * zoom));
    application.setStyleSheet(styleSheet(theme, zoom));
}

} // namespace synscope::ui
