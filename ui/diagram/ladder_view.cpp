// SPDX-License-Identifier: Apache-2.0
#include "ui/diagram/ladder_view.h"

#include "ui/diagram/ladder_accessible.h"
#include "ui/diagram/picture_painter.h"
#include "ui/format.h"
#include "ui/many_segments.h"
#include "ui/models/segment_text.h"
#include "ui/theme.h"

#include <QAccessible>
#include <QElapsedTimer>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLoggingCategory>
#include <QPainter>
#include <QScrollBar>
#include <QStyle>
#include <QThreadPool>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

namespace synscope::ui {
namespace {

Q_LOGGING_CATEGORY(diagramLog, "synscope.diagram", QtWarningMsg)

constexpr double kSmallestZoom = 0.5;
constexpr double kLargestZoom = 4;
constexpr int kQuickLayoutMs = 4;     // up to this resizing and zooming lay out at once, else when they have ended
constexpr std::size_t kFewRows = 500; // quick on any machine
constexpr int kRelayoutDelayMs = 40;
constexpr int kLineScrollPx = 40;
constexpr double kLifelineReach = 8; // px to the side of a lifeline's middle that still are the lifeline

/// A note's parts in one line; they were broken into lines to fit the picture.
QString noteText(const LadderNote& note) {
    QStringList parts;
    for (const std::string& part : {note.title, note.body, note.figure}) {
        if (!part.empty())
            parts << QString::fromStdString(part).replace(u'\n', u' ');
    }
    return parts.join(QStringLiteral(". "));
}

/// To let go of millions of rows takes a while, too.
void dropElsewhere(LadderLayout layout) {
    if (layout.rows.size() > kManySegments)
        QThreadPool::globalInstance()->start([old = std::make_shared<LadderLayout>(std::move(layout))] {});
}

} // namespace

/// What layOut() made.
struct LadderView::Lanes {
    LadderLayout shown;             ///< of the detail
    std::vector<LadderLane> beside; ///< of the others
    double x = 0;                   ///< left edge of `shown`
    double width = 0;               ///< of all
};

LadderView::LadderView(QWidget* parent) : QAbstractScrollArea(parent) {
    QAccessible::installFactory(ladderAccessibleFactory);
    setObjectName(QStringLiteral("ladderView"));
    setAccessibleName(tr("Sequence diagram"));
    setAccessibleDescription(
        tr("Segments between client and server in time order; arrow keys move from one to the next"));
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    viewport()->setMouseTracking(true);
    verticalScrollBar()->setSingleStep(kLineScrollPx);
    horizontalScrollBar()->setSingleStep(kLineScrollPx);
    m_relayoutTimer.setSingleShot(true);
    connect(&m_relayoutTimer, &QTimer::timeout, this, [this] {
        const std::size_t top = topSegment();
        relayout();
        scrollToTop(top);
    });
}

void LadderView::setDetail(std::shared_ptr<const ConnectionDetail> detail, LadderCards cards) {
    const bool same = m_wanted && detail && m_wanted->id == detail->id;
    const bool staysAtEnd = same && isAtEnd();
    m_wanted = std::move(detail);
    m_options.cards = std::move(cards);
    if (!same) {
        m_detail.reset();
        m_selectedSegment.reset();
        m_beside.clear();
        forgetAccessibleRows(*this);
        take({});
        verticalScrollBar()->setValue(0);
        horizontalScrollBar()->setValue(0);
    }
    relayout();
    if (staysAtEnd)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

bool LadderView::isAtEnd() const {
    const QScrollBar& bar = *verticalScrollBar();
    return m_detail && !m_detail->part && bar.maximum() > 0 && bar.value() == bar.maximum();
}

void LadderView::setBeside(std::vector<std::shared_ptr<const ConnectionDetail>> others) {
    m_beside = std::move(others);
    forgetAccessibleRows(*this);
    relayout();
    // The one that was chosen is in view, wherever its lane came to stand.
    horizontalScrollBar()->setValue(static_cast<int>(m_laneX * m_zoom));
    if (m_selectedRow)
        scrollToRow(*m_selectedRow);
}

void LadderView::setOptions(const LadderOptions& options) {
    m_options = options;
    relayout();
}

void LadderView::setTheme(Theme theme) {
    m_theme = theme;
    viewport()->update();
}

void LadderView::setZoom(double zoom) {
    const double wanted = std::clamp(zoom, kSmallestZoom, kLargestZoom);
    if (wanted == m_zoom)
        return;
    const std::size_t top = topSegment();
    m_zoom = wanted;
    if (isQuickToLayOut()) {
        relayout();
    } else { // the layout there is, larger or smaller, until the wheel stands still
        updateScrollBars();
        relayoutLater();
    }
    scrollToTop(top);
}

bool LadderView::isQuickToLayOut() const {
    return m_lastLayoutMs <= kQuickLayoutMs || m_layout.rows.size() <= kFewRows;
}

std::size_t LadderView::topSegment() const {
    const std::optional<std::size_t> row = rowNear(topOfRows());
    return row ? m_layout.rows[*row].firstSegment : 0;
}

void LadderView::scrollToTop(std::size_t segment) {
    if (const auto row = m_detail ? m_layout.rowOfSegment(segment) : std::nullopt)
        verticalScrollBar()->setValue(static_cast<int>((m_layout.rows[*row].y - m_layout.headerBottom) * m_zoom));
    viewport()->update();
}

void LadderView::relayoutLater() {
    m_relayoutTimer.start(std::max(kRelayoutDelayMs, 2 * m_lastLayoutMs));
}

double LadderView::layoutWidth() const {
    // The scroll bar's place is left free whether it shows or not, or its coming would change the layout.
    const int bar = std::max(style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, this),
                             verticalScrollBar()->sizeHint().width());
    return std::max(1, width() - bar) / m_zoom;
}

void LadderView::relayout() {
    m_relayoutTimer.stop();
    m_layoutJob.cancel();
    if (m_wanted) {
        m_options.width = layoutWidth();
        if (m_wanted->segments.size() > kManySegments) {
            layOutOnWorker();
            return;
        }
    }
    m_detail = m_wanted;
    QElapsedTimer timer;
    timer.start();
    take(m_detail ? layOut(m_detail, m_beside, m_options) : Lanes{});
    m_lastLayoutMs = static_cast<int>(timer.elapsed());
    qCDebug(diagramLog) << "layout of" << m_layout.rows.size() << "rows took" << timer.nsecsElapsed() / 1000 << "us";
}

void LadderView::layOutOnWorker() {
    QElapsedTimer timer;
    timer.start();
    m_layoutJob.start([detail = m_wanted, beside = m_beside,
                       options = m_options](const std::atomic<bool>&) { return layOut(detail, beside, options); },
                      [this, timer](Lanes lanes) {
                          const std::size_t top = topSegment();
                          const bool staysAtEnd = isAtEnd();
                          m_detail = m_wanted;
                          take(std::move(lanes));
                          m_lastLayoutMs = static_cast<int>(timer.elapsed());
                          scrollToTop(top);
                          if (staysAtEnd)
                              verticalScrollBar()->setValue(verticalScrollBar()->maximum());
                          if (std::exchange(m_isSelectionNew, false) && m_selectedRow)
                              scrollToRow(*m_selectedRow);
                      });
}

LadderView::Lanes LadderView::layOut(const std::shared_ptr<const ConnectionDetail>& detail,
                                     std::vector<std::shared_ptr<const ConnectionDetail>> beside,
                                     LadderOptions options) {
    options.showTips = false; // rowText() and stateTextAt() tell when asked
    // The gutter gives way before the states' names would be cut; the tips still tell the times.
    options.timesGiveWay = true;
    Lanes lanes;
    if (beside.empty()) {
        lanes.shown = layoutLadder(detail, options);
        lanes.width = lanes.shown.width;
        return lanes;
    }
    options.showTimes = options.showTimes && minimumLadderWidth(*detail, options) <= options.width;
    beside.push_back(detail);
    LadderLanes all = layoutLanes(beside, options);
    lanes.width = all.width;
    for (LadderLane& lane : all.lanes) {
        if (lane.layout.detail != detail) {
            lanes.beside.push_back(std::move(lane));
            continue;
        }
        lanes.x = lane.x;
        lanes.shown = std::move(lane.layout);
    }
    return lanes;
}

void LadderView::take(Lanes lanes) {
    dropElsewhere(std::exchange(m_layout, std::move(lanes.shown)));
    m_lanesBeside = std::move(lanes.beside);
    m_laneX = lanes.x;
    m_width = lanes.width;
    m_selectedRow = m_selectedSegment && m_detail ? m_layout.rowOfSegment(*m_selectedSegment) : std::nullopt;
    updateScrollBars();
    viewport()->update();
}

double LadderView::headerHeight() const {
    return m_layout.headerBottom * m_zoom;
}

double LadderView::topOfRows() const {
    return m_layout.headerBottom + verticalScrollBar()->value() / m_zoom;
}

double LadderView::toLayoutY(double viewportY) const {
    return topOfRows() + (viewportY - headerHeight()) / m_zoom;
}

double LadderView::xOffset() const {
    return m_laneX * m_zoom - horizontalScrollBar()->value();
}

QRectF LadderView::rowRect(std::size_t row) const {
    const LadderRow& r = m_layout.rows[row];
    return {xOffset(), headerHeight() + (r.y - topOfRows()) * m_zoom, m_layout.width * m_zoom, r.height * m_zoom};
}

std::optional<std::size_t> LadderView::rowAt(QPointF inViewport) const {
    if (inViewport.y() < headerHeight())
        return std::nullopt;
    return m_layout.rowAt(Point{(inViewport.x() - xOffset()) / m_zoom, toLayoutY(inViewport.y())});
}

QString LadderView::stateTextAt(QPointF inViewport) const {
    if (!m_detail || inViewport.y() < headerHeight())
        return {};
    const double x = (inViewport.x() - xOffset()) / m_zoom;
    const bool isLeft = x > m_layout.timeRight && x <= m_layout.lifelineX[0] + kLifelineReach;
    if (!isLeft && x < m_layout.lifelineX[1] - kLifelineReach)
        return {};
    const LadderBand* band = m_layout.bandAt(isLeft ? Side::Initiator : Side::Responder, toLayoutY(inViewport.y()));
    return band == nullptr ? QString() : QString::fromStdString(bandText(*m_detail, *band));
}

QString LadderView::rowText(std::size_t row) const {
    const LadderRow& r = m_layout.rows[row];
    switch (r.kind) {
    case LadderRowKind::Segment:
        return segmentText(*m_detail, m_layout.claims, r.firstSegment);
    case LadderRowKind::FoldedRun: {
        const DetailSegment& first = m_detail->segments[r.firstSegment];
        const DetailSegment& last = m_detail->segments[r.firstSegment + r.segmentCount - 1];
        return tr("%1\nPackets %2 to %3")
            .arg(QString::fromStdString(*r.text), groupedNumber(indexOf(first.packet)),
                 groupedNumber(indexOf(last.packet)));
    }
    case LadderRowKind::Note:
        return r.note < m_layout.notes.size() ? noteText(m_layout.notes[r.note]) : QString::fromStdString(*r.text);
    case LadderRowKind::Gap:
    case LadderRowKind::Missing:
    case LadderRowKind::Remark:
        return QString::fromStdString(*r.text);
    }
    return {};
}

void LadderView::updateScrollBars() {
    const QSize seen = viewport()->size();
    const int page = std::max(1, seen.height() - static_cast<int>(std::ceil(headerHeight())));
    const int rows = static_cast<int>(std::ceil((m_layout.height - m_layout.headerBottom) * m_zoom));
    verticalScrollBar()->setPageStep(page);
    verticalScrollBar()->setRange(0, std::max(0, rows - page));
    horizontalScrollBar()->setPageStep(seen.width());
    horizontalScrollBar()->setRange(0, std::max(0, static_cast<int>(m_width * m_zoom) - seen.width()));
}

void LadderView::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    if (m_wanted && std::abs(layoutWidth() - m_options.width) > 0.5) {
        if (isQuickToLayOut())
            relayout();
        else
            relayoutLater();
    }
    updateScrollBars();
}

