// SPDX-License-Identifier: Apache-2.0
//
// What the tables of a machine's sockets share: rows that are replaced once a second without losing the reader's
// place, titles from a list, and a look.
#pragma once

#include "core/diagram/theme.h"

#include <QAbstractTableModel>
#include <QFont>

#include <functional>
#include <span>

namespace synscope::ui {

/// A column: its title, what it says, and how it stands.
struct LiveColumn {
    const char* title; ///< to be translated in the context given
    const char* tip;
    enum class Kind { Words, Address, Number } kind;
};

class LiveRowsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    /// `columns` outlives the model; `context` is that of its words' translations.
    LiveRowsModel(std::span<const LiveColumn> columns, const char* context, QObject* parent = nullptr);

    void setLook(Theme theme, const QFont& numbers, const QFont& strongNumbers);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    /// Rows that stay in number change in place; `swap` puts the new ones there.
    void replaceRows(int rows, const std::function<void()>& swap);
    [[nodiscard]] Qt::Alignment alignmentOf(int column) const;
    /// Invalid for words.
    [[nodiscard]] QVariant fontOf(int column) const;
    [[nodiscard]] Theme theme() const { return m_theme; }
    [[nodiscard]] const QFont& strongNumbers() const { return m_strongNumbers; }

private:
    [[nodiscard]] LiveColumn::Kind kindOf(int column) const { return m_columns[static_cast<std::size_t>(column)].kind; }

    std::span<const LiveColumn> m_columns;
    const char* m_context;
    int m_rows = 0;
    Theme m_theme = Theme::Light;
    QFont m_numbers;
    QFont m_strongNumbers;
};

} // namespace synscope::ui
