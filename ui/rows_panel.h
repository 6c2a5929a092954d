// SPDX-License-Identifier: Apache-2.0
//
// A small panel: a title with its meaning, a sentence that says what there is, what to do about it, and tables of a few
// rows. A row that is opened shows its connections. Bars show how much of a range is taken.
#pragma once

#include "ui/models/panel_rows.h"

#include <QFrame>
#include <QString>

#include <vector>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QTableView;

namespace synscope::ui {

/// A table without a scroll bar of its own, and a line below it that says what it leaves out.
class RowsTable : public QWidget {
    Q_OBJECT
public:
    /// `name` is for screen readers.
    RowsTable(std::vector<PanelColumn> columns, const QString& name, QWidget* parent = nullptr);

    /// `more` is empty where all is shown. The row that was chosen stays so, where it is still there.
    void setRows(std::vector<PanelRow> rows, const QString& more);
    void setLook(Theme theme, double zoom);
    [[nodiscard]] QTableView* view() const { return m_view; }
    [[nodiscard]] PanelRowsModel& model() const { return *m_model; }
    [[nodiscard]] QString moreText() const;

Q_SIGNALS:
    void opened(const synscope::ui::PanelRow& row); ///< by Return or a double click

private:
    void fitHeight();

    PanelRowsModel* m_model;
    QTableView* m_view;
    QLabel* m_more;
    double m_zoom = 1;
};

class RowsPanel : public QFrame {
    Q_OBJECT
public:
    RowsPanel(const QString& title, const QString& meaning, QWidget* parent = nullptr);

    /// Beside those there are.
    RowsTable* addTable(std::vector<PanelColumn> columns, const QString& name, int stretch = 1);
    /// Right of the sentence.
    void addBesideSentence(QWidget* widget);
    /// `advice` may be empty.
    void setText(const QString& sentence, const QString& advice);
    /// Where there is nothing to list, the sentence stands alone.
    void setListed(bool isListed);
    void setLook(Theme theme, double zoom);
    [[nodiscard]] QString sentence() const;
    [[nodiscard]] QString advice() const;
    [[nodiscard]] QPushButton* button() const { return m_button; }
    [[nodiscard]] const std::vector<RowsTable*>& tables() const { return m_tables; }

Q_SIGNALS:
    void opened(const synscope::ui::PanelRow& row);

private:
    QLabel* m_sentence;
    QLabel* m_advice;
    QPushButton* m_button; ///< shows all connections of the panel
    QHBoxLayout* m_story;
    QWidget* m_lists;
    std::vector<RowsTable*> m_tables;
};

} // namespace synscope::ui
