// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/findings_label.h"

#include "core/diagram/evidence_text.h"
#include "ui/models/segment_text.h"
#include "ui/theme.h"

#include <QFocusEvent>
#include <QStringList>

#include <algorithm>
#include <functional>
#include <utility>

namespace synscope::ui {
namespace {

constexpr char kLeak[] = "close-wait-leak";
constexpr char kMore[] = "more"; ///< the link that opens the other findings

/// Leaks first, then the worst.
int rankOf(const Finding& finding) {
    return (finding.kind == kLeak ? 10 : 0) + static_cast<int>(finding.severity);
}

QString evidenceText(const Finding& finding) {
    QStringList lines{QString::fromStdString(finding.text)};
    if (finding.packet != kNoPacket)
        lines << FindingsLabel::tr("Evidence: packet %1").arg(indexOf(finding.packet));
    if (finding.proof != kNoPacket)
        lines << FindingsLabel::tr("Proof: packet %1").arg(indexOf(finding.proof));
    if (finding.since)
        lines << FindingsLabel::tr("Since %1").arg(fullTimeText(*finding.since));
    if (!finding.rfc.empty())
        lines << QString::fromUtf8(finding.rfc.data(), static_cast<qsizetype>(finding.rfc.size()));
    return lines.join(u'\n');
}

/// The finding in one calm sentence, whom it is about in bold. How a leak came about is told in the diagram.
QString sentenceMarkup(const Finding& finding) {
    QString text = QString::fromStdString(finding.text);
    if (finding.kind == kLeak && text.contains(QStringLiteral(": ")))
        text = text.section(QStringLiteral(": "), 0, 0) + u'.';
    const qsizetype firstWord = std::max<qsizetype>(0, text.indexOf(u' '));
    return QStringLiteral("<b>%1</b>%2").arg(text.left(firstWord).toHtmlEscaped(), text.mid(firstWord).toHtmlEscaped());
}

/// The ground and letters of the most urgent one; vermilion for CLOSE_WAIT alone.
QString styleOf(const Finding& finding, Theme theme) {
    const bool leak = finding.kind == kLeak;
    const Ink ground = leak ? Ink::AttentionSurface : Ink::Background;
    const Ink letters = leak ? Ink::Text : (finding.severity == Severity::Note ? Ink::MutedText : Ink::Anomaly);
    return QStringLiteral("QLabel { background: %1; color: %2; border-radius: 6px; padding: 6px 10px }")
        .arg(colour(ground, theme).name(), colour(letters, theme).name());
}

} // namespace

FindingsLabel::FindingsLabel(QWidget* parent) : QLabel(parent) {
    setWordWrap(true);
    setTextFormat(Qt::RichText);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    connect(this, &QLabel::linkActivated, this, &FindingsLabel::follow);
    hide();
}

void FindingsLabel::setDetail(std::shared_ptr<const ConnectionDetail> detail) {
    m_isOpen = m_isOpen && m_detail && detail && m_detail->id == detail->id;
    m_detail = std::move(detail);
    m_findings = m_detail ? m_detail->findings : std::vector<Finding>{};
    std::ranges::stable_sort(m_findings, std::ranges::greater{}, rankOf);
    showFindings();
}

void FindingsLabel::setTheme(Theme theme) {
    m_theme = theme;
    showFindings();
}

/// Tab comes to the first link at once, and not to the label before it.
void FindingsLabel::focusInEvent(QFocusEvent* event) {
    QLabel::focusInEvent(event);
    const bool isForward = event->reason() == Qt::TabFocusReason;
    if (isForward || event->reason() == Qt::BacktabFocusReason)
        focusNextPrevChild(isForward);
}

void FindingsLabel::follow(const QString& link) {
    if (link != QLatin1String(kMore)) {
        Q_EMIT segmentChosen(link.toULongLong());
        return;
    }
    m_isOpen = true;
    showFindings();
}

void FindingsLabel::showFindings() {
    setVisible(!m_findings.empty());
    if (m_findings.empty())
        return;
    const std::size_t shown = m_isOpen ? m_findings.size() : 1;
    QStringList markup;
    QStringList all;
    for (std::size_t i = 0; i < m_findings.size(); ++i) {
        if (i < shown)
            markup << markupOf(m_findings[i]);
        all << evidenceText(m_findings[i]);
    }
    if (const std::size_t more = m_findings.size() - shown; more > 0)
        markup.last() +=
            QStringLiteral(" · ") + linkMarkup(QLatin1String(kMore), tr("%n more", nullptr, static_cast<int>(more)));
    const QString gap = QStringLiteral("</p><p style=\"margin:4px 0 0 0\">");
    setText(QStringLiteral("<p style=\"margin:0\">") + markup.join(gap) + QStringLiteral("</p>"));
    setFocusPolicy(text().contains(QLatin1String("<a ")) ? Qt::StrongFocus : Qt::ClickFocus);
    setStyleSheet(styleOf(m_findings.front(), m_theme));
    setAccessibleName(QString::fromStdString(m_findings.front().text));
    setToolTip(all.join(QStringLiteral("\n\n")));
    setAccessibleDescription(all.join(u' '));
}

QString FindingsLabel::markupOf(const Finding& finding) const {
    QStringList packets;
    if (finding.packet != kNoPacket)
        packets << packetMarkup(tr("Evidence"), finding.packet);
    if (finding.proof != kNoPacket)
        packets << packetMarkup(tr("Proof"), finding.proof);
    QString text = sentenceMarkup(finding);
    if (!packets.isEmpty())
        text += u' ' + packets.join(QStringLiteral(" · "));
    return text;
}

/// A link where the page shows the packet, else its number alone.
QString FindingsLabel::packetMarkup(const QString& name, PacketNumber packet) const {
    const QString words = tr("packet %1").arg(indexOf(packet)).replace(u' ', QChar::Nbsp); // kept on one line
    const DetailSegment* segment = segmentOf(*m_detail, packet);
    const QString target = segment == nullptr ? QString() : QString::number(segment - m_detail->segments.data());
    return name + u':' + QChar::Nbsp + (segment == nullptr ? words : linkMarkup(target, words));
}

QString FindingsLabel::linkMarkup(const QString& target, const QString& text) const {
    return QStringLiteral("<a href=\"%1\" style=\"color:%2\">%3</a>")
        .arg(target, colour(Ink::Accent, m_theme).name(), text);
}

} // namespace synscope::ui
