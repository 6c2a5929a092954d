// SPDX-License-Identifier: Apache-2.0
#include "ui/filter/filter_help.h"

#include "core/store/filter.h"
#include "ui/theme.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QTextBrowser>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace synscope::ui {
namespace {

struct Line {
    const char* code;
    const char* meaning;
};

constexpr std::array<Line, 10> kExamples{{
    {"close_wait > 30s",
     QT_TRANSLATE_NOOP("synscope::ui::FilterHelp", "an end has been in CLOSE_WAIT for more than half a minute")},
    {"server.port == 443 && estab",
     QT_TRANSLATE_NOOP("synscope::ui::FilterHelp", "open connections to port 443; estab alone means state == estab")},
    {"10.2.0.0/16 !time_wait",
     QT_TRANSLATE_NOOP("synscope::ui::FilterHelp", "an end in that network, and none in TIME_WAIT")},
    {"port in {80, 443, 8000..8999}",
     QT_TRANSLATE_NOOP("synscope::ui::FilterHelp", "one of several ports, or of a range")},
    {"ever(CLOSING)", QT_TRANSLATE_NOOP("synscope::ui::FilterHelp", "an end is or was in CLOSING")},
    {"severity >= warning",
     QT_TRANSLATE_NOOP("synscope::ui::FilterHelp", "something is wrong; finding == refused asks for one kind")},
    {"retransmissions > 3 || lost", QT_TRANSLATE_NOOP("synscope::ui::FilterHelp", "a count alone means more than 0")},
    {"client matches \"^10\\.0\\.[01]\\.\"",
     QT_TRANSLATE_NOOP("synscope::ui::FilterHelp", "a regular expression; contains asks for a part")},
    {"start > \"2026-11-28 17:00\"",
     QT_TRANSLATE_NOOP("synscope::ui::FilterHelp", "began later, UTC; start > 17:00 on any day")},
    {"frame.number == 4711", QT_TRANSLATE_NOOP("synscope::ui::FilterHelp", "the connection that holds the packet")},
}};

constexpr std::array<Line, 5> kOperators{{
    {"== != < <= > >=",
     QT_TRANSLATE_NOOP("synscope::ui::FilterHelp", "also eq ne lt le gt ge; != means that neither end equals")},
    {"in {a, b, c..d}", QT_TRANSLATE_NOOP("synscope::ui::FilterHelp", "one of these; not in for none of them")},
    {"contains matches",
     QT_TRANSLATE_NOOP("synscope::ui::FilterHelp", "part of the text (also ~); a regular expression")},
    {"&& || ! ( )",
     QT_TRANSLATE_NOOP("synscope::ui::FilterHelp", "also and, or, not; terms side by side are joined by and")},
    {"30s 5m 1h30m 10k 64KiB",
     QT_TRANSLATE_NOOP("synscope::ui::FilterHelp", "lengths of time; numbers in thousands or in 1024")},
}};

QString wordsOf(const char* text) {
    return QCoreApplication::translate("synscope::ui::FilterHelp", text);
}

QString row(const QString& code, const QString& meaning) {
    return QStringLiteral("<tr><td style='white-space:pre'><code>%1</code>&nbsp;&nbsp;</td><td>%2</td></tr>")
        .arg(code.toHtmlEscaped(), meaning.toHtmlEscaped());
}

template <typename Lines>
QString table(const char* title, const Lines& lines) {
    QString text = QStringLiteral("<h4>%1</h4><table cellpadding='2'>").arg(wordsOf(title).toHtmlEscaped());
    for (const Line& line : lines)
        text += row(QString::fromLatin1(line.code), wordsOf(line.meaning));
    return text + QStringLiteral("</table>");
}

QString toQString(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString fieldTable() {
    QString text = QStringLiteral("<h4>%1</h4><table cellpadding='2'>")
                       .arg(wordsOf(QT_TRANSLATE_NOOP("synscope::ui::FilterHelp", "Fields")).toHtmlEscaped());
    for (const FilterField& field : filterFields())
        text += row(toQString(field.name), toQString(field.description));
    return text + QStringLiteral("</table>");
}

} // namespace

QString filterHelpText(Theme theme) {
    const QString style = QStringLiteral("<style>code { color: %1; } h4 { margin: 8px 0 2px 0; }</style>")
                              .arg(colour(Ink::Accent, theme).name());
    const QString keys = wordsOf(QT_TRANSLATE_NOOP(
        "synscope::ui::FilterHelp", "Tab takes the first suggestion, Ctrl+Space shows all, Up and Down go through "
                                    "earlier filters, Escape clears."));
    return style + table(QT_TRANSLATE_NOOP("synscope::ui::FilterHelp", "Examples"), kExamples) +
           table(QT_TRANSLATE_NOOP("synscope::ui::FilterHelp", "Operators and values"), kOperators) +
           QStringLiteral("<p>%1</p>").arg(keys.toHtmlEscaped()) + fieldTable();
}

FilterHelp::FilterHelp(Theme theme, double zoom, QWidget* parent)
    : QFrame(parent, Qt::Popup), m_zoom(zoom), m_text(new QTextBrowser(this)) {
    setObjectName(QStringLiteral("filterHelp"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setAccessibleName(tr("The language of filters"));
    m_text->document()->setDefaultFont(wordsFont(12 * zoom));
    m_text->setHtml(filterHelpText(theme));
    m_text->installEventFilter(this);
    setFocusProxy(m_text);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 4, 4, 4);
    layout->addWidget(m_text);
}

void FilterHelp::showBelow(const QWidget& anchor) {
    const QWidget* window = anchor.window();
    const QPoint below = anchor.mapTo(window, QPoint(0, anchor.height() + 4));
    const int width = std::min(qRound(760 * m_zoom), window->width() - 32);
    const int height = std::min(qRound(600 * m_zoom), window->height() - below.y() - 16);
    const int x = std::clamp(below.x(), 16, std::max(16, window->width() - width - 16));
    resize(width, height);
    move(window->mapToGlobal(QPoint(x, below.y())));
    show();
    m_text->setFocus(Qt::PopupFocusReason);
}

bool FilterHelp::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Escape || key == Qt::Key_F1) {
            close();
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace synscope::ui
