// SPDX-License-Identifier: Apache-2.0
//
// Aligned text for people: rows are gathered in blocks, each block is aligned to the widest cell seen so
// far, so a long list streams and its columns hardly move. Also the two tables the command line prints.
#pragma once

#include "core/store/replay.h"
#include "core/store/snapshot.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace synscope {

struct TableColumn {
    std::string_view title;
    bool alignRight = false;
};

class TextTable {
public:
    /// `columns` must outlive the table.
    explicit TextTable(std::span<const TableColumn> columns);

    /// One cell a column, ASCII.
    void add(std::vector<std::string> cells);
    /// Rows added since the last appendBlock().
    [[nodiscard]] std::size_t pending() const { return m_rows.size(); }
    /// Appends the pending rows, before the first of them the titles, and forgets them.
    void appendBlock(std::string& out);

private:
    void appendLine(std::string& out, const std::vector<std::string>& cells) const;

    std::span<const TableColumn> m_columns;
    std::vector<std::size_t> m_widths;
    std::vector<std::vector<std::string>> m_rows;
    bool m_titlesWritten = false;
};

/// Columns for connectionCells().
[[nodiscard]] std::span<const TableColumn> connectionColumns();
/// The row of one connection. States are spelled as `ss` does, with "?" where they are the likeliest of several.
[[nodiscard]] std::vector<std::string> connectionCells(const Snapshot& snapshot, ConnectionId id,
                                                       const DiagnosePolicy& policy);

/// Whether a state of the row carries a question mark.
[[nodiscard]] bool isUndecided(const ConnectionRow& row);
[[nodiscard]] bool isUndecided(const DetailSegment& segment);
/// Appends what the question marks of a table mean; for tables that have some.
void appendDoubtLegend(std::string& out);

/// Columns for segmentCells().
[[nodiscard]] std::span<const TableColumn> segmentColumns();
/// The row of `detail.segments[index]`; its time counts from the connection's first segment.
[[nodiscard]] std::vector<std::string> segmentCells(const ConnectionDetail& detail, std::size_t index);

} // namespace synscope
