// SPDX-License-Identifier: Apache-2.0
//
// All about one connection: what was found, how sure it is, the sequence diagram, its segments as a table, and what the
// handshake agreed. Reads a finished ConnectionDetail and never asks for one: who owns the page replays on a worker.
#pragma once

#include "core/diagram/ladder_layout.h"
#include "core/diagram/theme.h"
#include "core/explain/explanation.h"
#include "core/store/replay.h"
#include "ui/models/segment_columns.h"

#include <QString>
#include <QWidget>

#include <array>
#include <memory>
#include <string>
#include <utility>

class QAction;
class QActionGroup;
class QFrame;
class QLabel;
class QStackedWidget;
class QTabBar;
class QTableView;
class QToolButton;

namespace synscope::ui {

class CertaintyPanel;
class DiagramOptions;
class Explainer;
class FindingsLabel;
class HandshakePanel;
class LadderView;
class SegmentModel;
class StepsView;

class ConnectionDetailPage : public QWidget {
    Q_OBJECT
public:
    enum class Tab { Diagram, Segments, Parameters, Steps };

    explicit ConnectionDetailPage(QWidget* parent = nullptr);

    /// Shows a connection. Scroll place and selection stay when it is the one already shown, grown or not.
    void setDetail(std::shared_ptr<const ConnectionDetail> detail);
    /// Who holds the sockets of the connection shown next, by Side; empty where not known.
    void setProcesses(std::array<std::string, 2> names) { m_processes = std::move(names); }
    /// Says in a line that work is going on ("Reading 12 000 segments..."); what is shown stays until setDetail().
    void setBusy(const QString& text);
    /// Back to the empty state.
    void clear();
    /// Instead of the usual words where nothing is shown; empty: the usual ones.
    void setInvitation(const QString& text);
    /// Shows a segment of detail() where segments are to be seen, and emits segmentSelected().
    void selectSegment(std::size_t index);
    void setTheme(Theme theme);
    /// Of the explanations; what was said before is said anew.
    void setLanguage(Language language);
    [[nodiscard]] Language language() const { return m_language; }
    /// Explanations between the lifelines, as the switch above the diagram; not remembered.
    void setExplains(bool explains);
    [[nodiscard]] bool doesExplain() const;
    /// Which times the table shows, and which numbers it and the diagram; the page's own menus change it again.
    void setSegmentLook(SegmentTime time, bool relativeNumbers);

    [[nodiscard]] const std::shared_ptr<const ConnectionDetail>& detail() const { return m_detail; }
    [[nodiscard]] Tab currentTab() const;
    void setCurrentTab(Tab tab);
    [[nodiscard]] LadderView* ladderView() const { return m_ladder; }
    [[nodiscard]] QTableView* segmentTable() const { return m_table; }
    [[nodiscard]] StepsView* steps() const { return m_steps; }
    [[nodiscard]] DiagramOptions* shown() const { return m_shown; }
    [[nodiscard]] QAction* explainSwitch() const;

Q_SIGNALS:
    /// The reader chose a segment, in the diagram or in the table (index into ConnectionDetail::segments).
    void segmentSelected(std::size_t index);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeMainPanel();
    QWidget* makeTopBar();
    void makeOptions();
    void makeTable();
    void connectSelection();
    void applyOptions();
    void nameOptions();
    [[nodiscard]] double fontScale() const;
    void showCertainty();
    [[nodiscard]] QWidget* makeParametersTab();
    void showContent();
    void updateHandshakePanel();
    void applyStyle();
    void styleTabs();
    void selectInTable(std::size_t segment);
    [[nodiscard]] bool optionsFit() const;
    void connectSteps();
    void chooseStepsSegment(std::size_t segment);
    void showSteps();
    [[nodiscard]] const std::shared_ptr<const std::vector<Explanation>>& explanations();
    void showExplanations();
    [[nodiscard]] LadderCards cards();

    std::shared_ptr<const ConnectionDetail> m_detail;
    Theme m_theme = Theme::Light;
    QTabBar* m_tabs = nullptr;
    DiagramOptions* m_shown = nullptr;
    QToolButton* m_times = nullptr;
    QToolButton* m_numbers = nullptr;
    QToolButton* m_show = nullptr;        ///< also instead of those before it where they have no room
    QActionGroup* m_timeChoice = nullptr; ///< in the order of SegmentTime
    QAction* m_timesInDiagram = nullptr;
    QAction* m_relative = nullptr;
    QAction* m_absolute = nullptr;
    QLabel* m_busy = nullptr;
    FindingsLabel* m_findings = nullptr;
    QLabel* m_certaintyLines = nullptr; ///< what lowers the trust, and where it was captured
    QLabel* m_empty = nullptr;
    QString m_invitation; ///< where it is not the usual one
    QStackedWidget* m_stack = nullptr;
    LadderView* m_ladder = nullptr;
    SegmentModel* m_model = nullptr;
    QTableView* m_table = nullptr;
    HandshakePanel* m_parametersTab = nullptr;
    StepsView* m_steps = nullptr;
    Explainer* m_explainer;                 ///< of m_detail
    std::array<std::string, 2> m_processes; ///< of m_detail
    Language m_language = Language::English;
    CertaintyPanel* m_certainty = nullptr;
    QFrame* m_handshakeFrame = nullptr;
    HandshakePanel* m_handshake = nullptr;
    bool m_selecting = false; ///< the selection is being copied from one view to the other
};

} // namespace synscope::ui
