// SPDX-License-Identifier: Apache-2.0
#include "app/synscope/export_command.h"

#include "app/synscope/report.h"
#include "core/engine/engine.h"
#include "core/explain/explain.h"
#include "core/store/replay.h"
#include "ui/diagram/diagram_export.h"
#include "ui/theme.h"

#include <QFile>
#include <QGuiApplication>

#include <algorithm>
#include <string>

namespace synscope {
namespace {

/// The first connection with a CLOSE_WAIT leak; 0 where there is none.
ConnectionId worthLookingAt(const Snapshot& snapshot) {
    for (const ConnectionId id : snapshot.connections()) {
        const std::vector<Finding> findings = findingsOf(snapshot, id, DiagnosePolicy{});
        if (std::any_of(findings.begin(), findings.end(), [](const Finding& f) { return f.kind == "close-wait-leak"; }))
            return id;
    }
    return ConnectionId{0};
}

std::string noSuchConnection(const Snapshot& snapshot, std::uint32_t wanted) {
    return "there is no connection " + std::to_string(wanted) + ": the capture has " + std::to_string(snapshot.size()) +
           ", counted from 0";
}

int exportOne(const CommandLine& line) {
    const Result<LoadedCapture> loaded = loadCapture(line.file, LoadOptions{});
    if (!loaded)
        return fail(kFailed, loaded.error().message);
    const Snapshot& snapshot = *loaded.value().snapshot;
    if (snapshot.size() == 0) {
        (void)reportDamage(line.file, snapshot);
        return fail(kFailed, line.file + ": holds no TCP connection to draw");
    }
    if (line.connection && *line.connection >= snapshot.size())
        return fail(kWrongUsage, noSuchConnection(snapshot, *line.connection));
    const ConnectionId id = line.connection ? ConnectionId{*line.connection} : worthLookingAt(snapshot);
    Result<ConnectionDetail> detail = replay(snapshot, id, loaded.value().fetch, ReplayOptions{});
    if (!detail)
        return fail(kFailed, detail.error().message);
    const auto shown = std::make_shared<const ConnectionDetail>(std::move(detail).value());
    const Result<ui::DiagramFile> written = ui::exportDiagram(
        shown, QFile::decodeName(line.exportPath.c_str()), line.scale, line.theme.value_or(Theme::Print),
        line.explains ? cardsOf(explain(*shown, {})) : LadderCards{});
    if (!written)
        return fail(kFailed, written.error().message);
    return reportDamage(line.file, snapshot);
}

} // namespace

int runExport(int& argc, char** argv, const CommandLine& line) {
    qInstallMessageHandler(keepQtQuiet);
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QGuiApplication application(argc, argv);
    QGuiApplication::setFont(ui::wordsFont(12));
    return exportOne(line);
}

} // namespace synscope
