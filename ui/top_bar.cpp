// SPDX-License-Identifier: Apache-2.0
#include "ui/top_bar.h"

#include "ui/filter_bar.h"
#include "ui/format.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QPainter>
#include <QPushButton>

#include <algorithm>

namespace synscope::ui {

TopBar::TopBar(ViewState& state, QMenu* exportMenu, QWidget* parent)
    : QWidget(parent),
      m_state(state),
      m_open(new QPushButton(tr("Open…"), this)),
      m_capture(new QPushButton(tr("Capture…"), this)),
      m_cancel(new QPushButton(tr("■ Stop"), this)),
      m_filter(new FilterBar(state, this)),
      m_accounting(new QPushButton(this)),
      m_export(new QPushButton(tr("Export ▾"), this)) {
    setObjectName(QStringLiteral("topBar"));
    setAttribute(Qt::WA_StyledBackground);
    auto* name = new QLabel(QStringLiteral("synscope"), this);
    name->setObjectName(QStringLiteral("programName"));
    m_open->setToolTip(tr("Open a capture file"));
    m_capture->setToolTip(tr("Capture live from this machine's interfaces"));
    m_capture->hide();
    m_cancel->setToolTip(tr("Stop reading; what was read stays"));
    m_cancel->setAccessibleName(tr("Stop reading"));
    m_accounting->setObjectName(QStringLiteral("link"));
    m_accounting->setAccessibleName(tr("Where every packet went"));
    m_accounting->setFocusPolicy(Qt::StrongFocus);
    m_accounting->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_export->setObjectName(QStringLiteral("primary"));
    m_export->setMenu(exportMenu);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 0, 16, 0);
    layout->setSpacing(8);
    layout->addWidget(name);
    layout->addSpacing(12);
    layout->addWidget(m_open);
    layout->addWidget(m_capture);
    layout->addWidget(m_cancel);
    layout->addSpacing(4);
    layout->addWidget(m_filter, 5);
    layout->addSpacing(4);
    layout->addWidget(m_accounting, 3);
    layout->addSpacing(4);
    layout->addWidget(m_export);

    connect(m_open, &QPushButton::clicked, this, &TopBar::openWanted);
    connect(m_capture, &QPushButton::clicked, this, &TopBar::captureWanted);
    connect(m_cancel, &QPushButton::clicked, this, &TopBar::cancelWanted);
    connect(m_accounting, &QPushButton::clicked, this, &TopBar::showAccounting);
    connect(&state, &ViewState::snapshotChanged, this, &TopBar::showLoad);
    connect(&state, &ViewState::lookChanged, this, &TopBar::applyLook);
    applyLook();
    setOpen(false);
}

void TopBar::setOpen(bool isOpen) {
    m_isOpen = isOpen;
    m_filter->setEnabled(isOpen);
    m_accounting->setEnabled(isOpen);
    showLoad();
}

void TopBar::setExportEnabled(bool isEnabled) {
    m_export->setEnabled(isEnabled);
}

void TopBar::setCaptureFindings(const std::vector<CaptureFinding>& findings) {
    m_captureFindings.clear();
    for (const CaptureFinding& finding : findings)
        m_captureFindings += QStringLiteral("<p>%1</p>").arg(QString::fromStdString(finding.text).toHtmlEscaped());
    showLoad();
}

/// Where every packet went, how good the capture is, and what that means.
QString TopBar::wholeAccounting() const {
    return fullAccountingText(*m_state.snapshot()) + m_captureFindings;
}

void TopBar::setCaptureVisible(bool isVisible) {
    m_capture->setVisible(isVisible);
}

void TopBar::showLoad() {
    const Snapshot& snapshot = *m_state.snapshot();
    const bool isLoading = m_isOpen && !snapshot.load.finished;
    m_cancel->setVisible(isLoading);
    m_accountingText = accountingText(snapshot.counts);
    if (isLoading && snapshot.load.bytesTotal)
        m_accountingText = tr("%1 packets, %2 of %3")
                               .arg(groupedNumber(snapshot.load.packets), byteCount(snapshot.load.bytesRead),
                                    byteCount(*snapshot.load.bytesTotal));
    else if (isLoading)
        m_accountingText =
            tr("%1 packets, %2 read").arg(groupedNumber(snapshot.load.packets), byteCount(snapshot.load.bytesRead));
    else if (snapshot.load.cancelled)
        m_accountingText = tr("stopped; %1").arg(m_accountingText);
    if (!m_isOpen)
        m_accountingText.clear();
    m_accounting->setToolTip(m_isOpen ? wholeAccounting() : QString());
    placeAccounting();
    update();
}

void TopBar::placeAccounting() {
    const int room = m_accounting->width() - 12;
    m_accounting->setText(m_accounting->fontMetrics().elidedText(m_accountingText, Qt::ElideRight, std::max(80, room)));
}

void TopBar::showAccounting() {
    QMessageBox box(window());
    box.setWindowTitle(tr("Where every packet went"));
    box.setTextFormat(Qt::RichText);
    box.setText(wholeAccounting());
    box.exec();
}

void TopBar::applyLook() {
    setFixedHeight(qRound(48 * m_state.zoom()));
    update();
}

void TopBar::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    layout()->activate();
    placeAccounting();
}

/// The load as a slim line along the bottom: its share of the bytes, or all of it, pale, when the end is unknown.
void TopBar::paintEvent(QPaintEvent* event) {
    QWidget::paintEvent(event);
    QPainter painter(this);
    painter.fillRect(rect(), colour(Ink::Surface, m_state.theme()));
    painter.fillRect(0, height() - 1, width(), 1, colour(Ink::Border, m_state.theme()));
    const LoadState& load = m_state.snapshot()->load;
    if (!m_isOpen || load.finished)
        return;
    QColor line = colour(Ink::Accent, m_state.theme());
    double share = 1;
    if (load.bytesTotal && *load.bytesTotal > 0)
        share = std::min(1.0, static_cast<double>(load.bytesRead) / static_cast<double>(*load.bytesTotal));
    else
        line.setAlphaF(0.4F);
    painter.fillRect(QRectF(0, height() - 3, width() * share, 3), line);
}

} // namespace synscope::ui