Picture LadderView::visiblePicture() const {
    if (!m_detail)
        return {};
    return paintLadder(m_layout, topOfRows(), toLayoutY(viewport()->height()), m_selectedRow);
}

void LadderView::paintEvent(QPaintEvent*) {
    QElapsedTimer timer;
    timer.start();
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), colour(Ink::Surface, m_theme));
    if (!m_detail)
        return;
    paintRows(painter, m_layout, m_laneX);
    for (const LadderLane& lane : m_lanesBeside)
        paintRows(painter, lane.layout, lane.x);
    painter.setClipRect(QRectF(0, 0, viewport()->width(), headerHeight()));
    paintNames(painter, m_layout, m_laneX);
    for (const LadderLane& lane : m_lanesBeside)
        paintNames(painter, lane.layout, lane.x);
    qCDebug(diagramLog) << "frame took" << timer.nsecsElapsed() / 1000 << "us";
}

void LadderView::paintRows(QPainter& painter, const LadderLayout& layout, double x) const {
    const QRectF below = QRectF(viewport()->rect()).adjusted(0, headerHeight(), 0, 0);
    const bool isMain = &layout == &m_layout;
    painter.save();
    painter.setClipRect(below);
    painter.translate(x * m_zoom - horizontalScrollBar()->value(), headerHeight());
    painter.scale(m_zoom, m_zoom);
    const double top = topOfRows();
    const Picture rows = isMain ? visiblePicture() : paintLadder(layout, top, top + below.height() / m_zoom);
    paint(painter, rows, m_theme, {0, -top});
    painter.restore();
}

