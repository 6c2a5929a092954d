// SPDX-License-Identifier: Apache-2.0
#include "ui/copy_rows.h"

#include "core/export/ndjson.h"
#include "ui/models/connection_columns.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace synscope::ui {
namespace {

using Lines = std::vector<QStringList>;

Lines linesOf(const Snapshot& snapshot, std::span<const ConnectionId> connections) {
    Lines lines(1);
    for (const ConnectionColumn& column : connectionColumns())
        lines[0] += QCoreApplication::translate(kColumnContext, column.title);
    for (const ConnectionId id : connections) {
        QStringList cells;
        for (const ConnectionColumn& column : connectionColumns())
            cells += column.text(snapshot, id);
        lines.push_back(cells);
    }
    return lines;
}

QString quoted(QString cell) {
    if (!cell.contains(QLatin1Char(',')) && !cell.contains(QLatin1Char('"')) && !cell.contains(QLatin1Char('\n')))
        return cell;
    return QLatin1Char('"') + cell.replace(QStringLiteral("\""), QStringLiteral("\"\"")) + QLatin1Char('"');
}

} // namespace

QString rowsAsText(const Snapshot& snapshot, std::span<const ConnectionId> connections) {
    const Lines lines = linesOf(snapshot, connections);
    std::vector<qsizetype> widths(connectionColumns().size(), 0);
    for (const QStringList& line : lines)
        for (std::size_t i = 0; i < widths.size(); ++i)
            widths[i] = std::max(widths[i], line[static_cast<qsizetype>(i)].size());
    QString text;
    for (const QStringList& line : lines) {
        QString out;
        for (std::size_t i = 0; i < widths.size(); ++i) {
            const QString& cell = line[static_cast<qsizetype>(i)];
            out += connectionColumns()[i].rightAligned ? cell.rightJustified(widths[i]) : cell.leftJustified(widths[i]);
            out += QStringLiteral("  ");
        }
        while (out.endsWith(QLatin1Char(' ')))
            out.chop(1);
        text += out + QLatin1Char('\n');
    }
    return text;
}

QString rowsAsCsv(const Snapshot& snapshot, std::span<const ConnectionId> connections) {
    QString text;
    for (QStringList line : linesOf(snapshot, connections)) {
        std::transform(line.begin(), line.end(), line.begin(), quoted);
        text += line.join(QLatin1Char(',')) + QStringLiteral("\r\n");
    }
    return text;
}

QString rowsAsJson(const Snapshot& snapshot, std::span<const ConnectionId> connections) {
    std::string text;
    DiagnosePolicy policy = snapshot.policy;
    policy.language = Language::English; // for programs
    for (const ConnectionId id : connections)
        appendConnectionNdjson(text, snapshot, id, policy);
    return QString::fromStdString(text);
}

} // namespace synscope::ui
