// SPDX-License-Identifier: Apache-2.0
//
// The sequence diagram on the screen: scrolling, zoom, selection, tips and what a screen reader sees of
// it. As large as its viewport, with no item a segment: each frame asks core for the visible stretch.
#pragma once

#include "core/diagram/ladder_lanes.h"
#include "core/diagram/ladder_layout.h"
#include "core/diagram/theme.h"
#include "ui/latest_job.h"

#include <QAbstractScrollArea>
#include <QTimer>

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

class QPainter;

namespace synscope::ui {

class LadderView : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit LadderView(QWidget* parent = nullptr);

    /// Scroll place and selection stay when it is the connection already shown; who is at its end stays at the end.
    /// Null empties the view. `cards` are told between the lifelines. One with very many segments is laid out on a
    /// worker, and shown when that is done.
    void setDetail(std::shared_ptr<const ConnectionDetail> detail, LadderCards cards = {});
    /// Other connections beside it, each with a lane, on one time order; none: just the one. Another connection shown
    /// stands alone again.
    void setBeside(std::vector<std::shared_ptr<const ConnectionDetail>> others);
    [[nodiscard]] const std::vector<LadderLane>& lanesBeside() const { return m_lanesBeside; }
    /// `options.width` is ignored: the view has one.
    void setOptions(const LadderOptions& options);
    [[nodiscard]] const LadderOptions& options() const { return m_options; }
    void setTheme(Theme theme);

    /// 1 is the size drawn on paper; kept between 0.5 and 4.
    void setZoom(double zoom);
    [[nodiscard]] double zoom() const { return m_zoom; }

    /// Selects the row that shows a segment and scrolls to it. Does not emit segmentSelected().
    void selectSegment(std::optional<std::size_t> segment);
    [[nodiscard]] std::optional<std::size_t> selectedSegment() const { return m_selectedSegment; }
    [[nodiscard]] std::optional<std::size_t> selectedRow() const { return m_selectedRow; }

    [[nodiscard]] const LadderLayout& layoutShown() const { return m_layout; }
    /// What a frame draws below the lifelines' names, in the layout's coordinates.
    [[nodiscard]] Picture visiblePicture() const;
    /// Where a row is in the viewport, possibly outside of it.
    [[nodiscard]] QRectF rowRect(std::size_t row) const;
    /// Empty over the lifelines' names and outside of the rows.
    [[nodiscard]] std::optional<std::size_t> rowAt(QPointF inViewport) const;
    /// A row in words, for tips and screen readers.
    [[nodiscard]] QString rowText(std::size_t row) const;
    /// The state at a place on a lifeline or among the names beside it, and why it is believed; else empty.
    [[nodiscard]] QString stateTextAt(QPointF inViewport) const;
    /// As a click on it: selects, scrolls, emits.
    void chooseRow(std::size_t row);

Q_SIGNALS:
    /// The reader chose a row; `index` is its first segment (into ConnectionDetail::segments).
    void segmentSelected(std::size_t index);
    /// The reader chose a segment in the lane of another connection.
    void connectionWanted(synscope::ConnectionId id);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    [[nodiscard]] double layoutWidth() const;
    [[nodiscard]] double headerHeight() const;
    [[nodiscard]] double topOfRows() const;
    [[nodiscard]] double toLayoutY(double viewportY) const;
    [[nodiscard]] double xOffset() const;
    struct Lanes;
    [[nodiscard]] static Lanes layOut(const std::shared_ptr<const ConnectionDetail>& detail,
                                      std::vector<std::shared_ptr<const ConnectionDetail>> beside,
                                      LadderOptions options);
    void take(Lanes lanes);
    void layOutOnWorker();
    [[nodiscard]] bool isAtEnd() const;
    void paintRows(QPainter& painter, const LadderLayout& layout, double x) const;
    void paintNames(QPainter& painter, const LadderLayout& layout, double x) const;
    [[nodiscard]] const LadderLane* otherLaneAt(QPointF inViewport) const;
    [[nodiscard]] std::optional<std::size_t> rowNear(double y) const;
    [[nodiscard]] std::optional<std::size_t> stepFrom(std::optional<std::size_t> row, int direction) const;
    [[nodiscard]] std::optional<std::size_t> rowOfKey(int key) const;
    bool zoomByKey(const QKeyEvent& event);
    /// At once, but on a worker where there are very many segments.
    void relayout();
    void relayoutLater();
    [[nodiscard]] bool isQuickToLayOut() const;
    [[nodiscard]] std::size_t topSegment() const;
    void scrollToTop(std::size_t segment);
    void updateScrollBars();
    void scrollToRow(std::size_t row);
    void tellScreenReader();

    std::shared_ptr<const ConnectionDetail> m_wanted; ///< m_detail unless it is being laid out
    std::shared_ptr<const ConnectionDetail> m_detail; ///< of m_layout
    LadderOptions m_options;
    LadderLayout m_layout;
    std::vector<std::shared_ptr<const ConnectionDetail>> m_beside;
    std::vector<LadderLane> m_lanesBeside; ///< their layouts
    double m_laneX = 0;                    ///< left edge of m_layout among the lanes
    double m_width = 0;                    ///< of all lanes
    Theme m_theme = Theme::Light;
    double m_zoom = 1;
    std::optional<std::size_t> m_selectedSegment;
    std::optional<std::size_t> m_selectedRow;
    QTimer m_relayoutTimer;        ///< resizing and zooming come in bursts
    bool m_isSelectionNew = false; ///< it came while a worker laid out
    LatestJob m_layoutJob;         ///< of a connection with very many segments
    int m_lastLayoutMs = 0;        ///< so that a huge connection is laid out at the end of a burst only
};

} // namespace synscope::ui