void LadderView::paintNames(QPainter& painter, const LadderLayout& layout, double x) const {
    painter.save();
    painter.translate(x * m_zoom - horizontalScrollBar()->value(), 0);
    painter.scale(m_zoom, m_zoom);
    paint(painter, paintLadder(layout, 0, layout.headerBottom), m_theme);
    painter.restore();
}

const LadderLane* LadderView::otherLaneAt(QPointF inViewport) const {
    const double x = (inViewport.x() + horizontalScrollBar()->value()) / m_zoom;
    for (const LadderLane& lane : m_lanesBeside) {
        if (x >= lane.x && x < lane.x + lane.layout.width)
            return &lane;
    }
    return nullptr;
}

std::optional<std::size_t> LadderView::rowNear(double y) const {
    if (m_layout.rows.empty())
        return std::nullopt;
    const auto after = std::upper_bound(m_layout.rows.begin(), m_layout.rows.end(), y,
                                        [](double at, const LadderRow& row) { return at < row.y; });
    const auto index = static_cast<std::size_t>(after - m_layout.rows.begin());
    return index == 0 ? 0 : index - 1;
}

void LadderView::focusInEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusInEvent(event);
    tellScreenReader();
}

bool LadderView::viewportEvent(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    if (const LadderLane* lane = otherLaneAt(help->pos())) {
        QToolTip::showText(help->globalPos(), QString::fromStdString(lane->layout.summary), viewport());
        return true;
    }
    if (const QString state = stateTextAt(help->pos()); !state.isEmpty()) {
        QToolTip::showText(help->globalPos(), state, viewport(), QRect(help->pos(), QSize(1, 1)));
        return true;
    }
    const auto row = rowAt(help->pos());
    const QString text = row ? rowText(*row) : QString();
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), text, viewport(), rowRect(*row).toAlignedRect());
    return true;
}

