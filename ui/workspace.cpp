// SPDX-License-Identifier: Apache-2.0
#include "ui/workspace.h"

#include <QDockWidget>
#include <QPainter>
#include <QResizeEvent>

#include <cmath>

namespace synscope::ui {
namespace {

constexpr int kGripPx = 12;
constexpr int kDots = 5;
constexpr int kDotStepPx = 7;
constexpr double kDotRadiusPx = 1.5;
constexpr float kDotOpacity = 0.45F;
constexpr int kConnectionPercent = 38; ///< of the width, to begin with

/// In place of a title: dots to take hold of. Moving and floating are the dock's own.
class Grip : public QWidget {
public:
    explicit Grip(QWidget* parent) : QWidget(parent) {
        setFixedHeight(kGripPx);
        setCursor(Qt::SizeAllCursor);
        setToolTip(Workspace::tr("Drag to move the panel; a double click gives it a window of its own"));
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        QColor faint = palette().color(QPalette::WindowText);
        faint.setAlphaF(kDotOpacity);
        painter.setBrush(faint);
        const double left = width() / 2.0 - kDotStepPx * (kDots - 1) / 2.0;
        for (int i = 0; i < kDots; ++i)
            painter.drawEllipse(QPointF(left + kDotStepPx * i, height() / 2.0 - 1), kDotRadiusPx, kDotRadiusPx);
    }
};

} // namespace

Workspace::Workspace(QWidget* pages, QWidget* connection, QWidget* parent)
    : QMainWindow(parent), m_dock(new QDockWidget(tr("Connection"), this)) {
    setWindowFlags(Qt::Widget);
    setDockOptions(AnimatedDocks);
    setContextMenuPolicy(Qt::NoContextMenu);
    setCentralWidget(pages);
    m_dock->setObjectName(QStringLiteral("connectionDock"));
    m_dock->setAllowedAreas(Qt::LeftDockWidgetArea | Qt::RightDockWidgetArea | Qt::BottomDockWidgetArea);
    m_dock->setTitleBarWidget(new Grip(m_dock));
    m_dock->setWidget(connection);
    addDockWidget(Qt::RightDockWidgetArea, m_dock);
    connect(m_dock, &QDockWidget::dockLocationChanged, this, &Workspace::seatChanged);
    connect(m_dock, &QDockWidget::topLevelChanged, this, &Workspace::seatChanged);
    connect(m_dock, &QDockWidget::visibilityChanged, this, &Workspace::seatChanged);
}

/// The dock is hidden when it goes, and this is no Workspace any more then.
Workspace::~Workspace() {
    m_dock->disconnect(this);
}

Workspace::Seat Workspace::seat() const {
    if (m_dock->isFloating())
        return Seat::Floating;
    switch (dockWidgetArea(m_dock)) {
    case Qt::LeftDockWidgetArea:
        return Seat::Left;
    case Qt::BottomDockWidgetArea:
        return Seat::Below;
    default:
        return Seat::Right;
    }
}

void Workspace::setSeat(Seat seat) {
    m_dock->show();
    m_dock->setFloating(seat == Seat::Floating);
    if (seat == Seat::Floating)
        return;
    addDockWidget(seat == Seat::Left    ? Qt::LeftDockWidgetArea
                  : seat == Seat::Below ? Qt::BottomDockWidgetArea
                                        : Qt::RightDockWidgetArea,
                  m_dock);
}

Qt::Orientation Workspace::orientation() const {
    return seat() == Seat::Below ? Qt::Vertical : Qt::Horizontal;
}

/// Along which the panel and the pages share.
int Workspace::lengthOf(QSize size) const {
    return orientation() == Qt::Horizontal ? size.width() : size.height();
}

int Workspace::dockSize() const {
    return lengthOf(m_dock->size());
}

void Workspace::setDockSize(int px) {
    if (seat() != Seat::Floating)
        resizeDocks({m_dock}, {px}, orientation());
}

void Workspace::reset() {
    setSeat(Seat::Right);
    setDockSize(width() * kConnectionPercent / 100);
}

void Workspace::showEvent(QShowEvent* event) {
    QMainWindow::showEvent(event);
    if (m_comesBack)
        m_dock->show();
    m_comesBack = false;
}

/// A floating panel is a window of its own, which would stay behind.
void Workspace::hideEvent(QHideEvent* event) {
    QMainWindow::hideEvent(event);
    if (event->spontaneous() || !m_dock->isFloating() || !m_dock->isVisible())
        return;
    m_comesBack = true;
    m_dock->hide();
}

/// The panel keeps its share: else all that the window grows or shrinks would be the pages'.
void Workspace::resizeEvent(QResizeEvent* event) {
    const int before = event->oldSize().isValid() ? lengthOf(event->oldSize()) : 0;
    const int dock = dockSize();
    QMainWindow::resizeEvent(event);
    if (before > 0 && m_dock->isVisible())
        setDockSize(static_cast<int>(std::lround(double(dock) * lengthOf(event->size()) / before)));
}

} // namespace synscope::ui
