// SPDX-License-Identifier: Apache-2.0
#include "ui/diagram/ladder_accessible.h"

#include "ui/diagram/ladder_view.h"
#include "ui/models/segment_text.h"

#include <QAccessibleWidget>
#include <QPointer>

#include <unordered_map>

namespace synscope::ui {
namespace {

/// One row of the diagram. Its view may be gone before the reader lets go of it.
class RowAccessible : public QAccessibleInterface {
public:
    RowAccessible(LadderView* view, std::size_t row) : m_view(view), m_row(row) {}

    bool isValid() const override { return m_view != nullptr && m_row < m_view->layoutShown().rows.size(); }
    QObject* object() const override { return nullptr; }
    QWindow* window() const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    QAccessibleInterface* parent() const override { return QAccessible::queryAccessibleInterface(m_view); }
    QAccessibleInterface* child(int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    void setText(QAccessible::Text, const QString&) override {}
    QAccessible::Role role() const override { return QAccessible::ListItem; }

    QString text(QAccessible::Text kind) const override {
        if (!isValid())
            return {};
        const LadderRow& row = m_view->layoutShown().rows[m_row];
        if (kind == QAccessible::Name && row.kind == LadderRowKind::Segment)
            return segmentSummary(*m_view->layoutShown().detail, row.firstSegment);
        if (kind == QAccessible::Name || kind == QAccessible::Description)
            return m_view->rowText(m_row);
        return {};
    }

    QRect rect() const override {
        if (!isValid())
            return {};
        const QRect place = m_view->rowRect(m_row).toAlignedRect();
        return place.translated(m_view->viewport()->mapToGlobal(QPoint(0, 0)));
    }

    QAccessible::State state() const override {
        QAccessible::State state;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        state.selectable = m_view->layoutShown().rows[m_row].segmentCount > 0;
        state.focusable = state.selectable;
        state.selected = m_view->selectedRow() == m_row;
        state.focused = state.selected && m_view->hasFocus();
        state.offscreen = !m_view->rowRect(m_row).intersects(QRectF(m_view->viewport()->rect()));
        return state;
    }

    std::size_t row() const { return m_row; }

private:
    QPointer<LadderView> m_view;
    std::size_t m_row;
};

class LadderAccessible : public QAccessibleWidget {
public:
    explicit LadderAccessible(LadderView* view) : QAccessibleWidget(view, QAccessible::List) {}
    ~LadderAccessible() override { forgetRows(); }

    void forgetRows() {
        for (const auto& [row, id] : m_ids)
            QAccessible::deleteAccessibleInterface(id);
        m_ids.clear();
    }

    int childCount() const override { return static_cast<int>(view().layoutShown().rows.size()); }

    QAccessibleInterface* child(int index) const override {
        if (index < 0 || index >= childCount())
            return nullptr;
        const auto row = static_cast<std::size_t>(index);
        if (const auto known = m_ids.find(row); known != m_ids.end())
            return QAccessible::accessibleInterface(known->second);
        auto* made = new RowAccessible(&view(), row);
        m_ids.emplace(row, QAccessible::registerAccessibleInterface(made));
        return made;
    }

    int indexOfChild(const QAccessibleInterface* child) const override {
        const auto* row = dynamic_cast<const RowAccessible*>(child);
        return row == nullptr ? -1 : static_cast<int>(row->row());
    }

    QAccessibleInterface* childAt(int x, int y) const override {
        const auto row = view().rowAt(view().viewport()->mapFromGlobal(QPoint(x, y)));
        return row ? child(static_cast<int>(*row)) : nullptr;
    }

    QAccessibleInterface* focusChild() const override {
        const auto row = view().selectedRow();
        return row && view().hasFocus() ? child(static_cast<int>(*row)) : nullptr;
    }

private:
    LadderView& view() const { return *static_cast<LadderView*>(widget()); }
    mutable std::unordered_map<std::size_t, QAccessible::Id> m_ids; // rows handed out
};

} // namespace

QAccessibleInterface* ladderAccessibleFactory(const QString&, QObject* object) {
    auto* view = qobject_cast<LadderView*>(object);
    return view == nullptr ? nullptr : new LadderAccessible(view);
}

void forgetAccessibleRows(LadderView& view) {
    if (!QAccessible::isActive())
        return;
    if (auto* known = dynamic_cast<LadderAccessible*>(QAccessible::queryAccessibleInterface(&view)))
        known->forgetRows();
}

} // namespace synscope::ui