void LadderView::chooseRow(std::size_t row) {
    const LadderRow& r = m_layout.rows[row];
    m_selectedRow = row;
    m_selectedSegment = r.firstSegment;
    scrollToRow(row);
    tellScreenReader();
    Q_EMIT segmentSelected(r.firstSegment);
}

void LadderView::selectSegment(std::optional<std::size_t> segment) {
    m_selectedSegment = segment;
    m_selectedRow = segment && m_detail ? m_layout.rowOfSegment(*segment) : std::nullopt;
    m_isSelectionNew = m_layoutJob.isRunning();
    if (m_selectedRow)
        scrollToRow(*m_selectedRow);
    viewport()->update();
}

void LadderView::scrollToRow(std::size_t row) {
    const QRectF rect = rowRect(row);
    const double top = headerHeight();
    const double bottom = viewport()->height();
    if (rect.top() < top)
        verticalScrollBar()->setValue(verticalScrollBar()->value() - static_cast<int>(std::ceil(top - rect.top())));
    else if (rect.bottom() > bottom)
        verticalScrollBar()->setValue(verticalScrollBar()->value() +
                                      static_cast<int>(std::ceil(rect.bottom() - bottom)));
    viewport()->update();
}

void LadderView::tellScreenReader() {
    if (!m_selectedRow || !QAccessible::isActive())
        return;
    QAccessibleEvent event(this, QAccessible::Focus);
    event.setChild(static_cast<int>(*m_selectedRow));
    QAccessible::updateAccessibility(&event);
}

} // namespace synscope::ui
