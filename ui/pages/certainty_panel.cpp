// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/certainty_panel.h"

#include <QGridLayout>
#include <QLabel>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

namespace synscope::ui {
namespace {

constexpr int kRowGapPx = 8;

QString lineText(const CertaintyNote& note) {
    return (note.lowersTrust ? QStringLiteral("? ") : QString()) + QString::fromStdString(note.text);
}

} // namespace

CertaintyPanel::CertaintyPanel(QWidget* parent) : QWidget(parent) {
    m_grid = new QGridLayout(this);
    m_grid->setContentsMargins(0, 0, 0, 0); // in line with the panel above it
    m_grid->setHorizontalSpacing(2 * kRowGapPx);
    m_grid->setVerticalSpacing(kRowGapPx);
    m_grid->setColumnStretch(0, 4); // as in the handshake's panel above it
    m_grid->setColumnStretch(1, 3);
    m_grid->setColumnStretch(2, 3);
    auto* title = new QLabel(tr("How sure"));
    title->setObjectName(QStringLiteral("panelTitle"));
    title->setContentsMargins(0, kRowGapPx, 0, 0);
    m_grid->addWidget(title, 0, 0, 1, 3);
}

CertaintyPanel::Line& CertaintyPanel::lineAt(std::size_t index) {
    while (m_lines.size() <= index) {
        const int row = static_cast<int>(m_lines.size()) + 1;
        Line line{new QLabel, new QLabel};
        line.topic->setObjectName(QStringLiteral("muted"));
        line.topic->setAlignment(Qt::AlignTop | Qt::AlignLeft);
        line.text->setWordWrap(true);
        line.text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_grid->addWidget(line.topic, row, 0);
        m_grid->addWidget(line.text, row, 1, 1, 2);
        m_lines.push_back(line);
    }
    return m_lines[index];
}

void CertaintyPanel::setDetail(const ConnectionDetail* detail) {
    const std::vector<CertaintyNote> notes = detail == nullptr ? std::vector<CertaintyNote>{} : certaintyNotes(*detail);
    for (std::size_t i = 0; i < std::max(notes.size(), m_lines.size()); ++i) {
        const Line& line = lineAt(i);
        const bool isUsed = i < notes.size();
        line.topic->setVisible(isUsed);
        line.text->setVisible(isUsed);
        if (!isUsed)
            continue;
        const bool isNewTopic = i == 0 || notes[i].topic != notes[i - 1].topic;
        line.topic->setText(isNewTopic ? QString::fromStdString(notes[i].topic) : QString());
        line.text->setText(lineText(notes[i]));
    }
}

QString certaintyLines(const ConnectionDetail& detail) {
    QStringList lines;
    if (const std::string gone = goneText(detail); !gone.empty())
        lines << QString::fromStdString(gone);
    if (const std::string doubt = doubtText(detail); !doubt.empty()) {
        QStringList doubts = QString::fromStdString(doubt).split(QStringLiteral(" · "));
        for (QString& one : doubts)
            one.replace(u' ', QChar::Nbsp); // lines break between doubts
        lines << doubts.join(QStringLiteral(" · "));
    }
    if (detail.ends) {
        lines << QString::fromStdString(endsText(detail));
    } else if (detail.tap) {
        static const QRegularExpression number(QStringLiteral("(\\d) ")); // its unit stays with it
        lines << QString::fromStdString(placeInWords(*detail.tap, detail.language))
                     .replace(number, QStringLiteral("\\1\u00a0"));
    }
    return lines.join(QLatin1Char('\n'));
}

QString certaintyTip(const ConnectionDetail& detail) {
    QStringList lines;
    for (const CertaintyNote& note : certaintyNotes(detail))
        lines << QString::fromStdString(note.topic) + QStringLiteral(": ") + lineText(note);
    return lines.join(QLatin1Char('\n'));
}

} // namespace synscope::ui
