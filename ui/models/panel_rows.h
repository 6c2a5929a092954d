// SPDX-License-Identifier: Apache-2.0
//
// A few rows of finished text, as small panels show them: made anew whenever what they tell changes. A cell may have a
// part of a whole to draw as a bar; a row may say which connections it stands for.
#pragma once

#include "core/base/ids.h"
#include "core/diagram/theme.h"

#include <QAbstractTableModel>
#include <QFont>
#include <QString>

#include <optional>
#include <vector>

namespace synscope::ui {

struct PanelColumn {
    QString title;
    QString tip = {};
    int widthPx = 0; ///< at zoom 1; 0: what is left
    bool isNumber = true;
    bool hasBars = false; ///< its cells have parts
};

/// Shares of a whole, 0 to 1; the rest is free.
struct TakenParts {
    double used = 0;
    double held = 0; ///< beside what is used, by TIME_WAIT
    bool isScarce = false;
};

struct PanelCell {
    QString text;
    bool isStrong = false;
    std::optional<TakenParts> parts = {};
};

struct PanelRow {
    std::vector<PanelCell> cells; ///< by column
    QString tip = {};
    QString filter = {};                     ///< shows the connections of the row
    ConnectionId connection = kNoConnection; ///< where the row stands for one alone
};

class PanelRowsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    static constexpr int kPartsRole = Qt::UserRole; ///< a TakenParts, where the cell has one

    explicit PanelRowsModel(std::vector<PanelColumn> columns, QObject* parent = nullptr);

    void setRows(std::vector<PanelRow> rows);
    void setFonts(const QFont& numbers, const QFont& strongNumbers);
    [[nodiscard]] const PanelRow& row(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    [[nodiscard]] const std::vector<PanelColumn>& columns() const { return m_columns; }
    /// The row with this text in its first cell; -1 where there is none.
    [[nodiscard]] int rowNamed(const QString& name) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<PanelColumn> m_columns;
    std::vector<PanelRow> m_rows;
    QFont m_numbers;
    QFont m_strongNumbers;
};

} // namespace synscope::ui

Q_DECLARE_METATYPE(synscope::ui::TakenParts)
