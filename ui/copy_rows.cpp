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

FilterOffer offer(const char* title, const QString& what, const QString& condition) {
    return {QCoreApplication::translate("synscope::ui::FilterOffer", title).arg(what), condition};
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
    for (const ConnectionId id : connections)
        appendConnectionNdjson(text, snapshot, id, {});
    return QString::fromStdString(text);
}

std::vector<FilterOffer> filterOffers(const Snapshot& snapshot, ConnectionId id) {
    const EndpointView client = snapshot.endpoint(id, Side::Initiator);
    const EndpointView server = snapshot.endpoint(id, Side::Responder);
    const auto address = [](const EndpointView& e) { return QString::fromStdString(toText(e.address.address)); };
    const auto state = [](const EndpointView& e) {
        const std::string_view text = toText(e.state);
        return QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size()));
    };
    const QString port = QString::number(server.address.port);
    std::vector<FilterOffer> offers{
        offer(QT_TRANSLATE_NOOP("synscope::ui::FilterOffer", "client %1"), address(client),
              QStringLiteral("client==") + address(client)),
        offer(QT_TRANSLATE_NOOP("synscope::ui::FilterOffer", "server %1"), address(server),
              QStringLiteral("server==") + address(server)),
        offer(QT_TRANSLATE_NOOP("synscope::ui::FilterOffer", "server port %1"), port,
              QStringLiteral("server.port==") + port),
        offer(QT_TRANSLATE_NOOP("synscope::ui::FilterOffer", "state %1"), state(client),
              QStringLiteral("state==") + state(client).toLower()),
    };
    if (server.state != client.state)
        offers.push_back(offer(QT_TRANSLATE_NOOP("synscope::ui::FilterOffer", "state %1"), state(server),
                               QStringLiteral("state==") + state(server).toLower()));
    return offers;
}

} // namespace synscope::ui
